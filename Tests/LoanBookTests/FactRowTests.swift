import CivilTime
import Testing

@testable import LoanBook

/// Rows of what a book says beside borrowers, loans, schedules and payments.
@Suite struct FactRowTests {
    private static let rows = Result {
        try SampleRows(
            """
            loans:
              file: l.csv
              columns:
                reference: id
                borrower: b
                principal: p
                disbursed_on: d
                method: m
                every: e
                interest_period: i
                day_count: dc
                principal_grace: pg
                balloon: ba
                penalty_rate: pr
                penalty_grace: pd
              values: {method: {ANN: equal_instalments}}
            instalments:
              file: i.csv
              columns: {loan: l, number: n, due_on: d, amount: a, principal: p, interest: i, fee: f}
            payments:
              file: p.csv
              columns: {reference: id, loan: l, paid_on: d, amount: a, status: s}
              values: {status: {OK: received, R01: failed, REV: reversed}}
            payment_failures:
              file: f.csv
              columns: {reference: id, loan: l, failed_on: d, amount: a}
            promises:
              file: pr.csv
              columns: {reference: id, loan: l, made_on: m, due_on: d, amount: a, status: s}
            arrangements:
              file: ar.csv
              columns: {reference: id, loan: l, status: s, status_on: so, number: n, due_on: d, amount: a}
            applications:
              file: ap.csv
              columns: {reference: id, borrower: b, amount: a, status: s, status_on: so, documents: docs}
              values: {documents: {ID: proof of identity}}
            """, headers: [.arrangements: ["id", "l", "s", "so", "n", "d", "a"]])
    }

    private func reader(_ file: BookFile) throws -> RowReader { try Self.rows.get().reader(file) }

    private func record(_ fields: String...) -> Record { SampleRows.record(fields) }

    @Test func `a promise is a date and an amount`() throws {
        let row = try reader(.promises).promise(record("PR1", "L1", "2026-11-20", "2026-12-01", "50.00", ""))
        #expect(
            row
                == PromiseRow(
                    reference: "PR1", loan: "L1", madeOn: try SampleRows.day("2026-11-20"),
                    dueOn: try SampleRows.day("2026-12-01"),
                    amountMinor: 5_000, status: .open))
    }

    @Test func `an arrangement's row is one of its instalments`() throws {
        let row = try reader(.arrangements).arrangement(
            record("AR1", "L1", "offered", "2026-11-20", "2", "2026-12-20", "40.00"))
        #expect(row.status == .offered)
        #expect(
            row.instalment == Instalment(number: 2, dueOn: try SampleRows.day("2026-12-20"), amountMinor: 4_000))
        #expect(
            try reader(.arrangements).arrangement(record("A", "L", "", "2026-11-20", "1", "2026-12-20", "1")).status
                == .agreed)
    }

    @Test func `an application has a status, and what is still needed in the borrower's words`() throws {
        let row = try reader(.applications).application(
            record("AP1", "B1", "900.00", "documents_needed", "2026-11-21", "ID"))
        #expect(row.status == .documentsNeeded && row.documents == "proof of identity" && row.product == "loan")
        #expect(
            try reader(.applications).application(record("AP1", "B1", "9", "approved", "2026-11-21", "")).documents
                .isEmpty)
    }

    @Test func `a payment may have failed or been taken back`() throws {
        func status(_ word: String) throws -> PaymentRow.Status {
            try reader(.payments).payment(record("P1", "L1", "2026-11-20", "9.00", word)).status
        }
        #expect(try status("") == .received && status("OK") == .received)
        #expect(try status("R01") == .failed && status("REV") == .reversed)
    }

    @Test func `a loan tells how it counts, and nothing of what its cells leave out`() throws {
        let full = try reader(.loans).loan(
            record(
                "L1", "B1", "900", "2026-01-20", "ANN", "2-weeks", "days", "actual/360", "3", "0.00", "0.24", "5"))
        var terms = StatedTerms()
        terms.method = .equalInstalments
        terms.every = .fortnightly
        terms.interest = .days
        terms.dayCount = .actual360
        terms.principalGrace = 3
        terms.balloonMinor = 0
        terms.penaltyRateMillionths = 240_000
        terms.penaltyGraceDays = 5
        #expect(full.terms == terms)
        let empty = try reader(.loans).loan(record("L1", "B1", "900", "2026-01-20", "", "", "", "", "", "", "", ""))
        #expect(empty.terms == StatedTerms())
        #expect(empty.terms?.filled(from: terms) == terms)
        #expect(terms.filled(from: StatedTerms()) == terms)
    }

    @Test func `an instalment tells its parts`() throws {
        let row = try reader(.instalments).instalment(
            record("L1", "1", "2026-12-20", "100.00", "90.00", "10.00", ""))
        #expect(row.parts == InstalmentParts(principalMinor: 9_000, interestMinor: 1_000))
        #expect(
            InstalmentParts(feeMinor: 5).filled(from: row.parts)
                == InstalmentParts(principalMinor: 9_000, interestMinor: 1_000, feeMinor: 5))
    }

    private static let faulty: [(BookFile, [String], RowFault)] = [
        (.promises, ["", "L", "2026-11-20", "2026-12-01", "5", ""], RowFault(.reference, .empty)),
        (.promises, ["R", "", "2026-11-20", "2026-12-01", "5", ""], RowFault(.loan, .empty)),
        (.promises, ["R", "L", "2026-11-22", "2026-12-01", "5", ""], RowFault(.madeOn, .inTheFuture)),
        (.promises, ["R", "L", "2026-11-20", "2026-11-19", "5", ""], RowFault(.dueOn, .dueFirst)),
        (.promises, ["R\u{1}", "L", "2026-11-20", "2026-12-01", "5", ""], RowFault(.reference, .controlCharacter)),
        (.promises, ["R", "L\u{200B}", "2026-11-20", "2026-12-01", "5", ""], RowFault(.loan, .controlCharacter)),
        (.promises, ["R", "L", "2026-11-20", "soon", "5", ""], RowFault(.dueOn, .noSuchDate)),
        (.promises, ["R", "L", "2026-11-20", "2026-12-01", "0", ""], RowFault(.amount, .noPositiveAmount)),
        (.promises, ["R", "L", "2026-11-20", "2026-12-01", "5", "offered"], RowFault(.status, .unknownWord)),
        (.arrangements, ["R", "L", "", "", "1", "2026-12-01", "5"], RowFault(.statusOn, .empty)),
        (.arrangements, ["R", "L", "", "2026-11-20", "0", "2026-12-01", "5"], RowFault(.number, .noNumber)),
        (.arrangements, ["R", "L", "open", "2026-11-20", "1", "2026-12-01", "5"], RowFault(.status, .unknownWord)),
        (.applications, ["R", "B", "5", "", "2026-11-20", ""], RowFault(.status, .empty)),
        (.applications, ["R", "B", "5", "open", "2026-11-20", ""], RowFault(.status, .unknownWord)),
        (.applications, ["R", "B", "5", "approved", "2026-12-20", ""], RowFault(.statusOn, .inTheFuture)),
        (.applications, ["R", "B", "5", "approved", "2026-11-20", "X"], RowFault(.documents, .notInTable)),
        (.paymentFailures, ["R", "L", "2026-11-22", "5"], RowFault(.failedOn, .inTheFuture)),
        (.paymentFailures, ["R", "L", "2026-11-20"], RowFault(nil, .tooFewColumns)),
        (.payments, ["R", "L", "2026-11-20", "5", "gone"], RowFault(.status, .notInTable)),
        (.instalments, ["L", "1", "2026-12-01", "5", "-1", "", ""], RowFault(.principal, .noAmount)),
        (
            .loans, ["L", "B", "9", "2026-01-20", "FLAT", "", "", "", "", "", "", ""],
            RowFault(.method, .notInTable)
        ),
        (
            .loans, ["L", "B", "9", "2026-01-20", "", "0-months", "", "", "", "", "", ""],
            RowFault(.every, .noPeriod)
        ),
        (
            .loans, ["L", "B", "9", "2026-01-20", "", "", "", "", "-1", "", "", ""],
            RowFault(.principalGrace, .noCount)
        ),
        (
            .loans, ["L", "B", "9", "2026-01-20", "", "", "", "", "", "", "", "366"],
            RowFault(.penaltyGrace, .noCount)
        ),
    ]

    @Test(arguments: faulty)
    func `a row that cannot be read names its field`(_ file: BookFile, _ fields: [String], _ fault: RowFault) throws {
        #expect(try Self.rows.get().fault(file, fields) == fault)
    }

    @Test func `an id is read alike from a file and from a hand`() throws {
        #expect(try Reference(typed: " \u{3000}R 1\t") == "R 1")
        #expect(try Reference(typed: "合同１") == "合同１")
        #expect(throws: RowFault(.reference, .empty)) { try Reference(typed: " ") }
        #expect(throws: RowFault(.reference, .controlCharacter)) { try Reference(typed: "R\n1") }
        #expect(throws: RowFault(.reference, .tooLong)) { try Reference(typed: String(repeating: "R", count: 129)) }
        let due = try reader(.promises).promise(record(" R1 ", "L1", "2026-11-20", "2026-11-20", "5", ""))
        #expect(due.reference == "R1" && due.dueOn == due.madeOn)
    }

    @Test func `each file has its own words for a status`() {
        let files = BookFile.allCases.filter { $0.fields.contains(.status) }
        #expect(files == [.loans, .payments, .promises, .arrangements, .applications])
        #expect(Set(files.map { BookField.status.words(in: $0) ?? [] }).count == files.count)
        for (place, field) in BookField.allCases.enumerated() { #expect(field.place == place) }
    }

    @Test(arguments: ["month", "2-weeks", "3-months", "10-years", "45-days"])
    func `a period is written as it is read`(_ word: String) { #expect(PeriodLength(word: word)?.word == word) }
}
