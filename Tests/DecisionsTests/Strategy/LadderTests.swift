import CivilTime
import Decisions
import LoanBook
import Messaging
import Testing

/// Steps that hang on another step's message.
@Suite struct LadderTests {
    static let yaml = """
        key: ladder
        steps:
        \(SampleStrategy.overdue("overdue.7"))
          - {id: again.7, purpose: overdue.notice, template: overdue.1, anchor: {undelivered: overdue.7, after_h: 2}, channel: sms}
          - {id: call.7, task: call_back, anchor: {undelivered: again.7, after_h: 24}}
        """

    /// Told at 10:00 of 28 November, seven days past due.
    private static let writtenAt = Sample.instant("2026-11-28T10:00:00+08:00")

    private func message(_ step: String, at: Instant = writtenAt, failedAt: Instant? = nil) -> UndeliveredMessage {
        UndeliveredMessage(
            subject: Claim.Subject.instalment.rawValue, subjectID: 7, subjectPart: 4, step: step, generation: 1,
            writtenAt: at, failedAt: failedAt)
    }

    private func borrower(_ undelivered: [UndeliveredMessage], payments: [Payment]? = nil) -> BorrowerSnapshot {
        var borrower = Sample.borrower(payments: payments)
        borrower.undelivered = undelivered
        return borrower
    }

    /// What is decided at a moment about what was told already.
    private func decisions(
        _ borrower: BorrowerSnapshot, at iso: String, _ yaml: String = yaml, told: [String] = ["overdue.7"]
    ) throws -> [Decision] {
        var borrower = borrower
        let (context, now) = (try SampleStrategy.context(yaml), Sample.instant(iso))
        borrower.paymentsAsOf = now - .hours(1)
        let date = try #require(Sample.zones.zone("Asia/Shanghai")).civil(at: now).date
        return decide(
            borrower, context: context, claimed: { claim in told.contains(claim.step) }, on: date, now: now)
    }

    private func ids(_ decisions: [Decision]) -> [String] { decisions.map { "\($0.planned.step.id) \($0.kind)" } }

    @Test func `a rung waits for its hours, and does not wait for what has failed`() throws {
        let waiting = borrower([message("overdue.7")])
        #expect(try ids(decisions(waiting, at: "2026-11-28T11:59:59+08:00")).isEmpty)
        let decided = try decisions(waiting, at: "2026-11-28T12:00:00+08:00")
        #expect(ids(decided) == ["again.7 send"])
        #expect(decided.first?.planned.dueAt == Sample.instant("2026-11-28T12:00:00+08:00"))
        #expect(decided.first?.planned.claim.subjectPart == 4 && decided.first?.planned.text.isEmpty == false)
        let failed = borrower([message("overdue.7", failedAt: Self.writtenAt + .seconds(30))])
        #expect(try ids(decisions(failed, at: "2026-11-28T10:00:29+08:00")).isEmpty)
        #expect(try ids(decisions(failed, at: "2026-11-28T10:00:30+08:00")) == ["again.7 send"])
    }

    @Test func `the next rung hangs on the message of the one below`() throws {
        let both = borrower([message("overdue.7"), message("again.7", at: Self.writtenAt + .hours(2))])
        let told = ["overdue.7", "again.7"]
        #expect(try ids(decisions(both, at: "2026-11-29T11:59:59+08:00", told: told)).isEmpty)
        let decided = try decisions(both, at: "2026-11-29T12:00:00+08:00", told: told)
        #expect(ids(decided) == ["call.7 task"])
        // It is told once.
        #expect(try decisions(both, at: "2026-11-29T13:00:00+08:00", told: told + ["call.7"]).isEmpty)
    }

    @Test func `no rung speaks of what was delivered, paid, is another generation's, or of long ago`() throws {
        let noon = "2026-11-28T12:00:00+08:00"
        #expect(try decisions(borrower([]), at: noon).isEmpty)
        let paid = Sample.borrower().loans[0].payments + [Sample.payment(9, "2026-11-28", 100_000)]
        #expect(try decisions(borrower([message("overdue.7")], payments: paid), at: noon).isEmpty)
        var other = message("overdue.7")
        other.generation = 2
        #expect(try decisions(borrower([other]), at: noon).isEmpty)
        #expect(
            try ids(decisions(borrower([message("overdue.7")]), at: "2026-11-30T12:00:00+08:00")) == ["again.7 send"])
        #expect(try decisions(borrower([message("overdue.7")]), at: "2026-12-01T12:00:00+08:00").isEmpty)
    }

    @Test func `a rung is true for as long as its own days say, and yields to a later step`() throws {
        // Written on the last day of the step below: 30 November is two days late.
        let late = message("overdue.7", at: Sample.instant("2026-11-30T20:00:00+08:00"))
        #expect(try ids(decisions(borrower([late]), at: "2026-12-02T10:00:00+08:00")) == ["again.7 send"])
        let next = Self.yaml + "\n" + SampleStrategy.overdue("overdue.10", days: 10)
        #expect(try ids(decisions(borrower([late]), at: "2026-12-01T10:00:00+08:00", next)) == ["overdue.10 send"])
    }

    @Test func `at submission a rung is superseded by a receipt or a payment, in words that say so`() throws {
        let context = try SampleStrategy.context(Self.yaml)
        let noon = "2026-11-28T12:00:00+08:00"
        let claim = try #require(try decisions(borrower([message("overdue.7")]), at: noon).first?.planned.claim)
        func recheck(_ borrower: BorrowerSnapshot) -> String {
            SampleStrategy.recheck(claim, borrower, on: "2026-11-28", context, hour: 13).words
        }
        #expect(recheck(borrower([message("overdue.7")])) == "send")
        #expect(
            recheck(borrower([])) == "superseded: the message of the step `overdue.7` was delivered, or is tried again")
        let paid = Sample.borrower().loans[0].payments + [Sample.payment(9, "2026-11-28", 100_000)]
        #expect(recheck(borrower([message("overdue.7")], payments: paid)) == "superseded: paid")
    }

    @Test func `a strategy says what it needs, and one without ladders needs nothing`() throws {
        let now = Sample.instant("2026-11-28T12:00:00+08:00")
        let context = try SampleStrategy.context(Self.yaml)
        #expect(context.needs(at: now).undeliveredSince == now - .days(4))
        #expect(context.needs(at: now, of: ["overdue.7"]) == .none)
        #expect(context.needs(at: now, of: ["again.7"]) == context.needs(at: now))
        #expect(context.needsOfBook(at: now) == .none)
        #expect(try Sample.context().needs(at: now) == .none)
        #expect(context.strategy.laddered == ["again.7", "overdue.7"] && context.strategy.rungHours == [2, 24])
    }

    @Test func `the step below says what comes if it is not delivered`() throws {
        let context = try SampleStrategy.context(Self.yaml)
        let decision = try #require(
            try SampleStrategy.decisions(Sample.borrower(), on: "2026-11-28", context).first)
        let lines = Explanation(zone: .utc).lines(for: decision)
        #expect(lines.last == "  if undelivered after 2 h: again.7: another message, template overdue.1")
    }

    @Test(arguments: [
        ("undelivered: overdue.7", "undelivered: overdu.7", 10, "there is no step `overdu.7`"),
        ("undelivered: overdue.7", "undelivered: again.7", 10, "the ladder of `again.7` comes back to itself"),
        ("undelivered: overdue.7", "undelivered: call.7", 10, "the ladder of `again.7` comes back to itself"),
        ("after_h: 2}", "after_h: 0}", 10, "`after_h` must be a whole number"),
        ("after_h: 24", "after_h: 73", 11, "`after_h` must be a whole number"),
        (", after_h: 24", "", 11, "`after_h` is missing"),
        ("channel: sms}", "channel: email}", 10, "nothing can be sent by `email` yet"),
        ("channel: sms}", "channel: voice}", 10, "nothing can be sent by `voice` yet"),
        (
            "purpose: overdue.notice, template: overdue.1", "purpose: reminder.upcoming, template: due.3", 10,
            "a step when the message of `overdue.7` is not delivered within 2 h cannot have the purpose"
        ),
    ])
    func `a fault of a ladder has its place`(from: String, to: String, line: Int, what: String) throws {
        let yaml = Self.yaml.replacing(from, with: to, maxReplacements: 1)
        #expect(yaml != Self.yaml)
        let faults = #expect(throws: Faults.self) { try SampleStrategy.parse(yaml) }
        let fault = faults?.list.first { $0.what.contains(what) }
        #expect(fault?.line == line && fault?.fix.isEmpty == false, "\(faults?.description ?? "")")
        #expect(fault.map { $0.column > 1 } == true)
    }

    @Test func `ladders may be three rungs high, written in any order`() throws {
        let rungs = (1...4).map {
            "  - {id: r\($0), purpose: overdue.notice, template: overdue.7, anchor: {undelivered: r\($0 - 1), after_h: 2}, channel: sms}"
        }
        func yaml(_ count: Int) -> String {
            "key: high\nsteps:\n" + rungs.prefix(count).reversed().joined(separator: "\n") + "\n"
                + SampleStrategy.overdue("r0")
        }
        let strategy = try SampleStrategy.parse(yaml(3))
        #expect(strategy.steps.map(\.id) == ["r3", "r2", "r1", "r0"])
        let faults = #expect(throws: Faults.self) { try SampleStrategy.parse(yaml(4)) }
        #expect(faults?.list.map(\.what) == ["the ladder has 4 rungs up to here, more than 3"])
        #expect(faults?.list.first?.line == 3 && faults?.list.first?.column == 82)
        let ring = """
            key: ring
            steps:
              - {id: a, task: one, anchor: {undelivered: b, after_h: 1}}
              - {id: b, task: two, anchor: {undelivered: a, after_h: 1}}
            """
        let ringed = #expect(throws: Faults.self) { try SampleStrategy.parse(ring) }
        #expect(
            ringed?.list.map(\.what) == [
                "the ladder of `a` comes back to itself", "the ladder of `b` comes back to itself",
            ])
    }

    @Test func `neither a task nor what an opt-out is answered with has a rung`() throws {
        let yaml = """
            key: k
            steps:
              - {id: call, task: call, anchor: {days_past_due: 7}}
              - {id: late, task: call, anchor: {undelivered: call, after_h: 2}}
              - {id: bye, purpose: opt_out.confirmation, template: opt_out.confirmation, anchor: opt_out, channel: sms}
              - {id: more, task: call, anchor: {undelivered: bye, after_h: 2}}
            """
        let faults = #expect(throws: Faults.self) { try SampleStrategy.parse(yaml) }
        #expect(
            faults?.list.map(\.what) == [
                "the step `call` is a task, and a task is not delivered",
                "the step `bye` answers an opt-out, after which nothing more is said",
            ])
        #expect(faults?.list.map(\.line) == [4, 6] && faults?.list.map(\.column) == [50, 50])
    }
}
