import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

@testable import Intake

/// What a book says beside borrowers, loans, schedules and payments, from its files to snapshots.
@Suite(.everyEngine) struct LendingImportTests {
    private static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }

    @Test func `every file becomes facts of a snapshot`() async throws {
        let bench = try await ImportBench()
        let report = try await LendingBook().run(bench)
        #expect(report.files.count == LendingBook.files.count)
        #expect(report.files.values.allSatisfy { $0.new == $0.rows && $0.rows > 0 })
        let ana = try #require(try await bench.snapshot("B1"))
        let loan = try #require(ana.loans.first)
        #expect(
            loan.promises.map { [$0.reference, "\($0.madeOn)", "\($0.dueOn)", "\($0.amountMinor)", $0.status.word] }
                == [["R1", "2026-06-20", "2026-06-30", "5000", "open"]])
        let arrangement = try #require(loan.arrangements.first)
        #expect(arrangement.reference == "A1" && arrangement.status == .agreed)
        #expect(arrangement.statusOn == (try Self.day("2026-06-20")))
        #expect(arrangement.instalments.map(\.amountMinor) == [4_000, 6_000])
        #expect(loan.failedPayments.map(\.reference) == ["F1"])
        #expect(loan.failedPayments.first?.failedOn == (try Self.day("2026-06-17")))
        var terms = StatedTerms()
        (terms.method, terms.dayCount, terms.principalGrace) = (.equalInstalments, .actual360, 1)
        #expect(loan.terms == terms)
        #expect(loan.scheduleChangedOn == nil && loan.rateChangedOn == nil && ana.applications.isEmpty)
        // Asked for a loan, and has none.
        let ben = try #require(try await bench.snapshot("B2"))
        #expect(ben.loans.isEmpty)
        let application = try #require(ben.applications.first)
        #expect(application.reference == "Q1" && application.status == .documentsNeeded)
        #expect(
            application.product == "loan" && application.amountMinor == 90_000 && application.currency.code == "USD")
        #expect(application.documents == "proof of income")
        let stored = try await bench.database.read { try $0.first("SELECT documents FROM application") { $0.blob(0) } }
        #expect(!String(decoding: stored ?? [], as: UTF8.self).contains("income"), "what is asked for is sealed")
        #expect(
            try await bench.rows("SELECT principal, interest, fee FROM instalment ORDER BY number", columns: 3)
                == [["9000", "1000", "null"], ["9100", "900", "null"]])
    }

    @Test func `planning sees them at first look, also those who only asked for a loan`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.borrowers += "B3,Cleo,+12125550125,,Y\n"
        book.loans += "L3,B3,10.00,2026-01-20,0,,,\n"
        book.applications += "Q3,B3,5.00,approved,2026-06-21,\n"
        try await book.run(bench)
        let looks = try await bench.database.read { session in
            try Snapshots.pages(of: 1...Int64.max, atMost: 4, portfolio: 1, in: session).flatMap {
                try Snapshots.looks($0, portfolio: 1, in: session)
            }
        }
        #expect(looks.map(\.borrower.number) == [1, 2, 3])
        #expect(looks.map { $0.loans.map(\.loan.reference) } == [["L1"], [], ["L3"]])
        #expect(looks.map { $0.applications.map(\.reference) } == [[], ["Q1"], ["Q3"]])
        #expect(looks[0].loans.first?.promises.count == 1 && looks[0].loans.first?.arrangements.count == 1)
        #expect(looks[1].applications.first?.documents == "", "nothing sealed is opened")
        let (vault, now) = (bench.vault, ImportBench.now)
        let snapshots = try await bench.database.read {
            try Snapshots.load(looks: looks, in: $0, vault: vault, contactsSince: now, now: now)
        }
        #expect(snapshots.map { $0.applications.map(\.documents) } == [[], ["proof of income"], [""]])
        #expect(snapshots.map { $0.loans.map { $0.terms != nil } } == [[true], [], [false]])
        // Nobody of another portfolio.
        let others = try await bench.database.read { session in
            try Snapshots.pages(of: 1...Int64.max, atMost: 4, portfolio: 1, in: session).flatMap {
                try Snapshots.looks($0, portfolio: 2, in: session)
            }
        }
        #expect(others.isEmpty)
    }

    @Test func `the same book again changes nothing, and files may be missing`() async throws {
        let bench = try await ImportBench()
        try await LendingBook().run(bench)
        let report = try await LendingBook().run(bench, day: 1)
        #expect(report.files.values.allSatisfy { $0.unchanged == $0.rows })
        #expect(try await bench.count("revision") == 0)
        for (table, rows) in [
            ("application", 1), ("promise", 1), ("arrangement", 1), ("arrangement_instalment", 2),
            ("failed_payment", 1), ("loan_terms", 1),
        ] {
            #expect(try await bench.count(table) == Int64(rows), "\(table)")
        }
        for name in ["failures", "promises", "arrangements", "applications"] { try bench.folder.remove("\(name).csv") }
        let without = try await bench.run(mapping: LendingBook.mapping, day: 2)
        #expect(without.files.count == 4)
        #expect(try await bench.count("promise") == 1, "a file that is missing is no deletion")
    }

    @Test func `a changed row is a revision, an older export changes nothing`() async throws {
        let bench = try await ImportBench()
        try await LendingBook().run(bench, day: 1)
        var book = LendingBook()
        book.loans = "L1,B1,1000.00,2026-01-20,0.12,flat,,\n"
        book.instalments = "L1,1,2026-06-20,100.00,95.00,5.00\nL1,2,2026-07-20,100.00,,\n"
        book.failures = "F1,L1,2026-06-18,100.00\n"
        book.promises = "R1,L1,2026-06-20,2026-06-30,50.00,kept\n"
        book.arrangements = "A1,L1,broken,2026-07-20,1,2026-07-01,40.00\nA1,L1,broken,2026-07-20,2,2026-08-02,60.00\n"
        book.applications = "Q1,B2,900.00,approved,2026-06-22,\n"
        let stale = try await book.run(bench, day: 0)
        #expect(stale.files[.promises]?.stale == 1 && stale.files[.applications]?.stale == 1)
        #expect(stale.files[.paymentFailures]?.stale == 1 && stale.files[.arrangements]?.stale == 2)
        #expect(stale.files[.loans]?.stale == 1 && stale.files[.instalments]?.stale == 1)
        #expect(try await bench.count("revision") == 0)
        let report = try await book.run(bench, day: 2)
        #expect(report.files[.promises]?.revised == 1 && report.files[.applications]?.revised == 1)
        #expect(report.files[.paymentFailures]?.revised == 1 && report.files[.arrangements]?.revised == 2)
        #expect(report.files[.instalments]?.revised == 1 && report.files[.instalments]?.unchanged == 1)
        #expect(
            try await bench.rows("SELECT kind FROM revision ORDER BY id", columns: 1).flatMap { $0 } == [
                "loan", "instalment", "failed_payment", "promise", "arrangement", "arrangement_instalment",
                "application",
            ])
        let loan = try #require(try await bench.snapshot("B1")?.loans.first)
        #expect(loan.promises.first?.status == .kept && loan.arrangements.first?.status == .broken)
        #expect(loan.arrangements.first?.instalments.last?.dueOn == (try Self.day("2026-08-02")))
        var terms = StatedTerms()
        (terms.method, terms.dayCount, terms.principalGrace) = (.flat, .actual360, 1)
        #expect(loan.terms == terms, "an empty cell says nothing")
        #expect(loan.scheduleChangedOn == nil, "parts of an instalment are no other schedule")
        let application = try #require(try await bench.snapshot("B2")?.applications.first)
        #expect(application.status == .approved && application.documents == "")
        let vault = bench.vault
        let old = try await bench.database.read { session in
            let key = try #require(try Keys.existing(borrower: 2, .record, in: session, vault: vault))
            let box = try session.first("SELECT before FROM revision WHERE kind = 'application'") { $0.blob(0) }
            return String(decoding: try key.open(#require(box), context: RevisionFacts.context), as: UTF8.self)
        }
        #expect(old.contains("\"documents\": \"proof of income\""))
    }

    @Test func `rows that cannot be taken name line, field and reason, and are mended by their corrected file`()
        async throws
    {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.promises +=
            "R2,L9,2026-06-20,2026-06-30,5.00,\nR1,L1,2026-06-20,2026-06-30,5.00,\nR3,L1,2026-06-20,,5.00,\n"
        book.arrangements += "A1,L1,broken,2026-06-20,3,2026-09-01,9.00\nA1,L1,agreed,2026-06-20,2,2026-09-01,9.00\n"
        book.applications += "Q2,B9,5.00,approved,2026-06-20,\nQ1,B2,5.00,approved,2026-06-20,\n"
        book.failures += "F2,L1,2026-06-17,none\n"
        let report = try await book.run(bench)
        func reasons(_ file: BookFile) -> [Int: String] {
            Dictionary(
                uniqueKeysWithValues: (report.files[file]?.rejected ?? []).map {
                    ($0.line, "\($0.field): \($0.reason.rawValue)")
                })
        }
        #expect(reasons(.promises) == [3: "loan: unknown loan", 4: "id: repeated key", 5: "due: empty"])
        let rest = "id: another row of the reference was rejected"
        #expect(
            reasons(.arrangements) == [
                2: rest, 3: rest, 4: "status: not as in the first row of the reference", 5: "number: repeated key",
            ])
        #expect(reasons(.applications) == [3: "borrower: unknown borrower", 4: "id: repeated key"])
        #expect(reasons(.paymentFailures) == [3: "amount: no positive amount of money"])
        #expect(report.json().contains("\"payment_failures\": {\"rows\": 2"))
        let rejected = try bench.folder.text("rejected.csv")
        #expect(rejected.contains("promises,5,due,empty,R3,L1,2026-06-20,,5.00,"))
        try bench.folder.write(
            "rejected.csv", rejected.replacing("R3,L1,2026-06-20,,5.00", with: "R3,L1,2026-06-20,2026-07-05,5.00"))
        let mended = try await bench.run(
            source: bench.folder.path("rejected.csv"), mapping: LendingBook.mapping, day: 1)
        #expect(mended.files[.promises]?.new == 1 && mended.files[.promises]?.rejectedCount == 1)
        #expect(try await bench.snapshot("B1")?.loans.first?.promises.map(\.reference) == ["R1", "R3"])
    }

    @Test func `a fact does not move to another loan or borrower`() async throws {
        let bench = try await ImportBench()
        try await LendingBook().run(bench)
        var book = LendingBook()
        book.loans += "L2,B2,10.00,2026-01-20,0,,,\n"
        book.promises = "R1,L2,2026-06-20,2026-06-30,50.00,\n"
        book.failures = "F1,L2,2026-06-17,100.00\n"
        book.arrangements = "A1,L2,agreed,2026-06-20,1,2026-07-01,40.00\n"
        book.applications = "Q1,B1,900.00,approved,2026-06-20,\n"
        let report = try await book.run(bench, day: 1)
        for file: BookFile in [.promises, .paymentFailures, .arrangements, .applications] {
            #expect(report.files[file]?.rejected.map(\.reason) == [.otherOwner], "\(file)")
        }
    }

    @Test func `an import that ends in any file has changed nothing`() async throws {
        struct Enough: Error {}
        let bench = try await ImportBench()
        for file in LendingBook.files {
            await #expect(throws: Enough.self) {
                try await LendingBook().run(bench) { if $0.file == file { throw Enough() } }
            }
            for table in ["borrower", "promise", "arrangement", "failed_payment", "application", "loan_terms"] {
                #expect(try await bench.count(table) == 0, "\(table) after \(file)")
            }
        }
        #expect(try await LendingBook().run(bench).rejected == 0)
    }

    @Test func `rows of a borrower who was erased are left out, and what was there goes`() async throws {
        let bench = try await ImportBench()
        try await LendingBook().run(bench)
        let vault = bench.vault
        try await bench.database.write { session in
            for borrower in [1, 2] as [Int64] {
                _ = try Erasure.run(
                    Borrower.ID(borrower), record: .goes, by: .operator, at: ImportBench.now, in: session, vault: vault)
            }
        }
        for table in [
            "promise", "arrangement", "arrangement_instalment", "failed_payment", "application", "loan_terms",
        ] {
            #expect(try await bench.count(table) == 0, "\(table)")
        }
        let report = try await LendingBook().run(bench, day: 1)
        for file: BookFile in [.promises, .paymentFailures, .arrangements, .applications] {
            #expect(report.files[file]?.erased == report.files[file]?.rows, "\(file)")
        }
    }

    @Test func `nor are those of their rows that cannot be read kept to be corrected`() async throws {
        let bench = try await ImportBench()
        try await LendingBook().run(bench)
        let vault = bench.vault
        try await bench.database.write { session in
            for borrower in [1, 2] as [Int64] {
                _ = try Erasure.run(
                    Borrower.ID(borrower), record: .goes, by: .operator, at: ImportBench.now, in: session, vault: vault)
            }
        }
        var book = LendingBook()
        book.loans = "L1,B1,much,2026-01-20,0.12,,,\nL9,B2,much,2026-01-20,0.12,,,\n"
        book.instalments = "L1,1,soon,100.00,,\nL9,1,2026-06-20,100.00,,\n"
        book.payments = "P1,L1,soon,100.00,\n"
        book.failures = "F1,L1,soon,100.00\n"
        book.promises = "R1,L1,2026-06-20,Ana Adams,50.00,\n"
        book.arrangements = "A1,L1,Ana Adams,2026-06-20,1,2026-07-01,40.00\n"
        book.applications = "Q1,B2,900.00,documents_needed,soon,Ben Brown's passport\n"
        let report = try await book.run(bench, day: 1)
        for (file, told) in report.files {
            #expect(told.erased == told.rows && told.rows > 0 && told.rejectedCount == 0, "\(file)")
        }
        // Somebody else has the loan's id since: that row is kept, and the loan is held by it.
        book.borrowers += "B3,Cleo Clark,+12125550125,,Y\n"
        book.loans += "L1,B3,10.00,2026-01-20,0,,,\n"
        let other = try await book.run(bench, day: 2)
        #expect(other.files[.payments]?.rejectedCount == 1 && other.files[.promises]?.rejectedCount == 1)
        #expect(try await bench.count("payment_fault") == 1)
    }
}
