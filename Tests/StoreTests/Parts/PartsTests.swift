import CivilTime
import Dispatch
import StoreEngines
import Testing

@testable import Store

/// Parts on a real server.
struct PartsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The database is asked.
    private static let clock = LawClock(name: LawClock.systemName) { .distantPast }

    private func attempts(_ ids: ClosedRange<Int64>, in session: any SQLSession) throws {
        for id in ids {
            try session.post(
                """
                INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms)
                VALUES (1, ?, ?, 'r', 1, 1, 7, 7)
                """, [.integer(id), .integer(id)])
            try session.post(
                "INSERT INTO segment (borrower, attempt, number, state) VALUES (1, ?, 0, 1)", [.integer(id)])
        }
    }

    private func setNext(_ kind: String, _ next: Int64, in session: any SQLSession) throws {
        try session.run(
            "INSERT INTO number (kind, next) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET next = excluded.next",
            [.text(kind), .integer(next)])
    }

    /// How many rows stand in each part.
    private func places(_ table: String, _ database: any SQLDatabase) async throws -> [String: Int64] {
        try await database.read { session in
            Dictionary(
                uniqueKeysWithValues: try session.rows(
                    "SELECT CAST(CAST(tableoid AS regclass) AS TEXT), count(*) FROM \(table) GROUP BY tableoid"
                ) { ($0.text(0), $0.integer(1)) })
        }
    }

    private func bounds(_ table: PartedTables, _ database: any SQLDatabase) async throws -> [[PartPlan.Part]] {
        try await database.read { session in
            try table.tables.map { table in
                try table.parts(in: session).map {
                    PartPlan.Part(number: $0.number, from: $0.from, below: $0.below, inUseSince: nil)
                }
            }
        }
    }

    @Test func `parts are made ahead, once, and rows come to stand in theirs`() async throws {
        let database = try await Engine.postgres.migrated(in: folder)
        let made = try await Parts.prepare(database, clock: Self.clock)
        #expect(Set(made) == ["attempt_2", "segment_2", "receipt_2", "decision_2"])
        #expect(try await Parts.prepare(database, clock: Self.clock).isEmpty)
        // The next part comes into use, and one behind it is made.
        try await database.write { session in
            try attempts(999_999...1_000_003, in: session)
            try setNext("attempt", 1_000_004, in: session)
        }
        #expect(try await Set(Parts.prepare(database, clock: Self.clock)) == ["attempt_3", "segment_3"])
        for table in ["attempt", "segment"] {
            #expect(try await places(table, database) == ["\(table)_1": 2, "\(table)_2": 3])
        }
        let bounds = try await bounds(.attempts, database)
        #expect(bounds[0] == bounds[1] && bounds[0].map(\.below) == [1_000_001, 2_000_001, 6_000_001])
        #expect(try await Parts.prepare(database, clock: Self.clock).isEmpty)
    }

    @Test func `where nobody makes parts rows are kept, found, and become a part later`() async throws {
        let database = try await Engine.postgres.migrated(in: folder)
        let month = try await database.read { PartedTables.month(of: try Self.clock.now(in: $0)) }
        try await database.write { session in
            try attempts(1_000_000...1_000_004, in: session)
            try setNext("attempt", 1_000_005, in: session)
            for ahead in 1...3 as ClosedRange<Int64> {
                try session.run(
                    """
                    INSERT INTO decision (borrower, subject, subject_id, subject_part, step, generation, outcome, reason,
                        at_ms, month) VALUES (1, 1, 1, 1, 's', 1, 'suppress', 'x', 7, ?)
                    """, [.integer(month + ahead)])
            }
        }
        #expect(try await places("attempt", database) == ["attempt_1": 1, "attempt_rest": 4])
        let made = try await Parts.prepare(database, clock: Self.clock)
        #expect(made.contains("attempt_2") && made.contains("decision_2"))
        #expect(try await places("attempt", database) == ["attempt_1": 1, "attempt_2": 4])
        #expect(try await places("segment", database) == ["segment_1": 1, "segment_2": 4])
        #expect(try await places("decision", database) == ["decision_2": 3])
        #expect(try await Parts.prepare(database, clock: Self.clock).isEmpty)
        // A row is still one of its key, whichever part it stands in.
        let error = await #expect(throws: StoreError.self) {
            try await database.write { try attempts(1_000_002...1_000_002, in: $0) }
        }
        #expect(error?.code == .constraint)
        // And again.
        try await database.write { session in
            try attempts(9_000_000...9_000_001, in: session)
            try setNext("attempt", 9_000_002, in: session)
        }
        #expect(try await places("attempt", database)["attempt_rest"] == 2)
        _ = try await Parts.prepare(database, clock: Self.clock)
        #expect(try await places("attempt", database)["attempt_rest"] == nil)
        #expect(try await places("attempt", database).values.reduce(0, +) == 7)
    }

    @Test func `nodes that make parts at once make them once`() async throws {
        let database = try await Engine.postgres.migrated(in: folder)
        let made = try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { @concurrent in
                    let node = try Engine.postgres.open(in: folder)
                    defer { try? node.close() }
                    return try await Parts.prepare(node, clock: Self.clock)
                }
            }
            return try await group.reduce(into: [String]()) { $0 += $1 }
        }
        #expect(made.sorted() == ["attempt_2", "decision_2", "receipt_2", "segment_2"])
        #expect(try await Parts.prepare(database, clock: Self.clock).isEmpty)
    }

    @Test func `a long reading transaction is not waited for, and nobody waits for it`() async throws {
        let database = try await Engine.postgres.migrated(in: folder)
        let (reading, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let read: Void = database.read { session in
            _ = try session.integer("SELECT count(*) FROM attempt")
            reading.signal()
            done.wait()
        }
        await waited(for: reading)
        let error = await #expect(throws: StoreError.self) {
            _ = try await Parts.prepare(database, clock: Self.clock)
        }
        #expect(error?.code == .locked)
        // Delivery goes on.
        try await database.write { try attempts(1...2, in: $0) }
        done.signal()
        try await read
        #expect(try await Parts.prepare(database, clock: Self.clock).contains("attempt_2"))
        #expect(try await places("attempt", database) == ["attempt_1": 2])
    }

    private func waited(for signal: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                signal.wait()
                continuation.resume()
            }
        }
    }

    @Test func `an old part is taken away, and everything goes on without it`() async throws {
        let book = try await SampleBook.make(.postgres, in: folder)
        try await book.portfolio(1, "meadow")
        try await book.borrowers(1...1)
        let database = book.database
        _ = try await Parts.prepare(database, clock: Self.clock)
        try await database.write { session in
            try attempts(1...3, in: session)
            try attempts(1_000_001...1_000_002, in: session)
            try setNext("attempt", 1_000_003, in: session)
        }
        _ = try await Parts.prepare(database, clock: Self.clock)
        try await database.write { session in
            for table in ["attempt", "segment"] {
                try session.run("ALTER TABLE \(table) DETACH PARTITION \(table)_1")
            }
        }
        #expect(try await places("attempt", database) == ["attempt_2": 2])
        #expect(try await places("attempt_1", database) == ["attempt_1": 3])
        // The next parts are made as before, also where an old row comes back.
        try await database.write { session in
            try attempts(5...5, in: session)
            try attempts(2_500_000...2_500_000, in: session)
            try setNext("attempt", 2_500_001, in: session)
        }
        #expect(try await Parts.prepare(database, clock: Self.clock).contains("attempt_4"))
        #expect(try await Parts.prepare(database, clock: Self.clock).isEmpty)
        let summary = try await database.read { try OutboxSummary.read(in: $0) }
        #expect(summary.attempts == 4)
        #expect(try await places("attempt", database)["attempt_rest"] == 1)
    }

    @Test func `SQLite keeps a table in one`() async throws {
        let database = try await Engine.sqlite.migrated(in: folder)
        #expect(try await Parts.prepare(database, clock: Self.clock).isEmpty)
    }
}
