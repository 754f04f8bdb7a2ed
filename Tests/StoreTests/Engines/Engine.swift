import Foundation
import Store
import Testing

/// The engines that the conformance suites run on. A second one is a second case.
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String { rawValue }

    /// An empty database in `folder`; the same folder and name again is another connection to the same one.
    func open(in folder: TemporaryFolder, name: String = "book") throws -> any SQLDatabase {
        switch self {
        case .sqlite: try SQLiteDatabase(path: folder.path(name + ".sqlite"))
        }
    }

    /// A migrated database.
    func migrated(in folder: TemporaryFolder, name: String = "book") async throws -> any SQLDatabase {
        let database = try open(in: folder, name: name)
        try await Migrations.run(on: database)
        return database
    }
}
