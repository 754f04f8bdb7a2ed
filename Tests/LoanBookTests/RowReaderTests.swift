import CivilTime
import Testing

@testable import LoanBook

@Suite struct RowReaderTests {
    private static let rows = Result {
        try SampleRows(
            """
            borrowers:
              file: b.csv
              columns:
                {reference: id, name: name, phone: phone, email: mail, zone: zone, birth_date: born, sms_consent: sms}
              constants: {region: US-NY}
              values: {sms_consent: {"Y": given, "N": revoked}}
            loans:
              file: l.csv
              columns: {reference: id, borrower: b, principal: p, disbursed_on: d, status: s}
              values: {status: {ok: open, done: settled}}
            instalments:
              file: i.csv
              columns: {loan: l, number: n, due_on: d, amount: a}
            payments:
              file: p.csv
              columns: {reference: id, loan: l, paid_on: d, amount: a}
            """, defaults: ", product: instalment loan")
    }

    private func reader(_ file: BookFile, header: [String]? = nil) throws -> RowReader {
        try Self.rows.get().reader(file, header: header)
    }

    private func fault(_ file: BookFile, _ fields: [String]) throws -> RowFault? {
        try Self.rows.get().fault(file, fields)
    }

    @Test func `a borrower's row becomes a borrower`() throws {
        let record = Record(
            line: 2, fields: [" B1\u{3000}", "Ana Adams", "(212) 555-0123", "a@example.com", "", "1990-02-28", "Y"])
        let row = try reader(.borrowers).borrower(record)
        #expect(row.reference == "B1")
        #expect(row.phone == "+12125550123")
        #expect(row.email == "a@example.com")
        #expect(row.region == "US-NY")
        #expect(row.language == "en")
        #expect(row.zone == "")
        #expect(row.birthDate == CivilDate(iso: "1990-02-28"))
        #expect(row.smsConsent == true)
        #expect(row.warnings.isEmpty)
    }

    @Test func `unusable addresses are warnings`() throws {
        let row = try reader(.borrowers).borrower(
            Record(line: 2, fields: ["B1", "Ana", "n/a", "nowhere", "", "", ""]))
        #expect(row.phone == nil)
        #expect(row.email == nil)
        #expect(row.smsConsent == nil)
        #expect(row.warnings == [RowFault(.phone, .unusablePhone), RowFault(.email, .unusableEmail)])
    }

    @Test(arguments: [
        (BookFile.borrowers, [" ", "Ana", "", "", "", "", ""], RowFault(.reference, .empty)),
        (.borrowers, ["B1", "", "", "", "", "", ""], RowFault(.name, .empty)),
        (.borrowers, ["B1", "Ana", "", "", "Mars/Olympus", "", ""], RowFault(.zone, .unknownZone)),
        (.borrowers, ["B1", "Ana", "", "", "", "1990-02-30", ""], RowFault(.birthDate, .noSuchDate)),
        (.borrowers, ["B1", "Ana", "", "", "", "2026-11-22", ""], RowFault(.birthDate, .inTheFuture)),
        (.borrowers, ["B1", "Ana", "", "", "", "", "maybe"], RowFault(.smsConsent, .notInTable)),
        (.borrowers, ["B1", "Ana"], RowFault(nil, .tooFewColumns)),
        (.borrowers, ["B1", "Ana", "", "", "", "", "", "x"], RowFault(nil, .tooManyColumns)),
        (.borrowers, [String(repeating: "B", count: 129), "A", "", "", "", "", ""], RowFault(.reference, .tooLong)),
        (.loans, ["L1", "B1", "0.00", "2026-01-01", "ok"], RowFault(.principal, .noPositiveAmount)),
        (.loans, ["L1", "B1", "1.00", "2026-01-01", "fine"], RowFault(.status, .notInTable)),
        (.loans, ["L1", "", "1.00", "2026-01-01", "ok"], RowFault(.borrower, .empty)),
        (.instalments, ["L1", "0", "2026-01-01", "1.00"], RowFault(.number, .noNumber)),
        (.instalments, ["L1", "99999999999", "2026-01-01", "1.00"], RowFault(.number, .noNumber)),
        (.instalments, ["L1", "1", "2026-02-30", "1.00"], RowFault(.dueOn, .noSuchDate)),
        (.payments, ["P1", "L1", "2026-11-22", "1.00"], RowFault(.paidOn, .inTheFuture)),
        (.payments, ["P1", "L1", "2026-11-21", "-1.00"], RowFault(.amount, .noPositiveAmount)),
    ])
    func `a row is rejected with the field and the reason`(file: BookFile, fields: [String], fault: RowFault) throws {
        #expect(try self.fault(file, fields) == fault)
    }

    @Test func `defaults and constants stand where the file says nothing`() throws {
        let row = try reader(.loans).loan(Record(line: 2, fields: ["L1", "B1", "1200.50", "2026-01-01", "done"]))
        #expect(row.product == "instalment loan")
        #expect(row.principalMinor == 120_050)
        #expect(row.annualRateMillionths == 0)
        #expect(row.status == .settled)
    }

    @Test func `a payment of today is accepted`() throws {
        #expect(try fault(.payments, ["P1", "L1", "2026-11-21", "1.00"]) == nil)
    }

    @Test func `columns may stand in any order, and a missing one is named with the header`() throws {
        let row = try reader(.payments, header: ["a", "extra", "d", "l", "id"]).payment(
            Record(line: 2, fields: ["1.00", "?", "2026-11-20", "L1", "P1"]))
        #expect(row.reference == "P1")
        #expect(row.amountMinor == 100)
        #expect(throws: MissingColumn(file: "p.csv", column: "d", header: ["a", "l", "id"])) {
            _ = try reader(.payments, header: ["a", "l", "id"])
        }
    }

    @Test func `no reason repeats what the cell held`() throws {
        let fault = try #require(try fault(.borrowers, ["B1", "Ana Adams", "", "", "Secret/Place", "", ""]))
        #expect(!"\(fault)".contains("Secret") && !"\(fault)".contains("Ana"))
    }
}
