import CivilTime
import Decisions
import Delivery
import Evidence
import LoanBook
import Messaging
import Planning
import Store
import StoreEngines
import Testing

/// Ladders in virtual time: what came back undelivered, what no receipt came for, and what came too late.
@Suite(.everyEngine) struct LadderTests {
    private static let yaml = """
        key: ladder
        steps:
          - {id: overdue.1, purpose: overdue.notice, template: overdue.1, anchor: {days_past_due: 1}, at: "10:00", channel: sms}
          - {id: again.1, purpose: overdue.notice, template: overdue.7, anchor: {undelivered: overdue.1, after_h: 2}, channel: sms}
          - {id: call.1, task: call_back, anchor: {undelivered: again.1, after_h: 3}}
        """

    private func desk(_ yaml: String = yaml, loans: Int64 = 1) async throws -> Desk {
        let contexts = try House.contexts.get().mapValues { context in
            var context = context
            context.strategy = try Strategy.parse(yaml: yaml, file: "s.yaml", templates: context.templates)
            return context
        }
        let desk = try await Desk(portfolios: contexts)
        try await desk.borrower(1)
        for number in 1..<loans { try await MergedMessageTests.addLoan(100 + number, to: desk) }
        try await desk.plan()
        return desk
    }

    private func planner(_ desk: Desk) throws -> Planner {
        Planner(
            database: desk.database, vault: desk.vault, random: desk.random,
            context: try #require(desk.context.portfolios[House.chenhe.rawValue]), portfolio: House.chenhe.rawValue)
    }

    @discardableResult private func climb(_ desk: Desk, since: Instant? = nil) async throws -> PlanCounts {
        try await planner(desk).climb(since: since, now: desk.clock.now)
    }

    /// One turn in which the carrier takes what is due and says `outcome` of it; nil for no receipt.
    private func send(
        _ desk: Desk, _ lane: DeliveryLane, _ outcome: CarrierReceipt.Outcome?
    ) async throws -> Submission? {
        let before = desk.carrier.handed.count
        _ = try await lane.turn([])
        guard desk.carrier.handed.count > before, let sent = desk.carrier.handed.last else { return nil }
        _ = try await lane.turn(sent.accepted)
        if let outcome { try await receive(desk, lane, sent, outcome) }
        return sent
    }

    private func receive(
        _ desk: Desk, _ lane: DeliveryLane, _ sent: Submission, _ outcome: CarrierReceipt.Outcome
    ) async throws {
        _ = try await lane.turn(
            sent.text.segments.indices.map { desk.carrier.receipt(sent.carrierID($0), outcome) })
    }

    private func steps(_ desk: Desk) async throws -> [String] {
        try await desk.messages().map { "\($0.step) \($0.state)" }
    }

    @Test func `an undelivered receipt calls the next rung at once, up to the task, each once`() async throws {
        let desk = try await desk()
        let lane = desk.lane()
        try #require(try await send(desk, lane, .undelivered) != nil)
        #expect(try await climb(desk).planned == 1)
        #expect(try await climb(desk).planned == 0)
        #expect(try await steps(desk) == ["overdue.1 undelivered", "again.1 planned"])
        try #require(try await send(desk, lane, .expired) != nil)
        #expect(try await steps(desk) == ["overdue.1 undelivered", "again.1 expired"])
        let counts = try await climb(desk)
        #expect((counts.planned, counts.tasks) == (0, 1))
        #expect(try await climb(desk).tasks == 0)
        #expect(try await desk.count("task WHERE kind = 'call_back' AND loan = 100") == 1)
        #expect(
            try await desk.database.read { try $0.rows("SELECT step FROM claim ORDER BY step") { $0.text(0) } }
                == ["again.1", "call.1", "overdue.1"])
        #expect(try await desk.leaves(1).filter { "\($0.record)".contains("again.1") }.count >= 2)
        #expect(try await desk.audit().isSound)
    }

    /// Two loans in one message, one of them paid since: each has rungs of its own.
    @Test(arguments: [Int64(100), 101, nil])
    func `a message about several loans calls the next rung for each that is still true`(paid: Int64?) async throws {
        let desk = try await desk(
            Self.yaml.replacing(
                "template: overdue.1,", with: "template: overdue.7, merged_template: overdue.notice.several,"),
            loans: 2)
        let lane = desk.lane()
        let sent = try #require(try await send(desk, lane, .undelivered))
        #expect(sent.words.contains("2笔"))
        if let paid { try await MergedMessageTests.pay(paid, on: desk) }
        #expect(try await climb(desk).planned == (paid == nil ? 2 : 1))
        #expect(try await climb(desk).planned == 0)
        let about = try await desk.database.read {
            try $0.rows("SELECT subject_id FROM message WHERE step = 'again.1' ORDER BY subject_id") { $0.integer(0) }
        }
        #expect(about == [100, 101].filter { $0 != paid })
        // Two messages a day: of two rungs the second waits.
        let rung = try await desk.submitOne(lane)
        #expect(rung.words.contains(paid == 100 ? "尾号6101" : "尾号1001"))
        #expect(try await MergedMessageTests.claims(desk).count == 3)
    }

    @Test func `without a receipt the next rung comes when its hours have passed`() async throws {
        let desk = try await desk()
        let lane = desk.lane()
        let written = desk.clock.now
        try #require(try await send(desk, lane, nil) != nil)
        desk.clock.advance(.seconds(7_199))
        #expect(try await climb(desk).planned == 0)
        let before = desk.clock.now
        desk.clock.advance(.seconds(1))
        // What a look has passed by is not looked at again; what has come since is.
        #expect(try await climb(desk, since: before).planned == 1)
        #expect(desk.clock.now - written == .hours(2))
        try #require(try await send(desk, lane, .delivered) != nil)
        #expect(try await steps(desk) == ["overdue.1 accepted", "again.1 delivered"])
        desk.clock.advance(.hours(4))
        #expect(try await climb(desk).tasks == 0)
    }

    @Test func `an answer that is lost counts as not delivered when the hours have passed, and no sooner`() async throws
    {
        let desk = try await desk()
        let lane = desk.lane()
        _ = try await lane.turn([])
        let sent = try #require(desk.carrier.handed.first)
        _ = try await lane.turn(sent.all { .unanswered($0, segment: $1) })
        #expect(try await steps(desk) == ["overdue.1 unknown"])
        #expect(try await climb(desk).planned == 0)
        desk.clock.advance(.hours(2))
        #expect(try await climb(desk).planned == 1)
    }

    @Test func `what is refused for good has failed, and calls the next rung at once`() async throws {
        let desk = try await desk()
        let lane = desk.lane()
        _ = try await lane.turn([])
        let sent = try #require(desk.carrier.handed.first)
        _ = try await lane.turn(sent.refused(.permanent))
        #expect(try await climb(desk).planned == 1)
        #expect(try await steps(desk) == ["overdue.1 failed", "again.1 planned"])
    }

    @Test func `what was delivered calls nobody`() async throws {
        let desk = try await desk()
        try #require(try await send(desk, desk.lane(), .delivered) != nil)
        for _ in 0..<3 {
            desk.clock.advance(.hours(1))
            let counts = try await climb(desk)
            #expect((counts.borrowers, counts.planned) == (0, 0))
        }
    }

    @Test func `a rung is superseded by a late receipt`() async throws {
        let desk = try await desk()
        let lane = desk.lane()
        let sent = try #require(try await send(desk, lane, nil))
        desk.clock.advance(.hours(2))
        #expect(try await climb(desk).planned == 1)
        try await receive(desk, lane, sent, .delivered)
        #expect(desk.carrier.handed.count == 1)
        #expect(
            try await desk.messages().map(\.reason).last
                == "the message of the step `overdue.1` was delivered, or is tried again")
        #expect(try await steps(desk) == ["overdue.1 delivered", "again.1 superseded"])
    }

    @Test func `a rung is superseded by a payment, and a paid loan has none`() async throws {
        let desk = try await desk()
        let lane = desk.lane()
        try #require(try await send(desk, lane, .undelivered) != nil)
        #expect(try await climb(desk).planned == 1)
        try await desk.pay(1, on: "2026-11-21")
        #expect(try await send(desk, lane, nil) == nil)
        #expect(try await desk.messages().map(\.reason).last == "paid")
        #expect(try await climb(desk).planned == 0)
        #expect(try await steps(desk) == ["overdue.1 undelivered", "again.1 superseded"])
    }

    @Test func `a restart between receipt and rung loses none and repeats none`() async throws {
        let desk = try await desk()
        try #require(try await send(desk, desk.lane(), .undelivered) != nil)
        desk.clock.advance(.hours(5))
        // A process that has just begun knows of no earlier look.
        #expect(try await climb(desk).planned == 1)
        let lane = desk.lane()
        try #require(try await send(desk, lane, .undelivered) != nil)
        desk.clock.advance(.hours(1))
        #expect(try await climb(desk).tasks == 1)
        for _ in 0..<2 { #expect(try await climb(desk) == PlanCounts.none(of: 1)) }
        #expect(try await desk.count("task") == 1)
        #expect(desk.carrier.handed.count == 2)
    }

    @Test func `two nodes that look at once enter a rung once`() async throws {
        let desk = try await desk()
        let lane = desk.lane()
        try #require(try await send(desk, lane, .undelivered) != nil)
        let planner = try planner(desk)
        let now = desk.clock.now
        for expected in [(1, 0), (0, 1)] {
            async let first = planner.climb(since: nil, now: now)
            async let second = planner.climb(since: nil, now: now)
            let sum = try await first + second
            #expect((sum.planned, sum.tasks) == expected)
            if expected.0 == 1 { try #require(try await send(desk, lane, .undelivered) != nil) }
        }
        #expect(try await desk.count("task") == 1)
        #expect(try await desk.count("message") == 2)
    }

    @Test func `a rung in doubt waits until the doubt has passed`() async throws {
        let desk = try await desk(
            Self.yaml.replacing(
                "anchor: {undelivered: again.1, after_h: 3}", with: "anchor: {undelivered: overdue.1, after_h: 60}"))
        try #require(try await send(desk, desk.lane(), nil) != nil)
        desk.clock.advance(.hours(60))
        let counts = try await climb(desk)
        #expect((counts.tasks, counts.suppressed) == (0, 1))
        try await desk.paymentsFeed(asOf: desk.clock.now)
        #expect(try await climb(desk).tasks == 1)
    }

    @Test func `a plan shows the rungs whose turn has come, and those that may come`() async throws {
        let desk = try await desk()
        let planner = try planner(desk)
        let date = Desk.date("2026-11-21")
        var before = PlanReport(date: date, now: desk.clock.now)
        try await planner.preview(on: date, now: desk.clock.now, into: &before)
        #expect(
            before.ifUndelivered.map { "\($0.key.step): \($0.key.reason): \($0.value)" }
                == ["again.1: when the message of `overdue.1` is not delivered within 2 h: 1"])
        try #require(try await send(desk, desk.lane(), .undelivered) != nil)
        var after = PlanReport(date: date, now: desk.clock.now)
        try await planner.preview(on: date, now: desk.clock.now, into: &after)
        #expect(after.sending.map(\.key.step) == ["again.1"])
        #expect(after.ifUndelivered.map(\.key.step) == ["call.1"])
        #expect(try await desk.count("message") == 1)
    }
}

extension PlanCounts {
    /// So many borrowers looked at, and nothing entered.
    fileprivate static func none(of borrowers: Int) -> PlanCounts {
        var counts = PlanCounts()
        counts.borrowers = borrowers
        return counts
    }
}
