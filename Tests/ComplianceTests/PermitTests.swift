import CivilTime
import Compliance
import LoanBook
import Messaging
import Testing

@Suite struct PermitTests {
    let context: LawContext
    /// Noon in New York on a Monday, and early evening in China and Indonesia on the same day.
    let noon: Instant

    init() throws {
        context = try TestLaw.context()
        noon = try #require(Instant(iso: "2026-06-15T12:00:00-04:00"))
    }

    func ask(
        _ snapshot: BorrowerSnapshot, _ purpose: Purpose = .overdueNotice, role: Portfolio.Role = .lender,
        text: String? = nil, first: Bool = false, at: Instant
    ) -> Verdict {
        permit(
            TestLaw.contact(snapshot, purpose, text: text, first: first), borrower: snapshot,
            packs: context.book.bound(region: snapshot.borrower.region, role: role), context: context, at: at)
    }

    @Test(arguments: ["DE-BE", "", "XX", "us-ny"])
    func `a region without a law pack is silence`(region: String) throws {
        let verdict = ask(TestLaw.snapshot(region: region, consents: TestLaw.consents()), at: noon)
        #expect(verdict.outcome == .suppress)
        #expect(try #require(verdict.findings.first).rule == "engine/region")
    }

    @Test func `without a usable contact point nothing is sent`() throws {
        var snapshot = TestLaw.snapshot(region: "US-NY", consents: TestLaw.consents())
        #expect(ask(snapshot, at: noon).outcome != .suppress)
        snapshot.borrower.contactPoints = [TestLaw.contactPoint(standing: .recycled)]
        #expect(ask(snapshot, at: noon).outcome == .suppress)
        snapshot.borrower.contactPoints = []
        let verdict = ask(snapshot, at: noon)
        #expect(verdict.outcome == .suppress)
        #expect(try #require(verdict.findings.first).detail == "no usable contact point")
    }

    @Test func `a number from a country whose clocks are unknown is silence`() {
        let snapshot = TestLaw.snapshot(
            region: "US-NY", zone: "America/New_York", number: "+4741234567", consents: TestLaw.consents())
        #expect(ask(snapshot, at: noon).outcome == .suppress)
    }

    @Test func `an unknown zone is silence and the finding says so`() throws {
        let snapshot = TestLaw.snapshot(region: "US-NY", zone: "Mars/Olympus", consents: TestLaw.consents())
        let verdict = ask(snapshot, at: noon)
        #expect(verdict.outcome == .suppress)
        #expect(try #require(verdict.findings.first).detail.contains("time zone database"))
    }

    @Test func `all rules that spoke are named with the pack that holds them`() {
        let snapshot = TestLaw.snapshot(region: "US-MA", consents: TestLaw.consents())
        let verdict = ask(snapshot, role: .thirdPartyCollector, at: noon)
        let rules = Set(verdict.findings.map(\.rule))
        #expect(
            rules.isSuperset(of: [
                "us-federal/regf.window", "us-federal/tcpa.consent", "us-ma/cap", "house/opt-out",
                "house/collection.day",
            ]))
        #expect(!rules.contains("us-federal/first-party.window"))
        for finding in verdict.findings {
            #expect(finding.packHash.utf8.count == 64)
            #expect(!finding.citation.isEmpty && !finding.packVersion.isEmpty && !finding.detail.isEmpty)
        }
        #expect(verdict.outcome == .allow(until: noon + .hours(9)))
    }

    @Test func `a cap that ends at midnight holds until the morning's window`() throws {
        let texts = [noon - .days(2), noon - .days(2)].map { TestLaw.message($0) }
        let snapshot = TestLaw.snapshot(region: "US-MA", consents: TestLaw.consents(), contacts: texts)
        let verdict = ask(snapshot, role: .thirdPartyCollector, at: noon)
        let morning = try #require(Instant(iso: "2026-06-20T08:00:01-04:00"))
        #expect(verdict.outcome == .hold(until: morning))
        let holders = verdict.findings.filter { if case .hold = $0.outcome { true } else { false } }
        #expect(Set(holders.map(\.rule)).isSuperset(of: ["us-ma/cap", "us-federal/regf.window"]))
    }

    @Test func `suppression outweighs a hold and both are named`() throws {
        let snapshot = TestLaw.snapshot(region: "US-NY", consents: TestLaw.consents(), flags: [.bankruptcy])
        let verdict = ask(snapshot, at: noon + .hours(10))
        #expect(verdict.outcome == .suppress)
        #expect(verdict.findings.contains { $0.rule == "us-federal/bankruptcy" && $0.outcome == .suppress })
        #expect(verdict.findings.contains { if case .hold = $0.outcome { true } else { false } })
    }

    @Test func `without a consent record no text goes to the United States`() {
        #expect(ask(TestLaw.snapshot(region: "US-NY"), at: noon).outcome == .suppress)
        #expect(ask(TestLaw.snapshot(region: "CN-BJ"), at: noon - .hours(4)).outcome != .suppress)
    }

    @Test func `an opt-out silences its class at once and no other`() {
        var consents = TestLaw.consents()
        consents.append(
            Consent(
                contactPoint: TestLaw.point, messageClass: .collection, given: false, at: noon, act: .reply))
        let snapshot = TestLaw.snapshot(region: "US-NY", consents: consents)
        #expect(ask(snapshot, .overdueNotice, at: noon).outcome == .suppress)
        #expect(ask(snapshot, .reminderUpcoming, at: noon).outcome == .allow(until: noon + .hours(9)))
    }

    @Test func `an opt-out is confirmed exactly once, at any hour, where the pack allows it`() {
        let night = noon + .hours(11)
        var snapshot = TestLaw.snapshot(region: "US-NY", consents: TestLaw.consents(given: false, at: night))
        #expect(ask(snapshot, .optOutConfirmation, at: night).outcome == .allow(until: night + .minutes(5)))
        #expect(ask(snapshot, .reminderUpcoming, at: night).outcome == .suppress)
        snapshot.contacts = [
            PastContact(
                kind: .confirmation, channel: .sms, messageClass: .service, contactPoint: TestLaw.point, loan: nil,
                at: night + .seconds(2))
        ]
        #expect(ask(snapshot, .optOutConfirmation, at: night + .seconds(3)).outcome == .suppress)
        // A second STOP while the first stands earns no second confirmation.
        snapshot.consents += TestLaw.consents(given: false, at: night + .minutes(30))
        #expect(ask(snapshot, .optOutConfirmation, at: night + .minutes(31)).outcome == .suppress)
        let chinese = TestLaw.snapshot(region: "CN-BJ", consents: TestLaw.consents(given: false, at: night))
        #expect(ask(chinese, .optOutConfirmation, at: night).outcome == .suppress)
    }

    @Test func `a contact person never hears of the loan`() {
        for region in ["US-NY", "CN-BJ", "ID-JK"] {
            for purpose in Purpose.allCases where purpose != .optOutConfirmation {
                let snapshot = TestLaw.snapshot(region: region, owner: .contactPerson, consents: TestLaw.consents())
                #expect(ask(snapshot, purpose, at: noon).outcome == .suppress)
            }
        }
    }

    @Test func `a collector's text is judged only when there is one`() {
        let snapshot = TestLaw.snapshot(region: "US-NY", consents: TestLaw.consents())
        let role = Portfolio.Role.thirdPartyCollector
        let good = "From a debt collector. Pay at example.com.\nReply   STOP to opt out."
        #expect(ask(snapshot, role: role, at: noon).outcome == .allow(until: noon + .hours(9)))
        #expect(ask(snapshot, role: role, text: good, at: noon).outcome == .allow(until: noon + .hours(9)))
        #expect(ask(snapshot, role: role, text: "Pay now.", at: noon).outcome == .suppress)
        #expect(ask(snapshot, role: role, text: good, first: true, at: noon).outcome == .suppress)
    }

    @Test func `a rule that comes into force tonight ends what is allowed`() throws {
        let pack = try TestLaw.pack(
            """
              - {id: a, citation: none, grade: M, says: now, window: {every_day: "[00:00, 24:00)"}}
              - {id: b, citation: none, grade: M, says: soon, from: 2026-06-16, window: {every_day: "[08:00, 09:00]"}}
            """)
        let law = LawContext(zones: TestLaw.zones, book: LawBook(packs: [pack]))
        let snapshot = TestLaw.snapshot(region: "US-NY")
        let packs = law.book.bound(region: "US-NY", role: .lender)
        func verdict(_ at: Instant) -> Verdict {
            permit(TestLaw.contact(snapshot), borrower: snapshot, packs: packs, context: law, at: at)
        }
        let midnight = noon + .hours(12)
        #expect(verdict(noon).outcome == .allow(until: midnight))
        #expect(verdict(midnight).outcome == .hold(until: midnight + .hours(8)))
        #expect(verdict(noon - .days(2)).outcome == .allow(until: noon - .days(1)))
    }

    @Test func `rules that never allow together are silence`() throws {
        let pack = try TestLaw.pack(
            """
              - {id: a, citation: none, grade: M, says: morning, window: {every_day: "[08:00, 09:00)"}}
              - {id: b, citation: none, grade: M, says: evening, window: {every_day: "[20:00, 21:00)"}}
            """)
        let law = LawContext(zones: TestLaw.zones, book: LawBook(packs: [pack]))
        let snapshot = TestLaw.snapshot(region: "US-NY")
        let verdict = permit(
            TestLaw.contact(snapshot), borrower: snapshot, packs: law.book.bound(region: "US-NY", role: .lender),
            context: law, at: noon)
        #expect(verdict.outcome == .suppress)
        #expect(try #require(verdict.findings.last).rule == "engine/horizon")
    }

    @Test(arguments: [(15, false), (16, true)])
    func `an exception by days past due begins where the law says`(daysPastDue: Int, allowed: Bool) throws {
        let pack = try TestLaw.pack(
            """
              - id: ph
                citation: SEC MC 18 s. 2019
                grade: S
                says: 06:00 to 22:00 unless more than 15 days past due
                window: {every_day: "[06:00, 22:00]", unless_days_past_due_over: 15}
            """)
        let law = LawContext(zones: TestLaw.zones, book: LawBook(packs: [pack]))
        let snapshot = TestLaw.snapshot(region: "US-NY")
        var contact = TestLaw.contact(snapshot)
        contact.daysPastDue = daysPastDue
        let verdict = permit(
            contact, borrower: snapshot, packs: law.book.bound(region: "US-NY", role: .lender), context: law,
            at: noon + .hours(11))
        if case .allow = verdict.outcome { #expect(allowed) } else { #expect(!allowed) }
    }
}
