import Foundation
import PostgresServer
package import Store
import StorePostgres
import Synchronization
import Testing

/// The engines that suites run on (promise P8).
package enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    package var testDescription: String { rawValue }

    /// An empty database that goes by a test's folder; the same folder and name again is another connection to the same
    /// one.
    package func open(in folder: String, name: String = "book") throws -> any SQLDatabase {
        switch self {
        case .sqlite: try SQLiteDatabase(path: folder + "/" + name + ".sqlite")
        case .postgres: try PostgresDatabase(url: TestDatabases.url(folder, name))
        }
    }

    /// Where that database is, as the setting `database` names it.
    package func address(in folder: String, name: String = "book") throws -> String {
        switch self {
        case .sqlite: "sqlite:" + folder + "/" + name + ".sqlite"
        case .postgres: try TestDatabases.url(folder, name)
        }
    }

    /// A migrated database.
    package func migrated(in folder: String, name: String = "book") async throws -> any SQLDatabase {
        switch self {
        case .sqlite: try await MigratedFile.shared.copy(to: folder + "/" + name + ".sqlite")
        case .postgres: try await TestDatabases.copyMigrated(folder, name)
        }
        let database = try open(in: folder, name: name)
        try await Migrations.run(on: database)
        return database
    }

    /// Drops what the tests' server holds for a folder: for the end of a test.
    package static func forget(_ folder: String) throws { try TestDatabases.drop(folder) }
}

/// Databases on the tests' server, named after the folders of tests.
enum TestDatabases {
    private static let made = Mutex<[String: Set<String>]>([:])

    /// Of the folder's database of that name; empty when it is new.
    static func url(_ folder: String, _ name: String) throws -> String {
        let server = try PostgresServer.shared()
        let database = named(folder, name)
        try server.create(database)
        return server.url(database)
    }

    /// Makes that database as a copy of a migrated one, which is quicker than migrating.
    static func copyMigrated(_ folder: String, _ name: String) async throws {
        try await MigratedTemplate.shared.prepare()
        try PostgresServer.shared().create(named(folder, name), template: MigratedTemplate.name)
    }

    static func drop(_ folder: String) throws {
        for database in made.withLock({ $0.removeValue(forKey: folder) ?? [] }) {
            try PostgresServer.shared().dropSoon(database)
        }
    }

    private static func named(_ folder: String, _ name: String) -> String {
        let database = "\(folder.suffix(36))-\(name)".lowercased()
        made.withLock { _ = $0[folder, default: []].insert(database) }
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

/// A SQLite file that is migrated once for all tests, and kept in memory.
private actor MigratedFile {
    static let shared = MigratedFile()
    private var making: Task<Data, any Error>?

    /// Writes it to `path`, unless a file is there.
    func copy(to path: String) async throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        let making =
            self.making
            ?? Task {
                let folder = FileManager.default.temporaryDirectory.appending(path: "migrated-\(UUID().uuidString)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
                defer { try? FileManager.default.removeItem(at: folder) }
                let file = folder.appending(path: "book.sqlite")
                let database = try SQLiteDatabase(path: file.path)
                try await Migrations.run(on: database)
                // Which copies the log home: the file is whole by itself.
                try database.close()
                return try Data(contentsOf: file)
            }
        self.making = making
        let bytes = try await making.value
        guard FileManager.default.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
    }
}
