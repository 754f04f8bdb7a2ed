import CivilTime
import Decisions
import Delivery
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// Promise P2 where several steps hang on one fact.
@Suite(.everyEngine) struct SharedAnchorTests {
    private static let yaml = """
        key: shared
        steps:
          - {id: large.1, purpose: overdue.notice, template: overdue.1, anchor: {days_past_due: 1}, at: "10:00", channel: sms, when: loan.principal > 1000.0}
          - {id: other.1, purpose: overdue.notice, template: overdue.7, anchor: {days_past_due: 1}, at: "10:00", channel: sms}
        """

    private func contexts() throws -> [Int64: DecisionContext] {
        try House.contexts.get().mapValues { context in
            var context = context
            context.strategy = try Strategy.parse(yaml: Self.yaml, file: "s.yaml", templates: context.templates)
            return context
        }
    }

    private func steps(_ desk: Desk) async throws -> [String] {
        try await desk.database.read {
            try $0.rows("SELECT step || ' ' || state || ' ' || reason FROM message ORDER BY id") { $0.text(0) }
        }
    }

    @Test func `a borrower who moves to another segment hears it once`() async throws {
        let desk = try await Desk(portfolios: contexts())
        try await desk.borrower(1)
        try await desk.plan()
        try await desk.database.write { try $0.run("UPDATE loan SET principal = 1") }
        try await desk.plan()
        #expect(try await steps(desk).map { $0.split(separator: " ")[0] } == ["large.1", "other.1"])
        let lane = desk.lane()
        _ = try await lane.turn([])
        let first = try await steps(desk)
        #expect(first[0] == "large.1 \(MessageState.superseded.rawValue) the step `other.1` speaks in its place")
        #expect(first[1].hasPrefix("other.1 \(MessageState.submitted.rawValue)"))
        // Back again: the first step is meant, and the other has told it.
        try await desk.database.write { try $0.run("UPDATE loan SET principal = 100000000") }
        #expect(try await desk.plan() == 0)
        let now = desk.clock.now
        try await desk.database.write { session in
            try session.run(
                "UPDATE message SET state = 1, due_ms = ? WHERE step = 'large.1'", [.instant(now)])
        }
        _ = try await lane.turn([])
        let second = try await steps(desk)
        #expect(second[0] == "large.1 \(MessageState.superseded.rawValue) told already")
        #expect(try await desk.database.read { try $0.integer("SELECT count(*) FROM attempt") } == 1)
    }
}
