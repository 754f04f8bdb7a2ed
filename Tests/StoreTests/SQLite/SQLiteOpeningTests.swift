import Foundation
import Testing

@testable import Store

struct SQLiteOpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.path("book.sqlite") }

    private func code(opening path: String) -> StoreError.Code? {
        let error = #expect(throws: StoreError.self) { try SQLiteDatabase(path: path) }
        #expect(error?.place == path)
        #expect(error?.fix.isEmpty == false)
        return error?.code
    }

    /// A migrated database, closed, so that everything stands in its one file.
    private func closedDatabase() async throws {
        let database = try SQLiteDatabase(path: path)
        try await Migrations.run(on: database)
        try await database.write { session in
            try session.runMany(
                "INSERT INTO pack (hash, key, version, text) VALUES (?, 'k', '1', ?)",
                (0..<200).map { [.text("h\($0)"), .text(String(repeating: "x", count: 500))] })
        }
        try database.close()
    }

    @Test func `a folder that is not there is named`() {
        #expect(code(opening: folder.path("absent/book.sqlite")) == .cannotOpen)
    }

    @Test func `a folder instead of a file is refused`() {
        #expect(code(opening: folder.url.path) == .cannotOpen)
    }

    @Test func `a file of something else is refused`() throws {
        try Data(String(repeating: "loan_id,amount\n", count: 300).utf8).write(to: URL(fileURLWithPath: path))
        #expect(code(opening: path) == .notADatabase)
    }

    @Test func `another program's database is refused and left as it was`() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", path, "CREATE TABLE theirs (id INTEGER)"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return }
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(code(opening: path) == .notADatabase)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test(arguments: [0.2, 0.5, 0.9])
    func `a file cut short is damaged`(_ part: Double) async throws {
        try await closedDatabase()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.prefix(Int(Double(bytes.count) * part)).write(to: URL(fileURLWithPath: path))
        #expect(code(opening: path) == .corrupted)
    }

    @Test(arguments: ["setting", "borrower", "instalment", "message", "claim", "leaf"])
    func `a table's first page overwritten is found at open`(_ table: String) async throws {
        try await closedDatabase()
        let database = try SQLiteDatabase(path: path)
        let root = try await database.read {
            try $0.integer("SELECT rootpage FROM sqlite_master WHERE name = ?", [.text(table)])
        }
        try database.close()
        let page = Int(try #require(root))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try #require(bytes.count >= page * 4096)
        bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: Data(repeating: 0x5A, count: 4096))
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(code(opening: path) == .corrupted)
    }

    @Test func `a file opened again holds what was written`() async throws {
        try await closedDatabase()
        let database = try SQLiteDatabase(path: path)
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM pack") } == 200)
    }

    @Test func `only its owner may read the file and its log`() async throws {
        let database = try SQLiteDatabase(path: path)
        try await Migrations.run(on: database)
        for suffix in ["", "-wal", "-shm"] {
            let mode = try FileManager.default.attributesOfItem(atPath: path + suffix)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(suffix)")
        }
        try database.close()
    }

    @Test func `every commit reaches the disk: write-ahead log, synchronous in full`() async throws {
        let database = try SQLiteDatabase(path: path)
        let settings = try await database.write {
            [
                try $0.text("PRAGMA journal_mode"), try $0.text("PRAGMA synchronous"),
                try $0.text("PRAGMA busy_timeout"), try $0.text("PRAGMA foreign_keys"),
            ]
        }
        #expect(settings == ["wal", "2", "5000", "0"])
    }
}
