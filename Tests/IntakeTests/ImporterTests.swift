import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

@testable import Intake

@Suite(.everyEngine) struct ImporterTests {
    @Test func `a book becomes facts`() async throws {
        let bench = try await ImportBench()
        let report = try await bench.run()
        #expect(report.files.values.allSatisfy { $0.new == $0.rows && $0.rejected.isEmpty && $0.warned.isEmpty })
        #expect(report.rows == 5)
        #expect(try await bench.rows("SELECT ref, language, region FROM borrower", columns: 3) == [["B1", "en", "US"]])
        #expect(
            try await bench.rows("SELECT ref, principal, currency FROM loan", columns: 3) == [["L1", "100000", "USD"]])
        #expect(
            try await bench.rows("SELECT number, amount FROM instalment", columns: 2) == [
                ["1", "10000"], ["2", "10000"],
            ])
        #expect(try await bench.rows("SELECT ref, amount FROM payment", columns: 2) == [["P1", "10000"]])
        #expect(
            try await bench.rows("SELECT channel, standing FROM contact_point", columns: 2) == [
                ["1", "0"], ["2", "0"],
            ])
        #expect(try await bench.rows("SELECT kind FROM feed ORDER BY kind", columns: 1).count == 4)
        #expect(
            try await bench.rows("SELECT rows, accepted, rejected FROM batch", columns: 3) == [["5", "5", "0"]])
    }

    @Test func `what tells of a person is sealed, and opens with the borrower's key`() async throws {
        let bench = try await ImportBench()
        try await bench.run()
        let vault = bench.vault
        let (name, phone) = try await bench.database.read { session in
            let key = try #require(try Keys.existing(borrower: 1, .profile, in: session, vault: vault))
            let profile = try #require(try BorrowerFacts.entry(1, in: session)).profile
            let address = try #require(try ContactPointFacts.own(borrower: 1, in: session).first).address
            return (
                try BorrowerProfile(decoding: key.open(profile, context: "profile")).name,
                String(decoding: try key.open(address, context: "contact_point"), as: UTF8.self)
            )
        }
        #expect(name == "Ana Adams")
        #expect(phone == "+12125550123")
    }

    @Test func `the same book again changes nothing`() async throws {
        let bench = try await ImportBench()
        try await bench.run()
        let before = try await bench.rows("SELECT id, batch FROM borrower", columns: 2)
        let report = try await bench.run(day: 1)
        #expect(report.files.values.allSatisfy { $0.unchanged == $0.rows })
        #expect(try await bench.rows("SELECT id, batch FROM borrower", columns: 2) == before)
        for (table, rows) in [
            ("borrower", 1), ("loan", 1), ("instalment", 2), ("payment", 1), ("contact_point", 2), ("consent", 3),
            ("revision", 0), ("borrower_key", 1),
        ] {
            #expect(try await bench.count(table) == Int64(rows), "\(table)")
        }
    }

    @Test func `a changed row is a revision that keeps the old content sealed`() async throws {
        let bench = try await ImportBench()
        try await bench.run()
        try bench.files(
            borrowers: "B1,Ana Brown,+12125550123,a@example.com,Y\n", loans: "L1,B1,900.00,2026-01-20\n",
            instalments: "L1,1,2026-06-25,100.00\nL1,2,2026-07-20,90.00\n", payments: "P1,L1,2026-06-18,50.00\n")
        let report = try await bench.run(day: 1)
        #expect(report.files.values.allSatisfy { $0.revised == $0.rows })
        #expect(
            try await bench.rows("SELECT kind, batch_before, batch_after FROM revision ORDER BY id", columns: 3) == [
                ["borrower", "1", "2"], ["loan", "1", "2"], ["instalment", "1", "2"], ["instalment", "1", "2"],
                ["payment", "1", "2"],
            ])
        let instalments = try await bench.rows(
            "SELECT due_on, amount, generation FROM instalment ORDER BY number", columns: 3)
        // Another day, and a payment less to cover it.
        #expect(instalments == [["20629", "10000", "3"], ["20654", "9000", "1"]])
        #expect(try await bench.rows("SELECT ref, amount FROM payment", columns: 2) == [["P1", "5000"]])
        let vault = bench.vault
        let old = try await bench.database.read { session in
            let key = try #require(try Keys.existing(borrower: 1, .profile, in: session, vault: vault))
            let box = try session.first("SELECT before FROM revision WHERE kind = 'borrower'") { $0.blob(0) }
            return String(decoding: try key.open(#require(box), context: RevisionFacts.context), as: UTF8.self)
        }
        #expect(old.contains("\"name\": \"Ana Adams\"") && old.contains("+12125550123"))
    }

    @Test func `a borrower whose key was destroyed can be imported again`() async throws {
        let bench = try await ImportBench()
        try await bench.run()
        try await bench.database.write { try $0.run("DELETE FROM borrower_key") }
        try bench.files(borrowers: "B1,Ana Brown,+12125550123,a@example.com,Y\n")
        #expect(try await bench.run(day: 1).files[.borrowers]?.revised == 1)
        #expect(try await bench.count("revision") == 0)
        #expect(try await bench.count("borrower_key") == 1)
    }

    @Test func `a row that vanished is no deletion`() async throws {
        let bench = try await ImportBench()
        try await bench.run()
        try bench.files(instalments: "L1,2,2026-07-20,100.00\n", payments: "")
        try await bench.run(day: 1)
        #expect(try await bench.count("instalment") == 2)
        #expect(try await bench.count("payment") == 1)
    }

    @Test func `an older book never overrides a newer one, even where that one changed nothing`() async throws {
        let bench = try await ImportBench()
        try await bench.run(day: 0)
        try await bench.run(day: 2)
        try bench.files(payments: "P1,L1,2026-06-18,70.00\nP2,L1,2026-07-18,10.00\n")
        let report = try await bench.run(day: 1)
        #expect(report.files[.payments]?.stale == 1)
        #expect(report.files[.payments]?.new == 1)
        #expect(
            try await bench.rows("SELECT ref, amount FROM payment ORDER BY ref", columns: 2)
                == [["P1", "10000"], ["P2", "1000"]])
        #expect(try await bench.count("revision") == 0)
        let feed = try await bench.rows("SELECT as_of_ms FROM feed WHERE kind = 'payments'", columns: 1)
        #expect(feed == [["\((ImportBench.now + .days(2)).milliseconds)"]])
    }

    @Test func `rows that refer to a rejected row are rejected, and a repeated key leaves the first standing`()
        async throws
    {
        let bench = try await ImportBench()
        try bench.files(
            borrowers: "B1,Ana,+12125550123,,Y\n ,Ben,,,Y\nB1,Cleo,+12125550124,,Y\n",
            loans: "L1,B1,1000.00,2026-01-20\nL2,B2,1000.00,2026-01-20\nL1,B1,7.00,2026-01-20\n",
            instalments: "L1,1,2026-06-20,1.00\nL2,1,2026-06-20,1.00\nL1,1,2026-06-20,2.00\n",
            payments: "P1,L1,2026-06-18,1.00\nP2,L2,2026-06-18,1.00\nP1,L1,2026-06-18,2.00\n")
        let report = try await bench.run()
        func reasons(_ file: BookFile) -> [Int: String] {
            Dictionary(
                uniqueKeysWithValues: (report.files[file]?.rejected ?? []).map { ($0.line, $0.reason.rawValue) })
        }
        #expect(reasons(.borrowers) == [3: "empty", 4: "repeated key"])
        #expect(reasons(.loans) == [3: "unknown borrower", 4: "repeated key"])
        #expect(reasons(.instalments) == [3: "unknown loan", 4: "repeated key"])
        #expect(reasons(.payments) == [3: "unknown loan", 4: "repeated key"])
        #expect(try await bench.rows("SELECT amount FROM payment", columns: 1) == [["100"]])
        #expect(report.json().contains("\"3\": {\"field\": \"id\", \"reason\": \"empty\"}"))
    }

    @Test func `a loan does not move to another borrower`() async throws {
        let bench = try await ImportBench()
        try await bench.run()
        try bench.files(
            borrowers: "B1,Ana Adams,+12125550123,a@example.com,Y\nB2,Ben,,,\n", loans: "L1,B2,1000.00,2026-01-20\n")
        let report = try await bench.run(day: 1)
        #expect(report.files[.loans]?.rejected.map(\.reason) == [.otherBorrower])
    }

    @Test func `an import that ends midway has changed nothing and can be repeated`() async throws {
        struct Enough: Error {}
        let bench = try await ImportBench()
        let rejected = bench.folder.path("rejected.csv")
        for file: BookFile in [.borrowers, .loans, .instalments, .payments] {
            await #expect(throws: Enough.self) {
                try await bench.run(rejectedFile: rejected) { if $0.file == file { throw Enough() } }
            }
            // The portfolio alone is known, so that others who meet it need not wait for this import's end.
            for table in ["batch", "borrower", "loan", "instalment", "payment", "feed"] {
                #expect(try await bench.count(table) == 0, "\(table) after \(file)")
            }
        }
        #expect(!ByteFile.exists(rejected) && !ByteFile.exists(RejectedWriter.draft(of: rejected)))
        #expect(try await bench.run().accepted == 5)
    }

    @Test func `progress tells every file to its end`() async throws {
        let bench = try await ImportBench()
        let (stream, told) = AsyncStream<ImportProgress>.makeStream()
        try await bench.run { told.yield($0) }
        told.finish()
        let all = await stream.reduce(into: [ImportProgress]()) { $0.append($1) }
        #expect(all.map(\.file) == [.borrowers, .loans, .instalments, .payments])
        #expect(all.allSatisfy { $0.bytesDone == $0.bytesTotal && $0.bytesTotal > 0 })
        #expect(all.map(\.rows) == [1, 1, 2, 1])
    }
}
