import LoanBook
import StoreEngines
import Testing

@testable import Intake

@Suite(.everyEngine) struct PaymentHoldTests {
    private func open(_ bench: ImportBench) async throws -> [[String]] {
        try await bench.rows(
            "SELECT ref, line, reason FROM payment_fault WHERE mended_batch IS NULL ORDER BY id", columns: 3)
    }

    @Test func `a rejected payment row of a known loan holds it until the row is accepted`() async throws {
        let bench = try await ImportBench()
        try bench.files(payments: "P1,L1,soon,100.00\nP2,L9,2026-06-18,1.00\n")
        try await bench.run()
        #expect(try await open(bench) == [["P1", "2", "no such date"]])
        try await bench.run(day: 1)
        #expect(try await open(bench).count == 1, "the same fault again is the same fault")
        try bench.files(payments: "P1,L1,2026-06-18,100.00\n")
        try await bench.run(day: 2)
        #expect(try await open(bench) == [])
        #expect(try await bench.rows("SELECT mended_batch FROM payment_fault", columns: 1) == [["3"]])
    }

    @Test func `an accepted row that changed nothing mends too`() async throws {
        let bench = try await ImportBench()
        try await bench.run()
        try bench.files(payments: "P1,L1,2026-06-18,none\n")
        try await bench.run(day: 1)
        #expect(try await open(bench).count == 1)
        try bench.files()
        #expect(try await bench.run(day: 2).files[.payments]?.unchanged == 1)
        #expect(try await open(bench) == [])
    }

    @Test func `a repeated payment holds as long as the export repeats it`() async throws {
        let bench = try await ImportBench()
        try bench.files(payments: "P1,L1,2026-06-18,100.00\nP1,L1,2026-06-18,100.00\n")
        try await bench.run()
        try await bench.run(day: 1)
        #expect(try await bench.count("payment_fault") == 1)
        #expect(try await open(bench) == [["P1", "3", "repeated key"]])
        try bench.files()
        try await bench.run(day: 2)
        #expect(try await open(bench) == [])
    }

    @Test func `an older book mends nothing`() async throws {
        let bench = try await ImportBench()
        try bench.files(payments: "P1,L1,soon,100.00\n")
        try await bench.run(day: 2)
        try bench.files()
        try await bench.run(day: 1)
        #expect(try await open(bench).count == 1)
    }

    @Test func `a row without a reference is mended by a whole export without it`() async throws {
        let bench = try await ImportBench()
        try bench.files(payments: " ,L1,2026-06-18,100.00\n")
        try await bench.run()
        #expect(try await open(bench) == [["", "2", "empty"]])
        try await bench.run(day: 1)
        #expect(try await open(bench).count == 1)
        try bench.files()
        try await bench.run(day: 2)
        #expect(try await open(bench) == [])
    }
}
