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

/// The borrower's own hour, from replies as they came in to the moment of submission.
@Suite(.everyEngine) struct PreferredHourTests {
    private static let yaml = """
        key: hours
        steps:
          - {id: overdue.1, purpose: overdue.notice, template: overdue.1, anchor: {days_past_due: 1}, at: {preferred: "10:00", from: "09:00", until: "19:00"}, channel: sms}
        """

    private func desk() async throws -> Desk {
        let contexts = try House.contexts.get().mapValues { context in
            var context = context
            context.strategy = try Strategy.parse(yaml: Self.yaml, file: "s.yaml", templates: context.templates)
            return context
        }
        let desk = try await Desk(portfolios: contexts)
        try await desk.borrower(1)
        try await desk.borrower(2)
        return desk
    }

    /// Three replies of the first borrower's, each a day apart, on the afternoons before.
    private func answer(_ desk: Desk) async throws {
        let morning = desk.clock.now
        let lane = desk.lane()
        desk.clock.advance(.hours(-68))
        for _ in 0..<3 {
            _ = try await lane.turn([desk.carrier.reply("ok", from: House.chenhe.phone(1))])
            desk.clock.advance(.hours(24))
        }
        desk.clock.advance(morning - desk.clock.now)
    }

    private func plan(_ desk: Desk) async throws -> [String] {
        let planner = Planner(
            database: desk.database, vault: desk.vault, random: desk.random,
            context: try #require(desk.context.portfolios[House.chenhe.rawValue]), portfolio: House.chenhe.rawValue)
        try await planner.run(on: Desk.date("2026-11-21"), now: desk.clock.now)
        return try await desk.messages().map { "\($0.borrower) \($0.due)" }
    }

    @Test func `who answers in the afternoon hears in the afternoon, and evidence says why`() async throws {
        let desk = try await desk()
        try await answer(desk)
        // 14:30 in Shanghai was the hour of the answers; the other borrower never wrote.
        #expect(
            try await plan(desk) == [
                "1 \(Desk.instant("2026-11-21T14:00:00+08:00"))", "2 \(Desk.instant("2026-11-21T10:30:00+08:00"))",
            ])
        let lane = desk.lane()
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.planned, .submitted])
        desk.clock.advance(.hours(4))
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.submitted, .submitted])
        let leaves = try await desk.leaves(1).map { "\($0.record)" }
        #expect(leaves.count { $0.contains("14:00 answers") } == 2)
        #expect(try await desk.leaves(2).count { "\($0.record)".contains("10:00 strategy") } == 2)
        #expect(try await desk.audit().isSound)
    }

    @Test func `what was answered since planning moves the message`() async throws {
        let desk = try await desk()
        #expect(try await plan(desk).count == 2)
        try await answer(desk)
        let lane = desk.lane()
        _ = try await lane.turn([])
        let first = try #require(try await desk.messages(1).first)
        #expect(first.state == .held && first.reason == "before the step's hour, 14:00")
        #expect(first.due == Desk.instant("2026-11-21T14:00:00+08:00"))
    }
}
