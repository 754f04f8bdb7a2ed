import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

@testable import Intake

/// Payments that fail or are taken back, and instalments that are moved: what was said of them may be said again.
@Suite(.everyEngine) struct ReversalTests {
    private func generations(_ bench: ImportBench) async throws -> [Int32] {
        try await bench.snapshot("B1")?.loans.first?.instalments.map(\.generation) ?? []
    }

    private func payments(_ bench: ImportBench) async throws -> [String] {
        try await bench.snapshot("B1")?.loans.first?.payments.map { "\($0.reference) \($0.amountMinor)" } ?? []
    }

    @Test func `a payment that was taken back never was, and what it had paid begins a new generation`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.payments = "P1,L1,2026-06-18,100.00,received\nP2,L1,2026-07-18,30.00,\n"
        try await book.run(bench)
        #expect(try await generations(bench) == [1, 1])
        book.payments = "P1,L1,2026-06-18,100.00,reversed\nP2,L1,2026-07-18,30.00,\n"
        let report = try await book.run(bench, day: 1)
        #expect(report.files[.payments]?.revised == 1 && report.files[.payments]?.unchanged == 1)
        #expect(try await payments(bench) == ["P2 3000"])
        // The second was not paid before either.
        #expect(try await generations(bench) == [2, 1])
        let again = try await book.run(bench, day: 2)
        #expect(again.files[.payments]?.unchanged == 2)
        #expect(try await generations(bench) == [2, 1])
        #expect(try await bench.count("revision") == 1)
    }

    @Test func `a payment that came again is another payment`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        try await book.run(bench)
        let first = try await bench.snapshot("B1")?.loans.first?.payments.first?.id
        book.payments = "P1,L1,2026-06-18,100.00,reversed\n"
        try await book.run(bench, day: 1)
        book.payments = "P1,L1,2026-06-28,100.00,received\n"
        // An older export knows nothing of it.
        #expect(try await book.run(bench, day: 0).files[.payments]?.stale == 1)
        #expect(try await book.run(bench, day: 2).files[.payments]?.revised == 1)
        let second = try await bench.snapshot("B1")?.loans.first?.payments.first?.id
        #expect(try await payments(bench) == ["P1 10000"])
        #expect(first != nil && second != nil && first != second)
        #expect(try await generations(bench) == [2, 1], "that it is paid again begins nothing")
    }

    @Test func `a replacement in the same export leaves the instalment paid`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        try await book.run(bench)
        book.payments = "P1,L1,2026-06-18,100.00,reversed\nP3,L1,2026-06-19,100.00,\n"
        try await book.run(bench, day: 1)
        #expect(try await payments(bench) == ["P3 10000"])
        #expect(try await generations(bench) == [1, 1])
    }

    @Test func `an amount that is lowered uncovers like one that is taken back`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        try await book.run(bench)
        book.payments = "P1,L1,2026-06-18,99.99,\n"
        try await book.run(bench, day: 1)
        #expect(try await generations(bench) == [2, 1])
    }

    @Test func `a payment that failed is told as that, and one that was booked before is taken back`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.failures = ""
        book.payments =
            "P1,L1,2026-06-18,100.00,received\nP2,L1,2026-06-19,5.00,failed\nP3,L1,2026-06-19,7.00,reversed\n"
        #expect(try await book.run(bench).files[.payments]?.new == 3)
        #expect(try await payments(bench) == ["P1 10000"])
        func failed() async throws -> [String] {
            try await bench.snapshot("B1")?.loans.first?.failedPayments.map { "\($0.reference) \($0.failedOn)" } ?? []
        }
        #expect(try await failed() == ["P2 2026-06-19"])
        book.payments = "P1,L1,2026-06-20,100.00,failed\nP2,L1,2026-06-19,5.00,failed\nP3,L1,2026-06-19,7.00,reversed\n"
        let report = try await book.run(bench, day: 1)
        #expect(report.files[.payments]?.revised == 1 && report.files[.payments]?.unchanged == 2)
        #expect(try await payments(bench).isEmpty)
        #expect(try await failed().sorted() == ["P1 2026-06-20", "P2 2026-06-19"])
        #expect(try await generations(bench) == [2, 1])
        #expect(try await book.run(bench, day: 2).files[.payments]?.unchanged == 3)
        // Tried again under its name, and received.
        book.payments = "P2,L1,2026-06-25,5.00,received\n"
        #expect(try await book.run(bench, day: 3).files[.payments]?.new == 1)
        #expect(try await payments(bench) == ["P2 500"])
        #expect(try await failed().count == 2)
        // One row a reference.
        book.payments = "P4,L1,2026-06-19,5.00,failed\nP4,L1,2026-06-25,5.00,received\n"
        let twice = try await book.run(bench, day: 4)
        #expect(twice.files[.payments]?.rejected.map(\.reason) == [.repeatedKey])
    }

    @Test func `an older export neither pays what a newer one says has failed, nor has it fail`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.failures = ""
        book.payments = "PX,L1,2026-06-18,100.00,failed\n"
        try await book.run(bench, day: 2)
        book.payments = "PX,L1,2026-06-18,100.00,received\n"
        #expect(try await book.run(bench, day: 1).files[.payments]?.stale == 1)
        #expect(try await payments(bench).isEmpty)
        #expect(try await generations(bench) == [1, 1])
        book.payments += "PX,L1,2026-06-18,100.00,received\n"
        #expect(try await book.run(bench, day: 1).files[.payments]?.rejected.map(\.reason) == [.repeatedKey])
        #expect(try await book.run(bench, day: 3).files[.payments]?.new == 1)
        #expect(try await payments(bench) == ["PX 10000"])
        // Taken back since, and not because it failed.
        book.payments = "PY,L1,2026-06-18,5.00,reversed\n"
        try await book.run(bench, day: 4)
        book.payments = "PY,L1,2026-06-18,5.00,failed\n"
        #expect(try await book.run(bench, day: 3).files[.payments]?.stale == 1)
        #expect(try await bench.snapshot("B1")?.loans.first?.failedPayments.map(\.reference) == ["PX"])
    }

    @Test func `an older export neither lengthens a newer schedule nor moves the day it was changed`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.instalments = "L1,1,2026-11-20,100.00,,\nL1,2,2026-12-20,100.00,,\n"
        try await book.run(bench)
        book.instalments = "L1,1,2026-11-20,100.00,,\nL1,2,2026-12-28,100.00,,\n"
        try await book.run(bench, day: 3)
        book.instalments += "L1,3,2027-01-20,100.00,,\n"
        let report = try await book.run(bench, day: 1)
        #expect(report.files[.instalments]?.stale == 1 && report.files[.instalments]?.unchanged == 2)
        func loan() async throws -> LoanSnapshot { try #require(try await bench.snapshot("B1")?.loans.first) }
        #expect(try await loan().instalments.count == 2)
        #expect(try await loan().scheduleChangedOn?.description == "2026-11-24")
        // A loan that the newer export does not have comes with all of its instalments.
        book.loans += "L2,B2,10.00,2026-01-20,0,,,\n"
        book.instalments += "L2,1,2026-12-20,5.00,,\nL2,2,2027-01-20,5.00,,\n"
        #expect(try await book.run(bench, day: 1).files[.instalments]?.new == 2)
        // The newest brings it again.
        let last = try await book.run(bench, day: 4)
        #expect(last.files[.instalments]?.new == 1)
        #expect(try await loan().scheduleChangedOn?.description == "2026-11-25")
    }

    @Test func `another due date begins a new generation, and other instalments are another schedule`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.instalments = "L1,1,2026-11-20,100.00,,\nL1,2,2026-12-20,100.00,,\n"
        try await book.run(bench)
        func changed() async throws -> String? {
            try await bench.snapshot("B1")?.loans.first?.scheduleChangedOn?.description
        }
        // What is due already grows: no other schedule.
        book.instalments = "L1,1,2026-11-20,101.00,,\nL1,2,2026-12-20,100.00,,\n"
        try await book.run(bench, day: 1)
        #expect(try await changed() == nil)
        book.instalments = "L1,1,2026-11-20,101.00,,\nL1,2,2026-12-20,90.00,,\n"
        try await book.run(bench, day: 2)
        #expect(try await changed() == "2026-11-23")
        #expect(try await generations(bench) == [1, 1])
        book.instalments = "L1,1,2026-11-20,101.00,,\nL1,2,2026-12-28,90.00,,\n"
        try await book.run(bench, day: 3)
        #expect(try await changed() == "2026-11-24")
        #expect(try await generations(bench) == [1, 2])
        book.instalments = "L1,3,2027-01-20,10.00,,\n"
        try await book.run(bench, day: 4)
        #expect(try await changed() == "2026-11-25")
        book.loans = "L1,B1,1000.00,2026-01-20,0.13,,,\n"
        try await book.run(bench, day: 5)
        #expect(try await bench.snapshot("B1")?.loans.first?.rateChangedOn?.description == "2026-11-26")
        #expect(try await changed() == "2026-11-25")
    }

    @Test func `an instalment that was rejected at first is no other schedule`() async throws {
        let bench = try await ImportBench()
        var book = LendingBook()
        book.instalments = "L1,1,2026-06-20,100.00,,\nL1,2,soon,100.00,,\n"
        try await book.run(bench)
        let rejected = try bench.folder.text("rejected.csv")
        try bench.folder.write("rejected.csv", rejected.replacing("soon", with: "2026-07-20"))
        try await bench.run(source: bench.folder.path("rejected.csv"), mapping: LendingBook.mapping, day: 1)
        let loan = try #require(try await bench.snapshot("B1")?.loans.first)
        #expect(loan.instalments.count == 2 && loan.scheduleChangedOn == nil)
    }
}
