import Foundation
import PostgresServer
import Store
import StoreEngines

/// Stores as earlier versions of Dunlin left them: `Tests/Fixtures/versionN`, each with its master key and the evidence
/// that was published. Made once by that version's own program, never changed.
struct OldVersion: Sendable, CustomStringConvertible {
    var number: Int
    var engine: Engine

    var description: String { "version \(number) on \(engine)" }

    static let all = [1].flatMap { number in Engine.allCases.map { OldVersion(number: number, engine: $0) } }

    private var fixture: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/version\(number)").path
    }

    /// A copy in the test's folder, opened as it stands; beside it `master.key` and `evidence`.
    func open(in folder: TemporaryFolder) throws -> any SQLDatabase {
        let files = FileManager.default
        for (name, to) in [("dunlin.db", "book.sqlite"), ("keys/master.key", "master.key"), ("evidence", "evidence")] {
            try files.copyItem(atPath: fixture + "/" + name, toPath: folder.path(to))
        }
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path("master.key"))
        if engine == .postgres {
            let dump = try String(contentsOfFile: fixture + "/postgres.sql", encoding: .utf8)
            let url = try engine.address(in: folder)
            try PostgresServer.shared().execute(
                dump, database: String(url.split(separator: "/")[2].prefix { $0 != "?" }))
        }
        return try engine.open(in: folder)
    }
}
