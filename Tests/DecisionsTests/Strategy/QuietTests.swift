import CivilTime
import Decisions
import LoanBook
import Messaging
import Testing

@Suite struct QuietTests {
    static let limited = """
        key: mine
        limits: {messages_a_day: 1, messages_a_week: 2}
        steps:
          - id: payment
            purpose: payment.received
            template: payment.received
            anchor: payment_received
            at: "09:00"
            channel: sms
        \(SampleStrategy.overdue("overdue.1", days: 1, template: "overdue.1"))
          - id: formal.15
            purpose: overdue.formal
            template: overdue.15
            anchor: {days_past_due: 15}
            at: "10:00"
            channel: sms
        """

    static func message(_ iso: String) -> PastContact {
        PastContact(
            kind: .message, channel: .sms, messageClass: .service, contactPoint: ContactPoint.ID(1), loan: Loan.ID(7),
            at: Sample.instant(iso))
    }

    @Test func `two messages of one day become one, and one a day later`() throws {
        let context = try SampleStrategy.context(Self.limited)
        let partly = Sample.borrower(payments: [
            Sample.payment(1, "2026-10-20", 300_000), Sample.payment(2, "2026-11-22", 50_000),
        ])
        let decisions = try SampleStrategy.decisions(partly, on: "2026-11-22", context)
        #expect(decisions.map(\.kind) == ["hold", "send"] || decisions.map(\.kind) == ["send", "hold"])
        let held = try #require(decisions.first { $0.kind == "hold" })
        #expect(held.reason == "the strategy allows 1 message a day to one borrower")
        guard case .hold(let planned, let until, _, _) = held else { return }
        #expect(until == Sample.zones.zone("Asia/Shanghai")?.instant(Sample.date("2026-11-23"), planned.step.at))
        // At submission, when the other has gone out.
        var later = partly
        later.contacts = [Self.message("2026-11-22T02:00:00Z")]
        #expect(
            SampleStrategy.recheck(planned.claim, later, on: "2026-11-22", context).words
                == "hold: the strategy allows 1 message a day to one borrower")
        #expect(SampleStrategy.recheck(planned.claim, later, on: "2026-11-23", context).words == "send")
    }

    @Test func `a week is seven times 24 hours`() throws {
        let context = try SampleStrategy.context(Self.limited)
        var borrower = Sample.borrower()
        borrower.contacts = [Self.message("2026-11-16T02:00:00Z"), Self.message("2026-11-18T02:00:00Z")]
        let decision = try #require(try SampleStrategy.decisions(borrower, on: "2026-11-22", context).first)
        guard case .hold(_, let until, let reason, _) = decision else {
            Issue.record("not held")
            return
        }
        #expect(reason == "the strategy allows 2 messages a week to one borrower")
        #expect(until == Sample.instant("2026-11-23T02:00:00Z"))
        borrower.contacts[0].at = Sample.instant("2026-11-15T01:59:59Z")
        #expect(try SampleStrategy.decisions(borrower, on: "2026-11-22", context).map(\.kind) == ["send"])
        // Calls and confirmations are no messages.
        borrower.contacts[0] = borrower.contacts[1]
        borrower.contacts[0].kind = .callAttempt
        #expect(try SampleStrategy.decisions(borrower, on: "2026-11-22", context).map(\.kind) == ["send"])
    }

    @Test func `what the law asks for is told whatever the limit`() throws {
        let context = try SampleStrategy.context(Self.limited)
        var borrower = Sample.borrower()
        borrower.contacts = [Self.message("2026-12-05T02:00:00Z"), Self.message("2026-12-04T02:00:00Z")]
        #expect(try SampleStrategy.decisions(borrower, on: "2026-12-06", context).map(\.kind) == ["send"])
    }

    static func late(_ word: String) -> String {
        """
        key: mine
        late: \(word)
        steps:
          - id: payment
            purpose: payment.received
            template: payment.received
            anchor: payment_received
            at: "09:00"
            channel: sms
        \(SampleStrategy.overdue("overdue.1", days: 1, template: "overdue.1"))
        """
    }

    static let threePaid = Sample.borrower(payments: [
        Sample.payment(1, "2026-10-20", 300_000), Sample.payment(2, "2026-11-20", 10_000),
        Sample.payment(3, "2026-11-21", 20_000), Sample.payment(4, "2026-11-22", 30_000),
    ])

    @Test(
        arguments: [
            ("send", [2, 3, 4]), ("skip", [4]), ("replace", [4]),
        ] as [(String, [Int64])])
    func `after an outage each is told, none that is late, or the newest`(word: String, told: [Int64]) throws {
        let context = try SampleStrategy.context(Self.late(word))
        let decisions = try SampleStrategy.decisions(Self.threePaid, on: "2026-11-22", context)
        let sent = decisions.filter { $0.kind == "send" && $0.planned.claim.subject == .payment }
        #expect(sent.map(\.planned.claim.subjectID) == told)
        #expect(decisions.contains { $0.planned.step.id == "overdue.1" && $0.kind == "send" })
    }

    @Test func `a late one is replaced at submission too, also by what was told meanwhile`() throws {
        let context = try SampleStrategy.context(Self.late("replace"))
        let decisions = try SampleStrategy.decisions(Self.threePaid, on: "2026-11-22", context)
        let old = try #require(decisions.first { $0.planned.claim.subjectID == 2 })
        let new = try #require(decisions.first { $0.planned.claim.subjectID == 4 })
        let reason = "late, and a newer message to the borrower takes its place"
        #expect(old.kind == "suppress" && old.reason == reason)
        #expect(
            SampleStrategy.recheck(old.planned.claim, Self.threePaid, on: "2026-11-22", context).words
                == "superseded: \(reason)")
        #expect(SampleStrategy.recheck(new.planned.claim, Self.threePaid, on: "2026-11-22", context).words == "send")
        let after = try SampleStrategy.decisions(
            Self.threePaid, on: "2026-11-22", context, claimed: [new.planned.claim])
        #expect(after.first { $0.planned.claim.subjectID == 2 }?.kind == "suppress")
    }

    @Test func `a task is a person's, and is decided once`() throws {
        let yaml = "key: mine\nsteps:\n  - {id: call.7, task: call_back, anchor: {days_past_due: 7}}\n"
        let context = try SampleStrategy.context(yaml)
        let decision = try #require(
            try SampleStrategy.decisions(Sample.borrower(), on: "2026-11-28", context).first)
        #expect(decision.kind == "task" && decision.planned.step.task == "call_back")
        #expect(decision.planned.loan == Loan.ID(7))
        #expect(
            Explanation(zone: .utc).lines(for: decision).first == "call.7: a task for a person: call_back")
        let claimed: Set = [decision.planned.claim]
        #expect(try SampleStrategy.decisions(Sample.borrower(), on: "2026-11-29", context, claimed: claimed).isEmpty)
        #expect(
            SampleStrategy.recheck(decision.planned.claim, Sample.borrower(), on: "2026-11-28", context).words
                == "superseded: the step is a task for a person now")
        // In doubt nobody is called: the book may lack a payment.
        var held = Sample.borrower()
        held.loans[0].rejectedPayments = 1
        #expect(try SampleStrategy.decisions(held, on: "2026-11-28", context).map(\.kind) == ["suppress"])
    }

    @Test(arguments: [
        ("limits: {messages_a_day: 1, messages_a_week: 2}", "limits: {messages_a_day: 0}", "`messages_a_day` must be"),
        (
            "limits: {messages_a_day: 1, messages_a_week: 2}", "limits: {messages_a_month: 1}",
            "`messages_a_month` is not"
        ),
        ("    channel: sms\n", "    channel: sms\n    task: call_back\n", "a task tells the borrower nothing"),
        ("    channel: sms\n", "    channel: sms\n    late: skip\n    late_days: 1\n", "has no `late_days`"),
    ])
    func `a fault of limits, tasks and lateness is found`(from: String, to: String, what: String) {
        SampleStrategy.expectFault(what, in: Self.limited, replacing: (from, to))
    }
}
