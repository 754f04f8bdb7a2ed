import CivilTime
import Compliance
import LoanBook
import Messaging
import Testing

@testable import Decisions

/// What is done about things that may have been said while the store, brought back from a backup, remembers nothing.
@Suite struct LapseTests {
    /// The fourth instalment falls due on 21 November; brought back on the 22nd, ten in the morning in Shanghai.
    static let lapse = Lapse(
        from: Sample.instant("2026-11-20T02:00:00Z"), until: Sample.instant("2026-11-22T02:00:00Z"), firstReply: 5)

    static func decisions(
        _ lapse: Lapse?, _ snapshot: BorrowerSnapshot? = nil, at now: String, _ portfolio: Portfolio = Sample.chinese
    ) throws -> [Decision] {
        var context = try Sample.context(portfolio)
        context.lapse = lapse
        let at = Sample.instant(now)
        let zone = try #require(context.law.zones.zone(portfolio.zone))
        return decide(
            snapshot ?? Sample.borrower(portfolio, asOf: now), context: context, claimed: { _ in false },
            on: zone.civil(at: at).date, now: at)
    }

    @Test func `what may have been told in the lapse is not told, and the reason says so`() throws {
        let found = try Self.decisions(Self.lapse, at: "2026-11-22T03:00:00Z")
        let without = try Self.decisions(nil, at: "2026-11-22T03:00:00Z")
        #expect(without.map(\.kind) == ["send"] && without.map(\.planned.step.id) == ["overdue.1"])
        #expect(found.map(\.kind) == ["suppress"])
        #expect(found[0].reason == Self.lapse.words)
        #expect(found[0].heading == Self.lapse.words)
        let lines = Explanation(zone: .utc).lines(for: found[0])
        #expect(lines[0].contains("it may have been told already: the store was restored at 2026-11-22T02:00:00Z"))
    }

    /// A step is late for some days. As long as its first day is not after the day of the restore it stays untold.
    @Test(arguments: [
        ("2026-11-22T03:00:00Z", "overdue.1", "suppress"), ("2026-11-23T03:00:00Z", "overdue.1", "suppress"),
        ("2026-11-28T03:00:00Z", "overdue.7", "send"), ("2026-12-18T03:00:00Z", "upcoming.3", "send"),
    ])
    func `what begins after the day of the restore is told`(now: String, step: String, kind: String) throws {
        let found = try Self.decisions(Self.lapse, at: now).first { $0.planned.step.id == step }
        #expect(found?.kind == kind, "\(found?.reason ?? "no such step")")
    }

    @Test func `the day is that of the portfolio's calendar`() throws {
        // Still the 21st in New York, when it is the 22nd in UTC: the step of the 22nd begins after the restore.
        var lapse = Self.lapse
        let late = "2026-11-22T18:00:00Z"
        #expect(try Self.decisions(lapse, at: late, Sample.american).map(\.kind) == ["send"])
        lapse.until = Sample.instant("2026-11-22T06:00:00Z")
        #expect(try Self.decisions(lapse, at: late, Sample.american).map(\.kind) == ["suppress"])
    }

    @Test func `a payment of the lapse that comes with a later import is not confirmed a second time`() throws {
        var paid = Sample.borrower(asOf: "2026-11-23T02:00:00Z")
        paid.loans[0].payments.append(Sample.payment(9, "2026-11-22", 40_000))
        paid.loans[0].payments.append(Sample.payment(10, "2026-11-23", 20_000))
        let found = try Self.decisions(Self.lapse, paid, at: "2026-11-23T03:00:00Z")
        let received = found.filter { $0.planned.step.id.hasPrefix("payment.") }
        #expect(received.map(\.kind) == ["suppress", "send"])
    }

    @Test func `a message that waited in the outbox is looked at again and not sent`() throws {
        var context = try Sample.context()
        context.lapse = Self.lapse
        let answer = recheck(
            RecheckTests.overdue, stepID: "overdue.1", snapshot: Sample.borrower(asOf: "2026-11-22T00:00:00Z"),
            context: context, now: Sample.instant("2026-11-22T03:00:00Z"))
        #expect(RecheckTests.words(answer) == "suppress " + Self.lapse.words)
    }

    @Test(arguments: [(Int64(4), "suppress"), (5, "send")])
    func `an opt-out of before the restore may have been confirmed, a later one was not`(
        reply: Int64, kind: String
    ) throws {
        var context = try Sample.context(Sample.american)
        context.lapse = Self.lapse
        let snapshot = Sample.borrower(Sample.american)
        let point = try #require(snapshot.borrower.contactPoints.first)
        var revoked = snapshot
        let at = Sample.instant("2026-11-22T18:00:00Z")
        revoked.consents.append(
            Consent(contactPoint: point.id, messageClass: .collection, given: false, at: at, act: .reply))
        let decision = confirmOptOut(
            reply: reply, from: point.id, snapshot: revoked, context: context, now: at + .seconds(5))
        #expect(decision?.kind == kind, "\(decision?.reason ?? "none")")
    }

    /// Massachusetts: two a week about one debt. In a lapse of a week before the seventh day the steps of one and of seven
    /// days past due may have gone out; the eighth week is free again.
    @Test func `caps count what may have been said in the lapse`() throws {
        func kinds(_ lapse: Lapse?, at now: String) throws -> [String] {
            var borrower = Sample.borrower(Sample.american, asOf: now)
            borrower.borrower.region = "US-MA"
            borrower.borrower.contactPoints[0].address = "+16175550100"
            return try Self.decisions(lapse, borrower, at: now, Sample.american)
                .filter { $0.planned.step.purpose.messageClass == .collection }
                .map { "\($0.planned.step.id) \($0.kind)" }
        }
        // Told on the 22nd (1 day past due) and the 28th (7 days) at most; asked on 6 December (15 days).
        let week = Lapse(
            from: Sample.instant("2026-11-21T12:00:00Z"), until: Sample.instant("2026-12-05T12:00:00Z"), firstReply: 1)
        #expect(try kinds(nil, at: "2026-12-06T18:00:00Z") == ["overdue.15 send"])
        #expect(try kinds(week, at: "2026-12-06T18:00:00Z") == ["overdue.15 hold"])
        // A lapse in which nothing could be told counts nothing.
        let quiet = Lapse(
            from: Sample.instant("2026-12-03T12:00:00Z"), until: Sample.instant("2026-12-05T12:00:00Z"), firstReply: 1)
        #expect(try kinds(quiet, at: "2026-12-06T18:00:00Z") == ["overdue.15 send"])
    }

    /// The borrower was born on 3 February; New Year is a festival; the first loan is overdue since 22 November.
    @Test(
        arguments: [
            ("2026-12-28T02:00:00Z", "2027-01-02T02:00:00Z", ["collection", "marketing"]),
            ("2027-02-02T02:00:00Z", "2027-02-04T02:00:00Z", ["collection", "marketing"]),
            ("2027-02-04T02:00:00Z", "2027-02-05T02:00:00Z", ["collection"]),
            ("2026-11-25T02:00:00Z", "2026-11-26T02:00:00Z", ["collection"]),
            ("2026-08-19T02:00:00Z", "2026-08-21T02:00:00Z", []),
            // Of a year the days that no cap reaches are not counted.
            ("2026-12-28T02:00:00Z", "2027-03-20T02:00:00Z", ["collection"]),
        ] as [(String, String, [String])])
    func `the validation of a debt, a birthday and a festival of the lapse count`(
        from: String, until: String, classes: [String]
    ) throws {
        let steps = [
            ("validation", "debt.validation", "debt_validation"), ("birthday", "greeting.birthday", "birthday"),
            ("festival", "greeting.festival", "{festival: new_year}"),
        ].map { id, purpose, anchor in
            "  - {id: \(id), purpose: \(purpose), template: \(purpose), anchor: \(anchor), at: \"10:00\", channel: sms}"
        }
        let strategy = try SampleStrategy.parse("key: mine\nsteps:\n" + steps.joined(separator: "\n"))
        let lapse = Lapse(from: Sample.instant(from), until: Sample.instant(until), firstReply: 1)
        let zone = try #require(Sample.zones.zone("Asia/Shanghai"))
        let contacts = lapse.contacts(about: Sample.borrower(), strategy: strategy, in: zone)
        #expect(contacts.map { "\($0.messageClass)" } == classes)
        #expect(contacts.allSatisfy { $0.at == lapse.until && $0.kind == .message })
        #expect(contacts.allSatisfy { ($0.loan == nil) == ($0.messageClass == .marketing) })
    }

    @Test func `what may have been said makes no text lean on it`() throws {
        let now = "2026-11-28T03:00:00Z"
        let text = try Self.decisions(Self.lapse, at: now).first { $0.planned.step.id == "overdue.7" }?.planned.text
        let without = try Self.decisions(nil, at: now).first { $0.planned.step.id == "overdue.7" }?.planned.text
        #expect(text == without && text?.isEmpty == false)
    }
}
