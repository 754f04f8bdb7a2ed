import Foundation
import PostgresServer
import Store
import StorePostgres
import Testing

/// The engines that the conformance suites run on (promise P8).
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    var testDescription: String { rawValue }

    /// An empty database in `folder`; the same folder and name again is another connection to the same one.
    func open(in folder: TemporaryFolder, name: String = "book") throws -> any SQLDatabase {
        switch self {
        case .sqlite: try SQLiteDatabase(path: folder.path(name + ".sqlite"))
        case .postgres: try PostgresDatabase(url: try folder.postgres(name))
        }
    }

    /// A migrated database.
    func migrated(in folder: TemporaryFolder, name: String = "book") async throws -> any SQLDatabase {
        if self == .postgres { try await folder.copyMigrated(name) }
        let database = try open(in: folder, name: name)
        try await Migrations.run(on: database)
        return database
    }
}
