import Store
import StoreEngines
import Testing

/// The promises that the schema itself holds.
struct ConformanceOfInvariants {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let claim = """
        INSERT INTO claim (borrower, subject, subject_id, subject_part, step, generation, message, at_ms)
        VALUES (1, 1, 10, 4, 'overdue-1', 1, ?, 0)
        """
    private static let message = """
        INSERT INTO message (borrower, id, portfolio, subject, subject_id, subject_part, step, generation, purpose,
            strategy, planned_on, planned_ms, state, due_ms, changed_ms)
        VALUES (1, ?, 1, 1, 10, 4, 'overdue-1', 1, 'overdue.notice', 's', 0, 0, ?, 0, 0)
        """

    /// Promise P2.
    @Test(arguments: Engine.allCases)
    func `an occurrence and step is claimed once`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let taken = try await database.write { session in
            [
                try session.run(Self.claim + " ON CONFLICT DO NOTHING", [.integer(1 as Int64)]),
                try session.run(Self.claim + " ON CONFLICT DO NOTHING", [.integer(2 as Int64)]),
            ]
        }
        #expect(taken == [1, 0])
        let error = await #expect(throws: StoreError.self) {
            try await database.write { _ = try $0.run(Self.claim, [.integer(3 as Int64)]) }
        }
        #expect(error?.code == .constraint)
        #expect(error?.table == "claim")
    }

    @Test(arguments: Engine.allCases)
    func `an occurrence and step has one open plan, and another when that one ended`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let planned: [SQLValue] = [.integer(1 as Int64), .integer(1 as Int64)]
        try await database.write { _ = try $0.run(Self.message, planned) }
        let error = await #expect(throws: StoreError.self) {
            try await database.write { _ = try $0.run(Self.message, [.integer(2 as Int64), .integer(3 as Int64)]) }
        }
        #expect(error?.table == "message")
        try await database.write { session in
            try session.run("UPDATE message SET state = 12 WHERE id = 1")
            try session.run(Self.message, [.integer(2 as Int64), .integer(1 as Int64)])
        }
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM message") } == 2)
    }
}
