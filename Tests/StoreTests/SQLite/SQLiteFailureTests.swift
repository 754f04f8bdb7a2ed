import Foundation
import StoreEngines
import Testing

@testable import Store

struct SQLiteFailureTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.path("book.sqlite") }

    private static let insert = "INSERT INTO pack (hash, key, version, text) VALUES (?, 'k', '1', ?)"

    @Test func `a writer that waits too long for another process's says so, and works afterwards`() async throws {
        let first = try SQLiteDatabase(path: path)
        try await Migrations.run(on: first)
        let second = try SQLiteDatabase(path: path, busyTimeout_ms: 20)
        let (holding, heldSignal) = AsyncStream.makeStream(of: Void.self)
        let refused = DispatchSemaphore(value: 0)
        async let held: Void = first.write { _ in
            heldSignal.yield()
            refused.wait()
        }
        for await _ in holding.prefix(1) {}
        let error = await #expect(throws: StoreError.self) { try await second.write { try $0.run("DELETE FROM pack") } }
        refused.signal()
        try await held
        #expect(error?.code == .locked)
        #expect(try await second.write { try $0.run("DELETE FROM pack") } == 0)
    }

    @Test func `a full disk undoes the transaction and loses nothing`() async throws {
        let database = try SQLiteDatabase(path: path)
        try await Migrations.run(on: database)
        try await database.write { session in
            try session.run(Self.insert, [.text("kept"), .text("x")])
            let pages = try session.integer("PRAGMA page_count") ?? 0
            _ = try session.integer("PRAGMA max_page_count = \(pages + 10)")
        }
        let error = await #expect(throws: StoreError.self) {
            try await database.write { session in
                try session.runMany(
                    Self.insert, (0..<1000).map { [.text("h\($0)"), .text(String(repeating: "x", count: 2000))] })
            }
        }
        #expect(error?.code == .full)
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM pack") } == 1)
        try await database.write { _ = try $0.run(Self.insert, [.text("after"), .text("x")]) }
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM pack") } == 2)
    }

    @Test func `a closed database says that it is closed`() async throws {
        let database = try SQLiteDatabase(path: path)
        try database.close()
        let writing = await #expect(throws: StoreError.self) { try await database.write { _ in } }
        #expect(writing?.code == .closed)
        let reading = await #expect(throws: StoreError.self) { try await database.read { _ in } }
        #expect(reading?.code == .closed)
    }

    @Test func `a table that is not there is told apart`() async throws {
        let database = try SQLiteDatabase(path: path)
        let error = await #expect(throws: StoreError.self) {
            try await database.read { try $0.integer("SELECT count(*) FROM borrower") }
        }
        #expect(error?.code == .missingTable)
    }

    @Test(
        arguments: [
            (5, .locked), (261, .locked), (6, .locked), (8, .readOnly), (1032, .readOnly), (10, .disk), (778, .disk),
            (11, .corrupted), (267, .corrupted), (13, .full), (14, .cannotOpen), (26, .notADatabase), (1, .statement),
            (2067, .constraint),
        ] as [(Int32, StoreError.Code)])
    func `a result code of SQLite has its word`(_ code: Int32, _ expected: StoreError.Code) {
        let error = StoreError.sqlite(code: code, message: "message", path: "/data/book.sqlite")
        #expect(error.code == expected)
        #expect(error.place == "/data/book.sqlite")
        #expect(error.description.hasSuffix("[\(expected.rawValue)]"))
    }

    @Test func `personal data never reaches the file in the clear`() async throws {
        let book = try await SampleBook.make(.sqlite, in: folder)
        try await book.portfolio(1, "meadow")
        try await book.borrower(1, phone: "+16175559876")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
            let bytes = try Data(contentsOf: folder.url.appending(path: name))
            for word in ["Robin 1", "+16175559876", "6175559876"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(name)")
            }
        }
    }
}
