import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

@testable import Intake

/// Facts that an operator says between two exports.
@Suite(.everyEngine) struct RecordedFactTests {
    private func enter(
        _ bench: ImportBench, _ fact: RecordedFact, day: Int64
    ) async throws -> FactChange {
        let vault = bench.vault
        return try await bench.database.write { session in
            try fact.enter(
                portfolio: nil, at: ImportBench.now + .days(day), in: session, vault: vault, random: vault.random
            ).change
        }
    }

    private func promise(_ status: Promise.Status, loan: String = "L1") throws -> RecordedFact {
        .promise(
            PromiseRow(
                reference: "R1", loan: loan, madeOn: try #require(CivilDate(iso: "2026-06-20")),
                dueOn: try #require(CivilDate(iso: "2026-06-30")), amountMinor: 5_000, status: status))
    }

    private func status(_ bench: ImportBench) async throws -> Promise.Status? {
        try await bench.snapshot("B1")?.loans.first?.promises.first?.status
    }

    @Test func `the later of an operator's word and an export's stands`() async throws {
        let bench = try await ImportBench()
        try await LendingBook().run(bench)
        #expect(try await enter(bench, promise(.open), day: 2) == .unchanged)
        #expect(try await enter(bench, promise(.broken), day: 2) == .revised)
        #expect(try await status(bench) == .broken)
        // The export of the day before knows nothing of it.
        #expect(try await LendingBook().run(bench, day: 1).files[.promises]?.stale == 1)
        #expect(try await status(bench) == .broken)
        var book = LendingBook()
        book.promises = "R1,L1,2026-06-20,2026-06-30,50.00,kept\n"
        #expect(try await book.run(bench, day: 3).files[.promises]?.revised == 1)
        #expect(try await status(bench) == .kept)
        await #expect(throws: RecordedFact.Refusal.stale) { try await enter(bench, promise(.broken), day: 2) }
        #expect(
            try await bench.rows("SELECT batch_before, batch_after FROM revision ORDER BY id", columns: 2)
                == [["1", "0"], ["0", "3"]])
        #expect(try await bench.rows("SELECT kind FROM leaf WHERE kind = 'fact'", columns: 1).count == 1)
    }

    @Test func `an arrangement and an application are entered whole`() async throws {
        let bench = try await ImportBench()
        try await LendingBook().run(bench)
        let since = try #require(CivilDate(iso: "2026-06-25"))
        func arrangement(_ reference: String, _ amounts: [Int64]) -> RecordedFact {
            .arrangement(
                amounts.enumerated().map { offset, amount in
                    ArrangementRow(
                        reference: reference, loan: "L1", status: .agreed, statusOn: since,
                        instalment: Instalment(
                            number: Int32(offset + 1), dueOn: since + 30 * (offset + 1), amountMinor: amount))
                })
        }
        #expect(try await enter(bench, arrangement("A2", [7, 8]), day: 1) == .new)
        #expect(try await enter(bench, arrangement("A2", [7, 8]), day: 1) == .unchanged)
        #expect(try await enter(bench, arrangement("A2", [7, 9, 4]), day: 2) == .revised)
        let plans = try #require(try await bench.snapshot("B1")?.loans.first?.arrangements)
        #expect(plans.map { $0.instalments.map(\.amountMinor) } == [[4_000, 6_000], [7, 9, 4]])
        let currency = try #require(Currency.named("USD"))
        func application(_ status: Application.Status, _ documents: String, borrower: String = "B1") -> RecordedFact {
            .application(
                ApplicationRow(
                    reference: "Q2", borrower: borrower, product: "car", amountMinor: 70, status: status,
                    statusOn: since, documents: documents), currency)
        }
        #expect(try await enter(bench, application(.documentsNeeded, "id"), day: 1) == .new)
        #expect(try await enter(bench, application(.documentsNeeded, "id"), day: 2) == .unchanged)
        #expect(try await enter(bench, application(.documentsNeeded, "passport"), day: 2) == .revised)
        #expect(try await bench.snapshot("B1")?.applications.map(\.documents) == ["passport"])
        await #expect(throws: RecordedFact.Refusal.otherOwner) {
            try await enter(bench, application(.approved, "", borrower: "B2"), day: 3)
        }
        await #expect(throws: RecordedFact.Refusal.unknownBorrower) {
            try await enter(bench, application(.approved, "", borrower: "B7"), day: 3)
        }
        await #expect(throws: RecordedFact.Refusal.unknownLoan) {
            try await enter(bench, promise(.open, loan: "L7"), day: 3)
        }
    }
}
