import CivilTime
import Compliance
import LoanBook
import Messaging
import Testing

/// Every cell of Documentation/people.md against the engine: in Malaysia, for which no pack judges anything, so that the
/// house rules alone speak.
@Suite struct PeopleTests {
    private let context: LawContext
    private static let noon = Instant(seconds: 1_781_496_000)  // 2026-06-15T12:00:00+08:00

    init() throws { context = try TestLaw.context() }

    private func ask(
        _ purpose: Purpose, _ channel: Channel, owner: ContactPoint.Owner = .borrower,
        standing: ContactPoint.Standing = .usable, flag: BorrowerFlag? = nil, until end: Instant? = nil
    ) -> Verdict {
        var point = TestLaw.contactPoint(channel == .email ? "ann@example.com" : "+60123456789", owner)
        (point.channel, point.standing) = (channel, standing)
        var snapshot = TestLaw.snapshot(region: "MY", consents: TestLaw.consents())
        snapshot.borrower.contactPoints = [point]
        if let flag {
            snapshot.flags = [flag]
            if let end { snapshot.flagEnds = [flag: end] }
        }
        let contact = ProposedContact(
            purpose: purpose, channel: channel, contactPoint: point, loan: TestLaw.loan, daysPastDue: 10, text: nil,
            language: "en", isFirstCollectionContact: false)
        return permit(
            contact, borrower: snapshot, packs: context.book.bound(region: "MY", role: .lender), context: context,
            at: Self.noon)
    }

    private func forEachCell(_ body: (Purpose, Channel, PeopleTable.Column) throws -> Void) rethrows {
        for purpose in Purpose.allCases {
            guard let column = PeopleTable.Column.of(purpose) else { continue }
            for channel in Channel.allCases { try body(purpose, channel, column) }
        }
    }

    @Test(arguments: BorrowerFlag.allCases)
    func `a fact does to every class and channel what the page says`(flag: BorrowerFlag) throws {
        let row = try #require(try PeopleTable("fact").goes[flag.rawValue], "the page does not know \(flag.rawValue)")
        #expect(row.count == PeopleTable.Column.allCases.count)
        let end = Self.noon + .hours(3)
        try forEachCell { purpose, channel, column in
            let goes = try #require(row[column] as Bool?)
            let (open, ended) = (ask(purpose, channel, flag: flag), ask(purpose, channel, flag: flag, until: end))
            let over = ask(purpose, channel, flag: flag, until: Self.noon)
            let place = "\(flag.rawValue), \(purpose.rawValue) by \(channel)"
            if case .allow = over.outcome {} else { Issue.record("\(place): it has ended") }
            if goes {
                if case .allow = open.outcome {} else { Issue.record("\(place): \(open.outcome)") }
                if case .allow = ended.outcome {} else { Issue.record("\(place), with an end: \(ended.outcome)") }
            } else {
                #expect(open.outcome == .suppress, "\(place)")
                #expect(ended.outcome == .hold(until: end), "\(place), with an end")
                #expect(open.findings.contains { $0.detail.contains(flag.rawValue) }, "\(place) says why")
            }
        }
    }

    @Test func `the page has a row for every fact and owner, and no other`() throws {
        #expect(Set(try PeopleTable("fact").goes.keys) == Set(BorrowerFlag.allCases.map(\.rawValue)))
        let owners = ["borrower", "guarantor", "contact_person", "company_officer", "attorney"]
        #expect(Set(try PeopleTable("owner").goes.keys) == Set(owners))
        #expect(owners.count == ContactPoint.Owner.allCases.count)
    }

    @Test(
        arguments: zip(
            [ContactPoint.Owner.borrower, .guarantor, .contactPerson, .companyOfficer, .attorney],
            ["borrower", "guarantor", "contact_person", "company_officer", "attorney"]))
    func `an owner is told what the page says`(owner: ContactPoint.Owner, word: String) throws {
        let row = try #require(try PeopleTable("owner").goes[word])
        try forEachCell { purpose, channel, column in
            let verdict = ask(purpose, channel, owner: owner)
            let goes = if case .allow = verdict.outcome { true } else { false }
            let cell = try #require(row[column] as Bool?)
            #expect(goes == cell, "\(word), \(purpose.rawValue) by \(channel): \(verdict)")
        }
    }

    @Test(arguments: [ContactPoint.Standing.invalid, .recycled, .wrongPerson])
    func `a number that is not usable is told nothing`(standing: ContactPoint.Standing) {
        forEachCell { purpose, channel, _ in
            #expect(ask(purpose, channel, standing: standing).outcome == .suppress)
        }
    }
}
