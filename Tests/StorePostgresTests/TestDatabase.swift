import Foundation
import PostgresServer
import Store
import StorePostgres
import Testing

/// A database of one test with a table of numbers, dropped with the test.
final class TestDatabase: Sendable {
    let server: PostgresServer
    let name = "faults-\(UUID().uuidString.lowercased())"

    init(on server: PostgresServer? = nil) throws {
        self.server = try server ?? PostgresServer.shared()
        try self.server.create(name)
        try self.server.execute(
            "CREATE TABLE setting (key text PRIMARY KEY, value text)", "CREATE TABLE thing (id bigint PRIMARY KEY)",
            "CREATE TABLE number (kind text PRIMARY KEY, next bigint NOT NULL)", database: name)
    }

    deinit {
        // A server of the test's own goes as a whole, and may be stopped by now.
        do { if try server === PostgresServer.shared() { server.dropSoon(name) } } catch {
            Issue.record(error, "the test's database stays behind")
        }
    }

    var url: String { server.url(name) }
    var tcpURL: String { server.tcpURL(name) }

    func open(_ change: (inout PostgresSettings) -> Void = { _ in }) throws -> PostgresDatabase {
        var settings = PostgresSettings()
        change(&settings)
        return try PostgresDatabase(url: url, settings: settings)
    }

    /// What stands in the table, seen from outside.
    func things() throws -> [Int64] {
        try server.execute("SELECT id FROM thing ORDER BY id", database: name).compactMap {
            $0[0].flatMap { Int64($0) }
        }
    }

    /// Ends every connection of Dunlin's to this database.
    func cut() throws {
        try server.execute(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = '\(name)' AND pid <> pg_backend_pid() AND application_name = 'dunlin'
            """)
    }
}

extension SQLSession {
    func insert(_ id: Int64) throws { try run("INSERT INTO thing (id) VALUES (?)", [.integer(id)]) }
}

/// Calls `body` and returns the code of the store's error that it throws.
func code(_ body: () async throws -> Void) async -> StoreError.Code? {
    await #expect(throws: StoreError.self) { try await body() }?.code
}
