import CivilTime
import Foundation
import LoanBook
import StoreEngines
import Testing

@testable import Store

/// What was destroyed stands in no file of the database: not in its pages, nor in the write-ahead log.
struct ForgottenBytesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func files(_ name: String) throws -> [Data] {
        try ["", "-wal", "-shm"].compactMap { tail in
            let path = folder.path(name + tail)
            return FileManager.default.fileExists(atPath: path) ? try Data(contentsOf: URL(filePath: path)) : nil
        }
    }

    @Test(arguments: [1, 2, 3])
    func `wrapped keys, sealed values and hashes of the erased are in none of the files`(_ seed: UInt64) async throws {
        let book = try await SampleBook.make(.sqlite, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...400)
        // Keys that come in between others move rows about in the pages.
        let (database, vault) = (book.database, book.vault)
        try await database.write { session in
            for id in (Int64(1)...400).sorted(by: { $0 &* 7919 % 400 < $1 &* 7919 % 400 }) {
                _ = try Keys.key(borrower: id, .record, in: session, vault: vault)
            }
        }
        var random = SeededNumbers(seed: seed)
        let erased = (0..<40).map { _ in Int64(random.next() % 400 + 1) }
        let secrets = try await database.read { session in
            var secrets: [[UInt8]] = []
            for id in Set(erased) {
                for sql in [
                    "SELECT wrapped FROM borrower_key WHERE borrower = ?",
                    "SELECT address FROM contact_point WHERE borrower = ?",
                    "SELECT lookup FROM contact_point WHERE borrower = ?", "SELECT profile FROM borrower WHERE id = ?",
                ] { secrets += try session.rows(sql, [.integer(id)]) { $0.blob(0) } }
            }
            return secrets
        }
        #expect(secrets.count == Set(erased).count * 5)
        let here = try files("book.sqlite")
        #expect(secrets.allSatisfy { secret in here.contains { $0.range(of: Data(secret)) != nil } })
        for id in Set(erased).sorted() {
            try await database.write { session in
                _ = try Erasure.run(
                    Borrower.ID(id), record: .goes, by: .operator, at: .distantPast, in: session, vault: vault)
            }
        }
        #expect(try await database.forgetDeleted())
        let left = try files("book.sqlite")
        for secret in secrets {
            for file in left { #expect(file.range(of: Data(secret)) == nil) }
        }
    }

    @Test func `a file of an earlier version is written anew once`() async throws {
        let path = folder.path("book.sqlite")
        let database = try SQLiteDatabase(path: path)
        try await Migrations.run([Migration1.statements, Migration2.statements], on: database)
        let secret = [UInt8](repeating: 0xA7, count: 40)
        try await database.write { session in
            try session.run("PRAGMA secure_delete")
            try session.run(
                """
                INSERT INTO borrower (id, portfolio, ref, kind, language, region, zone, profile, digest, batch)
                VALUES (1, 1, 'B1', 0, 'en', 'US', '', ?, ?, 1)
                """, [.blob(secret), .blob([1])])
        }
        try await Migrations.run(on: database)
        let mark = "SELECT count(*) FROM setting WHERE key = 'unscrubbed'"
        #expect(try await database.read { try $0.integer(mark) } == 1)
        #expect(try await database.forgetDeleted())
        #expect(try await database.read { try $0.integer(mark) } == 0)
        // A new store never needs it.
        let fresh = try SQLiteDatabase(path: folder.path("fresh.sqlite"))
        try await Migrations.run(on: fresh)
        #expect(try await fresh.read { try $0.integer(mark) } == 0)
    }
}
