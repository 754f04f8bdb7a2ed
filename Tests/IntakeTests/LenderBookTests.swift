import CivilTime
import Foundation
import LoanBook
import Store
import StoreEngines
import Testing

@testable import Intake

/// The answers that the lender-book tool gives with its books, matched exactly.
@Suite(
    .everyEngine, .enabled(if: LenderBookTool.path != nil, "the shared folder with the lender-book tool is not there"))
struct LenderBookTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var dialect: String
        var borrowers: Int
        var seed: Int
        var quirks: Double

        var testDescription: String { "\(dialect), \(borrowers) borrowers, seed \(seed), quirks \(quirks)" }
    }

    static let samples = ["en", "zh"].flatMap { dialect in
        [(1, 1, 0.0), (300, 1, 0.05), (300, 2, 0.3), (700, 3, 0.05), (2000, 4, 0.002)].map {
            Sample(dialect: dialect, borrowers: $0.0, seed: $0.1, quirks: $0.2)
        }
    }

    @Test(arguments: samples)
    func `a book of the tool is imported as its answers say`(sample: Sample) async throws {
        let bench = try await ImportBench()
        let book = bench.folder.path("book")
        try LenderBookTool.write(
            to: book, borrowers: sample.borrowers, seed: sample.seed, dialect: sample.dialect, quirks: sample.quirks)
        let mapping = try LenderBookTool.mapping(sample.dialect)
        let first = try await bench.run(source: book, mapping: mapping)
        try expect(first, matches: book)
        #expect(try await arrears(bench) == String(contentsOfFile: book + "/arrears.csv", encoding: .utf8))
        let second = try await bench.run(source: book, mapping: mapping, day: 1)
        try expect(second, matches: book)
        #expect(second.files.values.allSatisfy { $0.unchanged == $0.accepted })
        #expect(try await bench.count("revision") == 0)
        #expect(try await arrears(bench) == String(contentsOfFile: book + "/arrears.csv", encoding: .utf8))
    }

    private func expect(_ report: ImportReport, matches book: String) throws {
        let data = try Data(contentsOf: URL(filePath: book + "/expected.json"))
        let expected = try JSONDecoder().decode(ExpectedBook.self, from: data)
        for (file, answer) in [
            (BookFile.borrowers, expected.borrowers), (.loans, expected.loans), (.instalments, expected.instalments),
            (.payments, expected.payments),
        ] {
            let found = try #require(report.files[file])
            #expect(found.rows == answer.rows, "\(file)")
            #expect(found.accepted == answer.accept, "\(file)")
            #expect(Set(found.rejected.map { "\($0.line)" }) == Set(answer.reject.keys), "\(file)")
            #expect(Set(found.warned.map { "\($0.line)" }) == Set(answer.warn.keys), "\(file)")
        }
    }

    /// The lines of `arrears.csv`, from what the store holds.
    private func arrears(_ bench: ImportBench) async throws -> String {
        let date = try #require(CivilDate(iso: "2026-11-21"))
        return try await bench.database.read { session in
            var instalments: [Int64: [Instalment]] = [:]
            try session.query("SELECT loan, number, due_on, amount FROM instalment ORDER BY loan, due_on, number", []) {
                instalments[$0.integer(0), default: []].append(
                    Instalment(number: Int32($0.integer(1)), dueOn: $0.date(2), amountMinor: $0.integer(3)))
            }
            var payments: [Int64: [Payment]] = [:]
            try session.query("SELECT loan, id, ref, paid_on, amount FROM payment", []) {
                payments[$0.integer(0), default: []].append(
                    Payment(
                        id: Payment.ID($0.integer(1)), reference: $0.text(2), paidOn: $0.date(3),
                        amountMinor: $0.integer(4)))
            }
            var text = "loan_id,days_past_due,overdue_amount\r\n"
            try session.query("SELECT id, ref FROM loan ORDER BY ref", []) { row in
                let loan = row.integer(0)
                let arrears = Arrears.on(
                    date, instalments: instalments[loan] ?? [], payments: payments[loan] ?? [])
                text += "\(row.text(1)),\(arrears.daysPastDue),\(arrears.overdueMinor)\r\n"
            }
            return text
        }
    }
}
