import CivilTime
import Testing

@testable import LoanBook

@Suite struct RowReaderTests {
    static let yaml = """
        mapping: small
        portfolio: p
        currency: USD
        defaults: {region: US, language: en, zone: UTC, product: instalment loan}
        files:
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
        """
    static let header = [
        BookFile.borrowers: ["id", "name", "phone", "mail", "zone", "born", "sms"],
        .loans: ["id", "b", "p", "d", "s"], .instalments: ["l", "n", "d", "a"], .payments: ["id", "l", "d", "a"],
        .paymentFailures: ["id", "l", "d", "a"], .promises: ["id", "l", "m", "d", "a", "s"],
        .arrangements: ["id", "l", "s", "so", "n", "d", "a"], .applications: ["id", "b", "a", "s", "so", "docs"],
    ]
    static let zones = Zones { _ in nil }

    private func reader(_ file: BookFile, header: [String]? = nil) throws -> RowReader {
        let mapping = try Mapping.parse(yaml: Self.yaml, file: "m.yaml")
        return try RowReader(
            file: file, mapping: #require(mapping.files[file]), defaults: mapping.defaults,
            header: header ?? Self.header[file] ?? [], today: #require(CivilDate(iso: "2026-11-21")),
            zones: Self.zones)
    }

    private func fault(_ file: BookFile, _ fields: [String]) throws -> RowFault? {
        let reader = try reader(file)
        let record = Record(line: 2, fields: fields)
        do throws(RowFault) {
            switch file {
            case .borrowers: _ = try reader.borrower(record)
            case .loans: _ = try reader.loan(record)
            case .instalments: _ = try reader.instalment(record)
            case .payments: _ = try reader.payment(record)
            case .paymentFailures: _ = try reader.failedPayment(record)
            case .promises: _ = try reader.promise(record)
            case .arrangements: _ = try reader.arrangement(record)
            case .applications: _ = try reader.application(record)
            case .contactPoints, .consents, .flags, .preferences, .contacts: Issue.record("see PeopleRowTests")
            }
            return nil
        } catch {
            return error
        }
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
