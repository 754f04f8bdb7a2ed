import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

@testable import Intake

/// A plan is what was agreed: whole, and as the latest word on it has it.
@Suite(.everyEngine) struct ArrangementImportTests {
    private static let whole = """
        A1,L1,agreed,2026-06-20,1,2026-07-01,40.00
        A1,L1,agreed,2026-06-20,2,2026-08-01,60.00

        """

    private func plans(_ bench: ImportBench) async throws -> [String: [String]] {
        let loan = try await bench.snapshot("B1")?.loans.first
        return Dictionary(
            uniqueKeysWithValues: (loan?.arrangements ?? []).map {
                (
                    $0.reference,
                    ["\($0.status.word) \($0.statusOn)"] + $0.instalments.map { "\($0.dueOn) \($0.amountMinor)" }
                )
            })
    }

    private func reasons(_ report: ImportReport) -> [Int: String] {
        Dictionary(
            uniqueKeysWithValues: (report.files[.arrangements]?.rejected ?? []).map {
                ($0.line, "\($0.field): \($0.reason.rawValue)")
            })
    }

    private static let rest = "id: another row of the reference was rejected"

    @Test(arguments: [
        ("A2,L1,agreed,2026-06-20,3,2026-11-31,5.00", "due: no such date"),
        ("A2,L1,agreed,2026-06-20,2,2026-09-01,5.00", "number: repeated key"),
        ("A2,L1,offered,2026-06-20,3,2026-09-01,5.00", "status: not as in the first row of the reference"),
        ("A2,L1,agreed,2026-06-19,3,2026-09-01,5.00", "since: not as in the first row of the reference"),
        ("A2,L9,agreed,2026-06-20,3,2026-09-01,5.00", "loan: unknown loan"),
        ("A2,L2,agreed,2026-06-20,3,2026-09-01,5.00", "loan: of another loan or borrower"),
        ("A2,L1,agreed", "row: too few columns"),
    ])
    func `one row that is rejected rejects the plan, wherever it stands`(_ row: String, _ reason: String) async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.loans += "L2,B2,10.00,2026-01-20,0,,,\n"
        book.arrangements =
            "A2,L1,agreed,2026-06-20,1,2026-07-01,5.00\nA2,L1,agreed,2026-06-20,2,2026-08-01,5.00\n" + Self.whole
            + row + "\n"
        let report = try await book.run(bench)
        #expect(reasons(report) == [2: Self.rest, 3: Self.rest, 6: reason])
        #expect(report.files[.arrangements]?.new == 2)
        #expect(try await plans(bench).keys.sorted() == ["A1"])
        #expect(try await bench.count("arrangement_instalment") == 2)
    }

    @Test func `the corrected rows bring the plan whole, and what stood before stands until then`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        try await book.run(bench)
        let before = try await plans(bench)
        // Enough rows between them that the fault is read long after the first row.
        let others = (1...3_000).map { "X\($0),L1,withdrawn,2026-06-20,1,2026-07-01,40.00\n" }.joined()
        book.arrangements =
            "A1,L1,agreed,2026-06-21,1,2026-07-02,40.00\n\(others)A1,L1,agreed,2026-06-21,2,2026-11-31,60.00\n"
        let report = try await book.run(bench, day: 1)
        #expect(reasons(report) == [2: Self.rest, 3_003: "due: no such date"])
        #expect(report.files[.arrangements]?.new == 3_000)
        #expect(try await plans(bench)["A1"] == before["A1"])
        let rejected = try bench.folder.text("rejected.csv")
        try bench.folder.write("rejected.csv", rejected.replacing("2026-11-31", with: "2026-12-01"))
        let mended = try await bench.run(
            source: bench.folder.path("rejected.csv"), mapping: LendingBook.mapping, day: 2)
        #expect(mended.files[.arrangements]?.revised == 2 && mended.rejected == 0)
        #expect(
            try await plans(bench)["A1"] == ["agreed 2026-06-21", "2026-07-02 4000", "2026-12-01 6000"])
    }

    @Test func `an older export adds nothing to a later plan`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.arrangements = Self.whole
        try await book.run(bench, day: 2)
        let before = try await plans(bench)
        // The same words of the arrangement, and others.
        for since in ["2026-06-20", "2026-06-19"] {
            book.arrangements = (1...3).map { "A1,L1,agreed,\(since),\($0),2026-0\($0 + 6)-01,33.00\n" }.joined()
            let report = try await book.run(bench, day: 1)
            #expect(report.files[.arrangements]?.stale == 3)
            #expect(try await plans(bench) == before)
        }
        #expect(try await bench.count("revision") == 0)
        // A plan that nobody knew is taken from it all the same.
        book.arrangements = "A7,L1,offered,2026-06-20,1,2026-07-01,40.00\n"
        #expect(try await book.run(bench, day: 1).files[.arrangements]?.new == 1)
    }

    @Test func `nor to what an operator said since`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.arrangements = Self.whole
        try await book.run(bench)
        let since = try #require(CivilDate(iso: "2026-06-20"))
        let due = try #require(CivilDate(iso: "2026-07-01"))
        let vault = bench.vault
        func enter(_ amounts: [Int64]) async throws -> FactChange {
            let rows = amounts.enumerated().map { offset, amount in
                ArrangementRow(
                    reference: "A1", loan: "L1", status: .agreed, statusOn: since,
                    instalment: Instalment(number: Int32(offset + 1), dueOn: due + 31 * offset, amountMinor: amount))
            }
            return try await bench.database.write {
                try RecordedFact.arrangement(rows).enter(
                    portfolio: nil, at: ImportBench.now + .days(2), in: $0, vault: vault, random: vault.random
                ).change
            }
        }
        // One of its instalments alone is another.
        #expect(try await enter([4_000, 7_000]) == .revised)
        let said = try await plans(bench)
        book.arrangements = Self.whole + "A1,L1,agreed,2026-06-20,3,2026-09-01,5.00\n"
        let report = try await book.run(bench, day: 1)
        #expect(report.files[.arrangements]?.stale == 2 && report.files[.arrangements]?.unchanged == 1)
        #expect(try await plans(bench) == said)
        // Fewer than there are would leave the old ones standing beside the new.
        await #expect(throws: RecordedFact.Refusal.fewerInstalments) { try await enter([9_000]) }
        #expect(try await plans(bench) == said)
    }
}
