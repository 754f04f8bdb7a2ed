import CivilTime
import Evidence
import Foundation
import LoanBook
import Messaging
import StoreEngines
import Testing

@testable import Store

/// An old month that was detached on PostgreSQL, as Documentation/databases.md says: what stays is whole.
@Suite struct DetachedPartTests {
    let folder: TemporaryFolder
    let now = Instant(milliseconds: SampleBook.march)
    private static let firstNew: Int64 = 1_000_001

    init() throws { folder = try TemporaryFolder() }

    /// What Dunlin writes in these tables stands in parts; the first of each is the old month.
    private static let tables = PartedTables.all.flatMap { $0.tables.map(\.name) }

    /// Three borrowers, each with an attempt, its receipt and a word of planning of the old month and of the new.
    private func book() async throws -> SampleBook {
        let book = try await SampleBook.make(.postgres, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...3)
        _ = try await Parts.prepare(book.database, clock: .fixed(now))
        let (vault, now) = (book.vault, now)
        let newMonth = try await newMonth(book)
        try await book.database.write { session in
            for id in Int64(1)...3 {
                for month in [newMonth - 1, newMonth] {
                    try session.run(
                        """
                        INSERT INTO decision (borrower, subject, subject_id, subject_part, step, generation, outcome,
                            reason, at_ms, month) VALUES (?, 1, ?, 1, 'overdue.7', 1, 'suppress', 'no consent', 1, ?)
                        """, [.integer(id), .integer(id * 100), .integer(month)])
                }
                for attempt in [id, Self.firstNew + id] {
                    try session.run(
                        """
                        INSERT INTO receipt (id, route, carrier_id, outcome, error, lookup, at_ms, borrower, attempt, segment)
                        VALUES (?, 'r', ?, 1, '', ?, 1, ?, ?, 0)
                        """,
                        [
                            .integer(attempt), .text("c\(attempt)"), .blob([]), .integer(id), .integer(attempt),
                        ])
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
                            LeafDraft(kind: .receipt, borrower: id, at: now, content: [("receipt", .integer(attempt))]),
                        ], in: session, vault: vault, random: vault.random)
                }
            }
            // A receipt of each month that matches nobody, of the first borrower's number.
            for id in [9, Self.firstNew + 9] {
                try session.run(
                    """
                    INSERT INTO receipt (id, route, carrier_id, outcome, error, lookup, at_ms)
                    VALUES (?, 'r', 'nobody', 1, '', ?, 1)
                    """, [.integer(id), .blob(vault.lookup("+16175551001").written)])
            }
            for table in Self.tables { try session.run("ALTER TABLE \(table) DETACH PARTITION \(table)_1") }
        }
        return book
    }

    /// The first month that is not the old part's.
    private func newMonth(_ book: SampleBook) async throws -> Int64 {
        let parts = try await book.database.read { try PartedTables.decisions.tables.first?.parts(in: $0) }
        return try #require(parts?.first.map { $0.from ?? $0.below })
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
        // The receipt that matches nobody has no leaf here; its month is looked at.
        #expect(report.attempts == 3 && report.receipts == 4 && report.opened == 18, "\(report.faults)")
        #expect(report.faults.map(\.place) == ["receipt 1000010"], "\(report.faults)")
        try await book.database.write { session in
            try session.run(
                """
                INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms)
                VALUES (1, 1000009, 9, 'r', 2, 1, 1, 1)
                """)
        }
        #expect(try await audit(book).faults.map(\.place).contains("attempt 1000009"))
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
        #expect(try ExportFile.verify(Array(Data(contentsOf: URL(filePath: file))), key: key).leaves == 7)
    }

    @Test func `who is erased is erased, and what was detached names nobody`() async throws {
        let book = try await book()
        let (vault, now) = (book.vault, now)
        let done = try await book.database.write { session in
            try Erasure.run(Borrower.ID(2), record: .goes, by: .operator, at: now, in: session, vault: vault)
        }
        #expect(done.isRecordGone)
        #expect(try await ErasedSweep.run(book.database) == 1, "the receipt of the new month")
        for table in ["attempt", "segment", "receipt", "decision", "borrower_key"] {
            #expect(try await count(table, of: 2, in: book) == 0, "\(table)")
            #expect(try await count(table, of: 1, in: book) != 0, "\(table)")
        }
        for table in ["attempt", "receipt", "decision"] {
            #expect(try await count("\(table)_1", of: 2, in: book) == 1, "\(table)")
        }
        let report = try await audit(book)
        #expect(report.faults.map(\.place) == ["receipt 1000010"], "\(report.faults)")
        #expect(report.erased == 6 && report.kinds[.erasure] == 1)
    }

    /// The hash of a number, by which a receipt waits for its message, is all that a detached part tells of a person.
    @Test func `of who is erased no number's hash stays but in what was detached`() async throws {
        let book = try await book()
        let (vault, now) = (book.vault, now)
        _ = try await book.database.write { session in
            try Erasure.run(Borrower.ID(1), record: .goes, by: .operator, at: now, in: session, vault: vault)
        }
        func hashes(_ table: String) async throws -> Int64? {
            try await book.database.read {
                try $0.integer("SELECT count(*) FROM \(table) WHERE lookup <> ?", [.blob([])])
            }
        }
        #expect(try await hashes("receipt") == 0)
        #expect(try await hashes("receipt_1") == 1)
        let strays = try await Strays.remove(before: now, from: book.database)
        #expect(strays.receipts == 1)
    }

    @Test func `planning goes on with its words, and parts are made as before`() async throws {
        let book = try await book()
        let month = try await newMonth(book)
        let first = try #require(CivilDate(year: Int(1970 + month / 12), month: Int(month % 12) + 1, day: 1))
        let now = Zone.utc.instant(first, .midnight)
        let claim = Claim(
            borrower: Borrower.ID(1), subject: .instalment, subjectID: 100, subjectPart: 1, step: "overdue.7",
            generation: 1)
        func note(_ reason: String) async throws -> Bool {
            try await book.database.write {
                try PlanningWords.note([(claim, "suppress", reason)], at: now, in: $0).contains(claim)
            }
        }
        #expect(try await !note("no consent"), "it stands in the new month")
        #expect(try await note("dispute"))
        let summary = try await book.database.read { try OutboxSummary.read(in: $0) }
        #expect(summary.suppressedAtPlanning == ["dispute": 1, "no consent": 2])
        try await book.database.write { try PlanningWords.forget([claim], in: $0) }
        #expect(try await count("decision", of: 1, in: book) == 0)
        #expect(try await count("decision_1", of: 1, in: book) == 1)
        // Numbers and months that the new parts are for: the next ones are made, and no name is given twice.
        try await book.database.write { session in
            for kind in ["attempt", "receipt"] { _ = try Numbers.take(kind, Self.firstNew + 9, in: session) }
        }
        let made = try await Parts.prepare(book.database, clock: .fixed(now))
        #expect(made == ["attempt_3", "segment_3", "receipt_3", "decision_3"], "\(made)")
    }

    @Test func `a month that is attached again is audited with the rest, also of who was erased meanwhile`()
        async throws
    {
        let book = try await book()
        let month = try await newMonth(book)
        let (vault, now) = (book.vault, now)
        _ = try await book.database.write { session in
            try Erasure.run(Borrower.ID(2), record: .goes, by: .operator, at: now, in: session, vault: vault)
        }
        try await book.database.write { session in
            for table in Self.tables {
                let below = table == "decision" ? month : Self.firstNew
                try session.run(
                    "ALTER TABLE \(table) ATTACH PARTITION \(table)_1 FOR VALUES FROM (MINVALUE) TO (\(below))")
            }
        }
        let report = try await audit(book)
        #expect(report.faults.map(\.place) == ["receipt 9", "receipt 1000010"], "\(report.faults)")
        #expect(report.attempts == 5 && report.receipts == 8)
        // The sweep reaches what came back.
        #expect(try await ErasedSweep.run(book.database) == 2)
        #expect(try await audit(book).receipts == 6)
    }
}
