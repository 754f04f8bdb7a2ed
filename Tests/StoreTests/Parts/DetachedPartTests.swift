import CivilTime
import Evidence
import Foundation
import LoanBook
import StoreEngines
import Testing

@testable import Store

/// An old month that was detached on PostgreSQL, as Documentation/databases.md says: what stays is whole.
@Suite struct DetachedPartTests {
    let folder: TemporaryFolder
    let now = Instant(milliseconds: SampleBook.march)
    private static let firstNew: Int64 = 1_000_001

    init() throws { folder = try TemporaryFolder() }

    /// Three borrowers, each with an attempt of the old month and one of the new.
    private func book() async throws -> SampleBook {
        let book = try await SampleBook.make(.postgres, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...3)
        _ = try await Parts.prepare(book.database, clock: .fixed(now))
        let (vault, now) = (book.vault, now)
        try await book.database.write { session in
            for id in Int64(1)...3 {
                for attempt in [id, Self.firstNew + id] {
                    try session.run(
                        """
                        INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms)
                        VALUES (?, ?, ?, 'r', 2, 1, 1, 1)
                        """, [.integer(id), .integer(attempt), .integer(attempt)])
                    try session.run(
                        "INSERT INTO segment (borrower, attempt, number, state, carrier_id) VALUES (?, ?, 0, 2, ?)",
                        [.integer(id), .integer(attempt), .text("c\(attempt)")])
                    try EvidenceLog.append(
                        [
                            LeafDraft(kind: .attempt, borrower: id, at: now, content: [("attempt", .integer(attempt))]),
                            LeafDraft(kind: .outcome, borrower: id, at: now, content: [("attempt", .integer(attempt))]),
                        ], in: session, vault: vault, random: vault.random)
                }
            }
            for table in ["attempt", "segment"] {
                try session.run("ALTER TABLE \(table) DETACH PARTITION \(table)_1")
            }
        }
        return book
    }

    private func signer(_ book: SampleBook) async throws -> NoteSigner {
        try await EvidenceKey.signer(
            origin: "dunlin.example/x", database: book.database, vault: book.vault, random: book.vault.random)
    }

    private func publish(_ book: SampleBook) async throws -> EvidencePublisher {
        EvidencePublisher(database: book.database, directory: folder.path("evidence"), signer: try await signer(book))
    }

    private func audit(_ book: SampleBook) async throws -> AuditReport {
        _ = try await publish(book).publish()
        return try await EvidenceAudit.run(
            database: book.database, directory: folder.path("evidence"), key: try await signer(book).key,
            vault: book.vault)
    }

    private func count(_ table: String, of borrower: Int64, in book: SampleBook) async throws -> Int64? {
        try await book.database.read {
            try $0.integer("SELECT count(*) FROM \(table) WHERE borrower = ?", [.integer(borrower)])
        }
    }

    @Test func `the audit finds nothing missing, and still finds what is`() async throws {
        let book = try await book()
        let report = try await audit(book)
        #expect(report.isSound && report.attempts == 3 && report.opened == 12, "\(report.faults)")
        try await book.database.write { session in
            try session.run(
                """
                INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms)
                VALUES (1, 1000009, 9, 'r', 2, 1, 1, 1)
                """)
        }
        #expect(try await !audit(book).isSound)
    }

    @Test func `an export holds what was said in the old month`() async throws {
        let book = try await book()
        let file = folder.path("export.json")
        let closing = try await EvidenceExport.close(
            borrower: 2, at: now, database: book.database, vault: book.vault, random: book.vault.random)
        let note = try await publish(book).publish().note
        let key = try await signer(book).key
        _ = try await EvidenceExport.write(
            closing, to: file, note: note, database: book.database, directory: folder.path("evidence"), key: key,
            vault: book.vault)
        #expect(try ExportFile.verify(Array(Data(contentsOf: URL(filePath: file))), key: key).leaves == 5)
    }

    @Test func `who is erased is erased, and what was detached names nobody`() async throws {
        let book = try await book()
        let (vault, now) = (book.vault, now)
        let done = try await book.database.write { session in
            try Erasure.run(Borrower.ID(2), record: .goes, by: .operator, at: now, in: session, vault: vault)
        }
        #expect(done.isRecordGone)
        for table in ["attempt", "segment", "borrower_key"] {
            #expect(try await count(table, of: 2, in: book) == 0, "\(table)")
            #expect(try await count(table, of: 1, in: book) != 0, "\(table)")
        }
        #expect(try await count("attempt_1", of: 2, in: book) == 1)
        let report = try await audit(book)
        #expect(report.isSound && report.erased == 4 && report.kinds[.erasure] == 1, "\(report.faults)")
    }

    @Test func `a month that is attached again is audited with the rest, also of who was erased meanwhile`()
        async throws
    {
        let book = try await book()
        let (vault, now) = (book.vault, now)
        _ = try await book.database.write { session in
            try Erasure.run(Borrower.ID(2), record: .goes, by: .operator, at: now, in: session, vault: vault)
        }
        try await book.database.write { session in
            for table in ["attempt", "segment"] {
                try session.run(
                    "ALTER TABLE \(table) ATTACH PARTITION \(table)_1 FOR VALUES FROM (MINVALUE) TO (\(Self.firstNew))")
            }
        }
        let report = try await audit(book)
        #expect(report.isSound && report.attempts == 5, "\(report.faults)")
    }
}
