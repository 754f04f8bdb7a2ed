/// Brings a database to the schema that this program knows.
///
/// Migrations are numbered from 1 and append-only; each is one transaction, which also writes its number to the setting
/// `schema_version`: one that is interrupted has changed nothing, and is run again. Of processes or nodes that start at
/// once one migrates, and the others find it done: the version is read again when the duty is theirs.
package enum Migrations {
    /// The schema version that this program reads and writes.
    package static var version: Int { released.count }

    /// Statements by version: the first entry makes version 1.
    static let released: [[SchemaChange]] = [
        Migration1.statements, Migration2.statements, Migration3.statements, Migration4.statements,
        Migration5.statements, Migration6.statements, Migration7.statements, Migration8.statements,
    ]

    /// Where the version stands. Made before the first migration.
    static let settingTable =
        "CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"

    /// Runs what is missing. Throws `newerSchema` for a database of a later program.
    package static func run(on database: any SQLDatabase) async throws {
        try await run(released, on: database)
    }

    static func run(_ migrations: [[SchemaChange]], on database: any SQLDatabase) async throws {
        var current = try await currentVersion(of: database)
        while current < migrations.count {
            current = try await database.write { session in
                try session.lock([.duty("migrations")], .exclusive)
                try session.run(settingTable)
                let version = try storedVersion(in: session)
                try refuseNewer(version, than: migrations.count)
                guard version < migrations.count else { return version }
                for statement in migrations[version].compactMap({ $0.text(for: session.engine) }) {
                    try session.run(statement)
                }
                try session.run(
                    "INSERT INTO setting (key, value) VALUES ('schema_version', ?) "
                        + "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    [.text(String(version + 1))])
                return version + 1
            }
        }
        try refuseNewer(current, than: migrations.count)
    }

    /// The version of a database as it stands; 0 when it is empty. Takes no write lock.
    package static func currentVersion(of database: any SQLDatabase) async throws -> Int {
        do {
            return try await database.read { try storedVersion(in: $0) }
        } catch let error as StoreError where error.code == .missingTable {
            return 0
        }
    }

    private static func storedVersion(in session: any SQLSession) throws -> Int {
        guard let text = try session.text("SELECT value FROM setting WHERE key = 'schema_version'") else { return 0 }
        guard let version = Int(text), version >= 0 else {
            throw StoreError(.unreadableRow, "schema_version is no number", at: "setting")
        }
        return version
    }

    private static func refuseNewer(_ version: Int, than known: Int) throws {
        guard version > known else { return }
        throw StoreError(
            .newerSchema, "the database has schema version \(version), this program knows \(known)", at: "database",
            fix: "Run the newer dunlin, or restore a backup made by this one")
    }
}
