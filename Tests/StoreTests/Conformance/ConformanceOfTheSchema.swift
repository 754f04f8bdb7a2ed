import StoreEngines
import Testing

@testable import Store

/// What treats every table alike works from `SchemaTable.all`: it has to be the schema that the engines really have.
struct ConformanceOfTheSchema {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: Engine.allCases)
    func `the list of tables is the schema that the migrations make`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let real = try await database.read { session in
            try session.engine == .sqlite ? Self.sqlite(session) : Self.postgres(session)
        }
        var listed: [String: [String: SchemaTable.Kind]] = [:]
        for table in try SchemaTable.all() {
            listed[table.name] = Dictionary(uniqueKeysWithValues: table.columns.map { ($0.name, $0.kind) })
            #expect(!table.key.isEmpty && table.key.allSatisfy { listed[table.name]?[$0] != nil })
        }
        #expect(listed == real)
        #expect(listed.count > 25)
    }

    /// Every table's key is unique on the engine too, or paging by it would skip rows.
    @Test(arguments: Engine.allCases)
    func `no two rows of a table share its key`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        for table in try SchemaTable.all() {
            let values = table.columns.map { column -> SQLValue in
                switch column.kind {
                case .integer: .integer(7)
                case .text: .text("x")
                case .blob: .blob([7])
                }
            }
            let places = values.map { _ in "?" }.joined(separator: ", ")
            let insert =
                "INSERT INTO \(table.name) (\(table.columns.map(\.name).joined(separator: ", "))) VALUES (\(places))"
            try await database.write { try $0.run(insert, values) }
            // Another row of the same key, as far as other unique indexes allow to tell it apart.
            let error = await #expect(throws: StoreError.self, "\(table.name)") {
                try await database.write { try $0.run(insert, values) }
            }
            #expect(error?.code == .constraint)
        }
    }

    private static func sqlite(_ session: any SQLSession) throws -> [String: [String: SchemaTable.Kind]] {
        var tables: [String: [String: SchemaTable.Kind]] = [:]
        try session.query("SELECT name FROM sqlite_master WHERE type = 'table'", []) { row in
            let name = row.text(0)
            try session.query("PRAGMA table_info(\(name))", []) {
                tables[name, default: [:]][$0.text(1)] = SchemaTable.Kind(rawValue: $0.text(2))
            }
        }
        return tables
    }

    private static func postgres(_ session: any SQLSession) throws -> [String: [String: SchemaTable.Kind]] {
        var tables: [String: [String: SchemaTable.Kind]] = [:]
        let kinds: [String: SchemaTable.Kind] = ["bigint": .integer, "text": .text, "bytea": .blob]
        // Parts of a partitioned table are the engine's own business.
        try session.query(
            """
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = current_schema()::regnamespace
            """, []
        ) { tables[$0.text(0), default: [:]][$0.text(1)] = kinds[$0.text(2)] }
        return tables
    }
}
