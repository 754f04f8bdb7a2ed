import Foundation
import Store
import StoreEngines

/// A store that one test after another has for its own, as migrations leave it, but with connections that are open and
/// statements that are prepared: making those anew is a third of what a schedule takes.
final class UsedStore: Sendable {
    let database: any SQLDatabase
    private let folder: TemporaryFolder
    private let tables: [String]
    /// What migrations leave in it: the schema's version.
    private let settings: [[SQLValue]]

    init() async throws {
        folder = try TemporaryFolder()
        database = try await Engine.current.migrated(in: folder.url.path)
        let tables = try SchemaTable.all().map(\.name)
        settings = try await database.read { session in
            for table in tables where table != "setting" {
                guard try session.integer("SELECT count(*) FROM \(table)") == 0 else {
                    throw Schedule.Violation(description: "\(table) is not empty at first")
                }
            }
            return try session.rows("SELECT key, value FROM setting") { [.text($0.text(0)), .text($0.text(1))] }
        }
        // Law packs that were once used stay in a store, and are its largest rows.
        self.tables = tables.filter { $0 != "pack" }
    }

    /// To be called before each use, of which there is one at a time.
    func empty() async throws {
        let (tables, settings) = (tables, settings)
        try await database.write { session in
            for table in tables { try session.post("DELETE FROM \(table)", []) }
            try session.runMany("INSERT INTO setting (key, value) VALUES (?, ?)", settings)
        }
    }
}
