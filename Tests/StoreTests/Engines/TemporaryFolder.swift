import Foundation
import PostgresServer
import Store
import StorePostgres
import Synchronization
import Testing

/// A folder of one test, gone with the test; so are the server's databases that go by its name.
final class TemporaryFolder: Sendable {
    let url: URL
    private let databases = Mutex<Set<String>>([])

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "dunlin-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url)
            for database in databases.withLock({ $0 }) { try PostgresServer.shared().drop(database) }
        } catch {
            Issue.record("the test's folder stays behind: \(error)")
        }
    }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// The URL of the folder's database of that name, on the tests' server; empty when it is new.
    func postgres(_ name: String) throws -> String {
        let server = try PostgresServer.shared()
        try server.create(database(name))
        return server.url(database(name))
    }

    /// Makes that database as a copy of a migrated one, which is quicker than migrating.
    func copyMigrated(_ name: String) async throws {
        try await MigratedTemplate.shared.prepare()
        try PostgresServer.shared().create(database(name), template: MigratedTemplate.name)
    }

    private func database(_ name: String) -> String {
        let database = "\(url.lastPathComponent.suffix(36))-\(name)".lowercased()
        databases.withLock { _ = $0.insert(database) }
        return database
    }
}

/// A database that is migrated once for all tests.
private actor MigratedTemplate {
    static let shared = MigratedTemplate()
    static let name = "migrated"
    private var making: Task<Void, any Error>?

    func prepare() async throws {
        let making =
            self.making
            ?? Task {
                let server = try PostgresServer.shared()
                try server.create(Self.name)
                let database = try PostgresDatabase(url: server.url(Self.name))
                try await Migrations.run(on: database)
                try database.close()
            }
        self.making = making
        try await making.value
    }
}
