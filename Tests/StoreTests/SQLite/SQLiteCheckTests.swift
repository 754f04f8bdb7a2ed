import Foundation
import Testing

@testable import Store

/// A damaged page is found when the store is opened for work, wherever in the file it is.
struct SQLiteCheckTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let page_bytes = 4096
    private var path: String { folder.path("book.sqlite") }
    private var file: URL { URL(fileURLWithPath: path) }

    /// A store whose trees have several levels and overflow pages, and a free list; closed, so that all is in one file.
    ///
    /// Returns the first pages of tables without rowid that no index covers.
    @discardableResult private func closedStore() async throws -> Set<Int> {
        let database = try SQLiteDatabase(path: path)
        try await Migrations.run(on: database)
        try await database.write { session in
            try session.runMany(
                "INSERT INTO pack (hash, key, version, text) VALUES (?, 'k', '1', ?)",
                (0..<300).map { [.text("h\($0)"), .text(String(repeating: "x", count: $0 % 7 == 0 ? 9000 : 500))] })
            try session.runMany(
                """
                INSERT INTO contact (borrower, id, loan, kind, channel, class, contact_point, at_ms)
                VALUES (?, ?, NULL, 1, 1, 2, NULL, 1000)
                """, (1...3000).map { [.integer($0 / 3), .integer($0)] })
            try session.runMany(
                "INSERT INTO carrier_id (route, carrier_id, borrower, attempt, segment) VALUES ('r', ?, 1, 1, 1)",
                (1...500).map { [.text("c\($0)")] })
            try session.runMany(
                "INSERT INTO leaf (idx, borrower, number, kind, at_ms, bytes) VALUES (?, 1, ?, 'decision', 1, ?)",
                (0..<2000).map { [.integer($0), .integer($0), .blob([UInt8](repeating: 7, count: 300))] })
        }
        try await database.write { _ = try $0.run("DELETE FROM pack WHERE hash >= 'h7'") }
        let uncovered = try await database.read {
            try $0.rows(
                """
                SELECT t.rootpage FROM sqlite_schema t WHERE t.type = 'table' AND t.sql LIKE '%WITHOUT ROWID'
                AND NOT EXISTS (SELECT 1 FROM sqlite_schema i WHERE i.type = 'index' AND i.tbl_name = t.name)
                """, []
            ) { Int($0.integer(0)) }
        }
        try database.close()
        return Set(uncovered)
    }

    private func check(isThorough: Bool = false) async throws -> StoreError? {
        let database: SQLiteDatabase
        do { database = try SQLiteDatabase(path: path) } catch let error as StoreError { return error }
        defer { #expect(throws: Never.self) { try database.close() } }
        do { try await database.check(isThorough: isThorough) } catch let error as StoreError { return error }
        return nil
    }

    @Test func `a whole store is found whole, whatever SQLite says of tables without rowid`() async throws {
        try await closedStore()
        #expect(try await check() == nil)
        #expect(try await check(isThorough: true) == nil)
    }

    /// What SQLite 3.40 says wrongly of a key that is not the first columns is passed over only where no row shows it.
    @Test(arguments: [("contact", "kind"), ("carrier_id", "borrower"), ("pack", "version")])
    func `a value that is truly missing is found`(_ table: String, _ column: String) async throws {
        try await closedStore()
        let script = """
            import re, sqlite3, sys
            db, table, column = sys.argv[1:]
            c = sqlite3.connect(db)
            sql = c.execute('SELECT sql FROM sqlite_master WHERE name = ?', (table,)).fetchone()[0]
            loose = re.sub(r'\\b' + column + r' (INTEGER|TEXT) NOT NULL', column + r' \\1', sql)
            assert loose != sql
            c.execute('PRAGMA writable_schema = ON')
            c.execute('UPDATE sqlite_master SET sql = ? WHERE name = ?', (loose, table)); c.commit(); c.close()
            c = sqlite3.connect(db)
            c.execute(f'UPDATE {table} SET {column} = NULL'); c.commit()
            c.execute('PRAGMA writable_schema = ON')
            c.execute('UPDATE sqlite_master SET sql = ? WHERE name = ?', (sql, table)); c.commit(); c.close()
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, path, table, column]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let error = try await check()
        #expect(error?.code == .corrupted && error?.what.contains("NULL value in \(table)") == true, "\(error as Any)")
    }

    enum Damage: String, CaseIterable, Sendable { case zeros, chance, another, header }

    /// Every page but the first in turn, so that trees' roots, inner pages, leaves and the free list are all among them.
    @Test(arguments: Damage.allCases)
    func `a page overwritten is found at open`(_ damage: Damage) async throws {
        let uncovered = try await closedStore()
        let whole = try Data(contentsOf: file)
        let pages = whole.count / Self.page_bytes
        var random = SeededGenerator(state: 11)
        var missed: [String] = []
        var taken: Set<Int> = []
        for page in stride(from: 1, to: pages, by: 7) {
            var bytes = whole
            let start = page * Self.page_bytes
            let place = start..<start + Self.page_bytes
            // The first eight bytes say what a page is; a page of long values has none.
            let before = whole[place]
            switch damage {
            case .zeros: bytes.replaceSubrange(place, with: Data(count: Self.page_bytes))
            case .chance:
                bytes.replaceSubrange(place, with: Data((0..<Self.page_bytes).map { _ in random.byte() }))
            case .another:
                let other = (page + pages / 2) % (pages - 1) + 1
                bytes.replaceSubrange(
                    place, with: whole[other * Self.page_bytes..<(other + 1) * Self.page_bytes])
            case .header:
                guard [2, 5, 10, 13].contains(before[start]) else { continue }
                bytes[start + 3] ^= 0x04
            }
            guard bytes != whole else { continue }
            try bytes.write(to: file)
            if let error = try await check() {
                #expect(error.code == .corrupted && error.place == path, "page \(page + 1): \(error)")
            } else if damage == .another, [2, 10].contains(before[start]) {
                // A whole page of another index takes a look at what stands in it: a backup takes it.
                // With no other tree to compare it with, a page of rows in order is as good as another.
                if try await check(isThorough: true) == nil { taken.insert(page + 1) }
            } else {
                missed.append("\(page + 1) (\(before[start]))")
            }
            for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.removeItem(atPath: path + suffix)
            }
        }
        // What lies in a page of the free list, or in the last page of a long value, is the form of nothing.
        let trees = missed.filter { miss in [2, 5, 10, 13].contains { miss.hasSuffix("(\($0))") } }
        #expect(trees.isEmpty && taken.isSubset(of: uncovered), "\(damage): \(trees), \(taken)")
    }

    @Test func `a bit changed inside a value is not found, which the documentation says`() async throws {
        try await closedStore()
        var bytes = try Data(contentsOf: file)
        let value = try #require(bytes.range(of: Data(repeating: UInt8(ascii: "x"), count: 400)))
        bytes[value.lowerBound + 200] ^= 0x01
        try bytes.write(to: file)
        #expect(try await check() == nil)
    }

    private struct SeededGenerator {
        var state: UInt64

        mutating func byte() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }
}
