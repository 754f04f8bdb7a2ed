import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

@testable import Intake

@Suite(.everyEngine) struct ConsentImportTests {
    private func row(_ phone: String, _ sms: String) -> String { "B1,Ana Adams,\(phone),,\(sms)\n" }
    private static let first = "+12125550123"
    private static let second = "+12125550124"

    /// Contact point, class, given and act of every entry.
    private func record(_ bench: ImportBench) async throws -> [[String]] {
        try await bench.rows("SELECT contact_point, class, given, act FROM consent ORDER BY id", columns: 4)
    }

    private func reply(_ bench: ImportBench, given: Bool, contactPoint: Int64 = 1) async throws {
        try await bench.database.write { session in
            try Consents.append(
                MessageClass.allCases.map {
                    (
                        Borrower.ID(1),
                        Consent(
                            contactPoint: ContactPoint.ID(contactPoint), messageClass: $0, given: given,
                            at: ImportBench.now, act: .reply)
                    )
                }, in: session)
        }
    }

    @Test func `a row's consent is recorded for every class but marketing`() async throws {
        let bench = try await ImportBench()
        try bench.files(borrowers: row(Self.first, "Y"))
        try await bench.run()
        #expect(try await record(bench) == [["1", "1", "1", "1"], ["1", "2", "1", "1"], ["1", "4", "1", "1"]])
    }

    @Test func `a row that does not say records nothing`() async throws {
        let bench = try await ImportBench()
        try bench.files(borrowers: row(Self.first, ""))
        try await bench.run()
        #expect(try await record(bench).isEmpty)
    }

    @Test func `only a changed consent is recorded again`() async throws {
        let bench = try await ImportBench()
        try bench.files(borrowers: row(Self.first, "Y"))
        try await bench.run()
        try bench.files(borrowers: row(Self.first, "N"))
        try await bench.run(day: 1)
        #expect(
            try await record(bench).suffix(3) == [["1", "1", "0", "1"], ["1", "2", "0", "1"], ["1", "4", "0", "1"]])
        try bench.files(borrowers: "B1,Ana Brown,\(Self.first),,N\n")
        try await bench.run(day: 2)
        #expect(try await record(bench).count == 6)
    }

    @Test func `a number that said STOP is not opened again by a new borrower id`() async throws {
        let bench = try await ImportBench()
        try bench.files(borrowers: row(Self.first, "Y"))
        try await bench.run()
        try await reply(bench, given: false)
        try bench.files(borrowers: "B2,Ana Adams,\(Self.first),,Y\nB3,Ben Brown,\(Self.second),,Y\n")
        try await bench.run(day: 1)
        func standing(_ borrower: Int) async throws -> [[String]] {
            try await bench.rows(
                """
                SELECT class, given FROM consent c WHERE borrower = \(borrower) AND id =
                    (SELECT max(id) FROM consent d WHERE d.borrower = c.borrower AND d.class = c.class) ORDER BY class
                """, columns: 2)
        }
        #expect(try await standing(2) == [["1", "0"], ["2", "0"], ["3", "0"], ["4", "0"]])
        #expect(try await standing(3) == [["1", "1"], ["2", "1"], ["4", "1"]])
        // Nor by a borrower who is in the book already and changes to it.
        try bench.files(borrowers: "B3,Ben Brown,\(Self.first),,Y\n")
        try await bench.run(day: 2)
        #expect(try await standing(3) == [["1", "0"], ["2", "0"], ["3", "0"], ["4", "0"]])
    }

    @Test func `no import overrides a person's own revocation`() async throws {
        let bench = try await ImportBench()
        try bench.files(borrowers: row(Self.first, "Y"))
        try await bench.run()
        try await reply(bench, given: false)
        let before = try await record(bench)
        try await bench.run(day: 1)
        try bench.files(borrowers: "B1,Ana Brown,\(Self.first),,Y\n")
        try await bench.run(day: 2)
        #expect(try await record(bench) == before)
        try bench.files(borrowers: row(Self.first, "N"))
        try await bench.run(day: 3)
        try bench.files(borrowers: row(Self.first, "Y"))
        try await bench.run(day: 4)
        #expect(
            try await record(bench).filter { $0[2] == "1" && $0[3] == "1" }.count == 3, "N then Y says nothing anew")
    }

    @Test func `a person who gives consent again is heard`() async throws {
        let bench = try await ImportBench()
        try bench.files(borrowers: row(Self.first, "N"))
        try await bench.run()
        try await reply(bench, given: false)
        try await reply(bench, given: true)
        let before = try await record(bench)
        try bench.files(borrowers: "B1,Ana Brown,\(Self.first),,N\n")
        try await bench.run(day: 1)
        #expect(try await record(bench) == before)
    }

    @Test(arguments: [false, true])
    func `a person's own revocation follows to a new number`(afterATimeWithout: Bool) async throws {
        let bench = try await ImportBench()
        try bench.files(borrowers: row(Self.first, "Y"))
        try await bench.run()
        try await reply(bench, given: false)
        if afterATimeWithout {
            try bench.files(borrowers: row("n/a", "Y"))
            try await bench.run(day: 0)
        }
        try bench.files(borrowers: row(Self.second, "Y"))
        try await bench.run(day: 1)
        #expect(
            try await bench.rows("SELECT id, standing FROM contact_point ORDER BY id", columns: 2)
                == [["1", "1"], ["2", "0"]])
        #expect(
            try await record(bench).filter { $0[0] == "2" }
                == [["2", "1", "0", "2"], ["2", "2", "0", "2"], ["2", "4", "0", "2"], ["2", "3", "0", "2"]])
    }

    @Test func `a number that comes back is usable again, and one that is gone is not`() async throws {
        let bench = try await ImportBench()
        for (day, phone) in [Self.first, Self.second, Self.first, "n/a"].enumerated() {
            try bench.files(borrowers: row(phone, "Y"))
            try await bench.run(day: Int64(day))
            let usable = try await bench.rows("SELECT id FROM contact_point WHERE standing = 0", columns: 1)
            #expect(usable == [[["1"]], [["2"]], [["1"]], []][day], "after day \(day)")
        }
    }
}
