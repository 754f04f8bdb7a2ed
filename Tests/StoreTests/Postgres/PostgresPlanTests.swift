import StoreEngines
import Testing

@testable import Store

/// The plans of hot queries on PostgreSQL, made as Dunlin's connections make them: once for all values. Made while the
/// tables are empty they must seek too, for they are kept while the tables grow.
struct PostgresPlanTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a hot query seeks, on empty tables and on full ones`() async throws {
        let database = try await Engine.postgres.migrated(in: folder)
        try await expectSeeks(database, "empty")
        try await database.write { session in
            for id in 1...3_000 as ClosedRange<Int64> {
                try session.post(
                    """
                    INSERT INTO borrower (id, portfolio, ref, kind, language, region, zone, profile, digest, batch)
                    VALUES (?, 1, ?, 0, 'en', 'US', 'UTC', x'00', x'00', 1)
                    """, [.integer(id), .text("B\(id)")])
            }
            try session.run(
                """
                INSERT INTO message (borrower, id, portfolio, subject, subject_id, subject_part, step, generation,
                    purpose, strategy, planned_on, planned_ms, state, due_ms, changed_ms, route)
                SELECT n % 3000 + 1, n, 1, 1, n, 1, 's', 1, 'p', 's', 1, 1, CASE WHEN n % 50 = 0 THEN 1 ELSE 6 END, n, 1,
                    CASE WHEN n % 100 = 0 THEN 'a' END
                FROM generate_series(1, 60000) AS n
                """)
            try session.run(
                """
                INSERT INTO instalment (borrower, loan, number, id, due_on, amount, batch)
                SELECT n % 3000 + 1, n % 3000 + 1, n / 3000, n, n, 1, 1 FROM generate_series(1, 60000) AS n
                """)
            try session.run("ANALYZE")
        }
        try await expectSeeks(database, "full")
        try database.close()
    }

    private func expectSeeks(_ database: any SQLDatabase, _ when: String) async throws {
        for query in QueryPlanTests.hot {
            for form in query.forms {
                let steps = try await database.write { session in try Self.plan(form, in: session) }
                let scans = steps.filter {
                    $0.contains("Seq Scan") && !$0.contains("Seq Scan on portfolio")
                        && !$0.contains("Seq Scan on route_standing")
                }
                #expect(scans.isEmpty, "\(query.name), \(when): \(steps)")
            }
        }
        let due = try await database.write { session in
            try Self.plan(
                """
                SELECT id FROM message WHERE state IN (1, 3) AND route IS NULL AND due_ms <= ? AND portfolio IN (?)
                ORDER BY due_ms LIMIT ? FOR UPDATE SKIP LOCKED
                """, in: session)
        }
        #expect(due.contains { $0.contains("Index Scan using message_due") }, "\(when): \(due)")
        #expect(!due.contains { $0.contains("Sort") }, "\(when): \(due)")
        let routed = try await database.write { session in
            try session.post("SET LOCAL enable_sort = off", [])
            return try Self.plan(Outbox.leaseByRouteSQL + " FOR UPDATE SKIP LOCKED", in: session)
        }
        #expect(routed.contains { $0.contains("Index Scan using message_routed") }, "\(when): \(routed)")
        #expect(!routed.contains { $0.contains("Sort") }, "\(when): \(routed)")
    }

    private static func plan(_ sql: String, in session: any SQLSession) throws -> [String] {
        var number = 0
        let text = sql.split(separator: "?", omittingEmptySubsequences: false)
            .reduce(into: "") { text, part in
                text += (number > 0 ? "$\(number)" : "") + part
                number += 1
            }
        try session.run("PREPARE hot AS \(text)")
        let values = Array(repeating: "'1'", count: number - 1).joined(separator: ", ")
        let steps = try session.rows("EXPLAIN EXECUTE hot\(number > 1 ? "(\(values))" : "")") { $0.text(0) }
        try session.run("DEALLOCATE hot")
        return steps
    }
}
