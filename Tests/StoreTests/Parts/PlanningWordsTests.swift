import CivilTime
import LoanBook
import Messaging
import StoreEngines
import Testing

@testable import Store

/// Words of planning stand for their month.
struct PlanningWordsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let november = Instant(milliseconds: 1_795_262_400_000)  // 2026-11-21T12:00:00Z
    private static let december = november + .days(10)

    private func claim(_ step: String) -> Claim {
        Claim(
            borrower: Borrower.ID(1), subject: .instalment, subjectID: 1, subjectPart: 4, step: step, generation: 1)
    }

    @Test(arguments: Engine.allCases)
    func `a word is said once in its month, and counted once for all`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        func note(_ reason: String, at now: Instant) async throws -> Bool {
            let claim = claim("overdue.7")
            return try await database.write {
                try PlanningWords.note([(claim, "suppress", reason)], at: now, in: $0).contains(claim)
            }
        }
        #expect(try await note("no consent", at: Self.november))
        #expect(try await !note("no consent", at: Self.november + .days(1)))
        #expect(try await note("no consent", at: Self.december), "it is said again in another month")
        #expect(try await !note("no consent", at: Self.december))
        #expect(try await note("dispute", at: Self.december))
        let summary = try await database.read { try OutboxSummary.read(in: $0) }
        #expect(summary.suppressedAtPlanning == ["dispute": 1], "the latest counts")
    }

    @Test(arguments: Engine.allCases)
    func `a step that goes out leaves no word, of whatever month`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let steps = (1...70).map { claim("step.\($0)") }
        for month in [Self.november, Self.december] {
            _ = try await database.write {
                try PlanningWords.note(steps.map { ($0, "suppress", "x") }, at: month, in: $0)
            }
        }
        try await database.write { try PlanningWords.forget(Array(steps.dropFirst()), in: $0) }
        let left = try await database.read { try $0.rows("SELECT step FROM decision ORDER BY month") { $0.text(0) } }
        #expect(left == ["step.1", "step.1"])
    }

    @Test func `months are counted in UTC`() throws {
        let last = try #require(Instant(iso: "2026-11-30T23:59:59Z"))
        #expect(PartedTables.month(of: last) == 682)
        #expect(PartedTables.month(of: last + .seconds(1)) == 683)
        #expect(PartedTables.month(of: Instant(milliseconds: 0)) == 0)
    }
}
