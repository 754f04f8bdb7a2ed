import CivilTime
import Evidence
import Foundation
import LoanBook
import StoreEngines
import Testing

@testable import Store

/// A borrower who is erased: what goes, what stays, and that nothing brings the person back.
@Suite(.everyEngine) struct ErasureTests {
    let folder: TemporaryFolder
    let now = Instant(milliseconds: SampleBook.march)
    private var clock: LawClock { .fixed(now) }

    init() throws { folder = try TemporaryFolder() }

    private func book(_ name: String = "book") async throws -> SampleBook {
        let book = try await SampleBook.make(Engine.current, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...3)
        let vault = book.vault
        try await book.database.write { [now] session in
            for id in Int64(1)...3 {
                try session.run(
                    """
                    INSERT INTO message (borrower, id, portfolio, loan, subject, subject_id, subject_part, step, generation,
                        purpose, strategy, planned_on, planned_ms, state, due_ms, changed_ms)
                    VALUES (?, ?, 1, NULL, 1, 1, 1, 's', 1, 'overdue.notice', 'x', 1, 1, 1, 1, 1)
                    """, [.integer(id), .integer(id)])
                try session.run(
                    """
                    INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms)
                    VALUES (?, ?, ?, 'r', 2, 1, 1, 1)
                    """, [.integer(id), .integer(id), .integer(id)])
                try session.run(
                    "INSERT INTO segment (borrower, attempt, number, state, carrier_id) VALUES (?, ?, 0, 2, ?)",
                    [.integer(id), .integer(id), .text("c\(id)")])
                try session.run(
                    "INSERT INTO carrier_id (route, carrier_id, borrower, attempt, segment) VALUES ('r', ?, ?, ?, 0)",
                    [.text("c\(id)"), .integer(id), .integer(id)])
                try Consents.append(
                    [
                        (
                            Borrower.ID(id),
                            Consent(
                                contactPoint: ContactPoint.ID(id * 10), messageClass: .collection, given: false,
                                at: now,
                                act: .reply)
                        )
                    ], in: session)
                try EvidenceLog.append(
                    [
                        LeafDraft(kind: .attempt, borrower: id, at: now, content: [("attempt", .integer(id))]),
                        LeafDraft(kind: .outcome, borrower: id, at: now, content: [("attempt", .integer(id))]),
                    ], in: session, vault: vault, random: vault.random)
            }
        }
        return book
    }

    private func erase(
        _ id: Int64, of book: SampleBook, record: Erasure.Record = .goes
    ) async throws -> Erasure.Done {
        let (vault, now) = (book.vault, now)
        return try await book.database.write { session in
            try Erasure.run(
                Borrower.ID(id), record: record, by: .operator, at: now, in: session, vault: vault)
        }
    }

    private func count(_ table: String, of borrower: Int64, in book: SampleBook) async throws -> Int64 {
        try await book.database.read {
            try $0.integer("SELECT count(*) FROM \(table) WHERE borrower = ?", [.integer(borrower)]) ?? 0
        }
    }

    private func audit(_ book: SampleBook) async throws -> AuditReport {
        let signer = try await EvidenceKey.signer(
            origin: "dunlin.example/x", database: book.database, vault: book.vault, random: book.vault.random)
        let folder = folder.path("evidence")
        _ = try await EvidencePublisher(database: book.database, directory: folder, signer: signer).publish()
        return try await EvidenceAudit.run(
            database: book.database, directory: folder, key: signer.key, vault: book.vault)
    }

    @Test func `every table that names a borrower is on the list of what becomes of it`() throws {
        let listed = Set(ErasedTables.withProfile + ErasedTables.withRecord + Array(ErasedTables.others.keys))
        let named = try SchemaTable.all().filter { table in table.columns.contains { $0.name == "borrower" } }
            .map(\.name)
        #expect(named.count > 15)
        #expect(Set(named).symmetricDifference(listed).isEmpty, "\(Set(named).symmetricDifference(listed))")
    }

    @Test func `where nothing has to be kept both keys and every row go, and the log stays sound`() async throws {
        let book = try await book()
        let done = try await erase(2, of: book)
        #expect(done.isRecordGone && done.superseded == 1)
        for table in ErasedTables.withProfile + ErasedTables.withRecord + ["borrower_key", "carrier_id"] {
            #expect(try await count(table, of: 2, in: book) == 0, "\(table)")
            if ["message", "contact_point", "consent", "borrower_key"].contains(table) {
                #expect(try await count(table, of: 1, in: book) > 0)
            }
        }
        #expect(try await count("leaf", of: 2, in: book) == 2)
        let report = try await audit(book)
        #expect(report.isSound, "\(report.faults)")
        #expect(report.erased == 2 && report.kinds[.erasure] == 1)
        let again = await #expect(throws: StoreError.self) { try await erase(2, of: book) }
        #expect(again?.code == .missingKey)
    }

    @Test func `a record that is kept opens, is exported whole, takes a late answer, and goes when it may`()
        async throws
    {
        let book = try await book()
        let done = try await erase(2, of: book, record: .stays(until: now + .days(1), rules: ["cn/gbt.retention"]))
        #expect(!done.isRecordGone)
        let vault = book.vault
        // A late answer is told under the borrower's name still.
        try await book.database.write { [now] session in
            try EvidenceLog.append(
                [LeafDraft(kind: .outcome, borrower: 2, at: now, content: [("attempt", 2)])], in: session,
                vault: vault, random: vault.random)
        }
        #expect(try await audit(book).isSound)
        let leaves = try await book.database.read { try BorrowerLeaves.read(Borrower.ID(2), in: $0, vault: vault) }
        #expect(leaves.map(\.content.kind) == [.attempt, .outcome, .erasure, .outcome])
        #expect(leaves.allSatisfy { $0.content.borrower?.reference == "B2" })
        let signer = try #require(try await EvidenceKey.existing(database: book.database, vault: vault))
        let file = folder.path("export.json")
        let closing = try await EvidenceExport.close(
            borrower: 2, at: now, database: book.database, vault: vault, random: vault.random)
        let published = try await EvidencePublisher(
            database: book.database, directory: folder.path("evidence"), signer: signer
        ).publish()
        let written = try await EvidenceExport.write(
            closing, to: file, note: published.note, database: book.database, directory: folder.path("evidence"),
            key: signer.key, vault: vault)
        // The fifth closes the file.
        #expect(written.leaves == 5)
        #expect(try ExportFile.verify(Array(Data(contentsOf: URL(filePath: file))), key: signer.key).leaves == 5)

        let ended = try await book.database.write { [now] session in
            try Erasure.endRecord(of: 2, by: .retention, at: now + .days(2), in: session, vault: vault)
        }
        #expect(ended?.isRecordGone == true)
        #expect(try await count("borrower_key", of: 2, in: book) == 0)
        let report = try await audit(book)
        #expect(report.isSound && report.erased == 5, "\(report.faults)")
        // What comes in still is the store's own leaf.
        try await book.database.write { [now] session in
            try EvidenceLog.append(
                [LeafDraft(kind: .outcome, borrower: 2, at: now, content: [("attempt", 2)])], in: session,
                vault: vault, random: vault.random)
        }
        #expect(try await audit(book).isSound)
    }

    @Test func `the opt-out outlives the person, also in the next generation of the keys`() async throws {
        let book = try await book()
        _ = try await erase(2, of: book)
        let vault = book.vault
        let revoked = try await book.database.read {
            try Consents.revoked(lookup: vault.lookup("+16175551002"), in: $0)
        }
        #expect(revoked.map(\.messageClass) == [.collection])
        let none = try await book.database.read {
            try Consents.revoked(lookup: vault.lookup("+16175559999"), in: $0)
        }
        #expect(none.isEmpty)
    }

    @Test func `marks recognise reference, loan and person, in this portfolio and until the lender readmits`()
        async throws
    {
        let book = try await book()
        _ = try await erase(2, of: book)
        let vault = book.vault
        func isErased(_ mark: ErasedMark, _ portfolio: String = "north") async throws -> Bool {
            try await book.database.read { session in
                try !Tombstones.standing([vault.lookup(mark.text(portfolio: portfolio))], in: session).isEmpty
            }
        }
        #expect(try await isErased(.reference("B2")))
        #expect(try await isErased(.loan("L2")))
        #expect(try await isErased(.person(name: "  ROBIN   2 ", address: "+16175551002")))
        #expect(try await !isErased(.person(name: "Alex", address: "+16175551002")))
        #expect(try await !isErased(.reference("B1")))
        #expect(try await !isErased(.reference("B2"), "south"))
        let now = now
        let readmitted = try await book.database.write { session in
            try Readmission.run(
                "B2", portfolio: "north", reason: .newContract, at: now, in: session, vault: vault)
        }
        #expect(readmitted?.to == 2)
        #expect(try await !isErased(.reference("B2")))
    }

    @Test func `a restored database is brought up to the list, and the list up to the database`() async throws {
        let book = try await book()
        let list = ErasedList(path: folder.path("erased"))
        #expect(try await list.settle(book.database, vault: book.vault, clock: clock) == .init())
        #expect(!FileManager.default.fileExists(atPath: list.path))
        // What the database held before, as a backup would have it.
        let before = try await copy(book)
        for id in Int64(1)...2 {
            try await list.add(
                erase(id, of: book, record: id == 1 ? .goes : .stays(until: nil, rules: ["x"])), book.database,
                vault: book.vault, clock: clock)
        }
        #expect(try list.entries().count == 2)
        #expect(try await list.settle(book.database, vault: book.vault, clock: clock) == .init())
        let settled = try await list.settle(before.database, vault: before.vault, clock: clock)
        #expect(settled.erased == 2 && settled.learnt == 2 && settled.unreadable == 0)
        #expect(try await before.database.read { try $0.integer("SELECT count(*) FROM borrower") } == 1)
        #expect(try await count("borrower_key", of: 1, in: before) == 0)
        #expect(try await count("borrower_key", of: 2, in: before) == 1)
        #expect(try await list.settle(before.database, vault: before.vault, clock: clock) == .init())
        // A list that was lost, or whose last line was cut short, is made whole.
        let whole = try Data(contentsOf: URL(filePath: list.path))
        try whole.dropLast(10).write(to: URL(filePath: list.path))
        try Data("dunlin-erased 1 1 0 0".utf8).withPadding(to: ErasedList.headerLength).write(
            to: URL(filePath: folder.path("other")))
        #expect(try list.entries().count == 1)
        try FileManager.default.removeItem(atPath: list.path)
        _ = try await list.settle(book.database, vault: book.vault, clock: clock)
        #expect(try list.entries().count == 2)
    }

    /// The same rows in a database of its own, under the same keys.
    private func copy(_ book: SampleBook) async throws -> SampleBook {
        let target = try await Engine.current.migrated(in: folder, name: "restored")
        for table in try SchemaTable.all() {
            let columns = table.columns.map(\.name).joined(separator: ", ")
            let places = table.columns.map { _ in "?" }.joined(separator: ", ")
            let rows = try await book.database.read { session in
                try session.rows("SELECT \(columns) FROM \(table.name)") { row in
                    table.columns.enumerated().map { SchemaTable.value($0, $1.kind, of: row) }
                }
            }
            try await target.write { session in
                try session.run("DELETE FROM \(table.name)")
                try session.runMany("INSERT INTO \(table.name) (\(columns)) VALUES (\(places))", rows)
            }
        }
        let path = folder.path("master.key")
        let vault = try await Vault.open(
            target, masters: MasterSource { try MasterKeys.load(file: path, environment: [:]) }, random: .system)
        return SampleBook(database: target, vault: vault)
    }
}

extension Data {
    fileprivate func withPadding(to length: Int) -> Data {
        self + Data(repeating: 32, count: length - 1 - count) + [10]
    }
}
