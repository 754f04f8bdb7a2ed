import Intake
import LoanBook

/// A book of one borrower with a loan that tells everything a book can tell of it, each file to be given otherwise.
struct LendingBook {
    static let files: [BookFile] = [
        .borrowers, .loans, .instalments, .payments, .paymentFailures, .promises, .arrangements, .applications,
    ]
    static let mapping = """
        mapping: lending
        portfolio: p
        currency: USD
        defaults: {region: US, language: en, zone: UTC}
        files:
          borrowers:
            file: borrowers.csv
            columns: {reference: id, name: name, phone: phone, email: email, sms_consent: sms}
            values: {sms_consent: {"Y": given, "N": revoked}}
          loans:
            file: loans.csv
            columns:
              {reference: id, borrower: borrower, principal: principal, disbursed_on: day, annual_rate: rate,
              method: method, day_count: days, principal_grace: grace}
          instalments:
            file: instalments.csv
            columns:
              {loan: loan, number: number, due_on: due, amount: amount, principal: principal, interest: interest}
          payments:
            file: payments.csv
            columns: {reference: id, loan: loan, paid_on: day, amount: amount, status: status}
          payment_failures:
            file: failures.csv
            optional: true
            columns: {reference: id, loan: loan, failed_on: day, amount: amount}
          promises:
            file: promises.csv
            optional: true
            columns: {reference: id, loan: loan, made_on: made, due_on: due, amount: amount, status: status}
          arrangements:
            file: arrangements.csv
            optional: true
            columns:
              {reference: id, loan: loan, status: status, status_on: since, number: number, due_on: due, amount: amount}
          applications:
            file: applications.csv
            optional: true
            columns: {reference: id, borrower: borrower, amount: amount, status: status, status_on: since, documents: docs}
        """

    var borrowers = "B1,Ana Adams,+12125550123,,Y\nB2,Ben Brown,+12125550124,,Y\n"
    var loans = "L1,B1,1000.00,2026-01-20,0.12,equal_instalments,actual/360,1\n"
    var instalments = "L1,1,2026-06-20,100.00,90.00,10.00\nL1,2,2026-07-20,100.00,91.00,9.00\n"
    var payments = "P1,L1,2026-06-18,100.00,\n"
    var failures = "F1,L1,2026-06-17,100.00\n"
    var promises = "R1,L1,2026-06-20,2026-06-30,50.00,\n"
    var arrangements = "A1,L1,agreed,2026-06-20,1,2026-07-01,40.00\nA1,L1,agreed,2026-06-20,2,2026-08-01,60.00\n"
    var applications = "Q1,B2,900.00,documents_needed,2026-06-20,proof of income\n"

    /// Imports it as an export of `day`.
    @discardableResult
    func run(
        _ bench: ImportBench, day: Int64 = 0, progress: @escaping @Sendable (ImportProgress) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        try write(bench)
        return try await bench.run(
            mapping: Self.mapping, day: day, rejectedFile: bench.folder.path("rejected.csv"), progress: progress)
    }

    func write(_ bench: ImportBench) throws {
        let files = [
            ("borrowers", "id,name,phone,email,sms", borrowers),
            ("loans", "id,borrower,principal,day,rate,method,days,grace", loans),
            ("instalments", "loan,number,due,amount,principal,interest", instalments),
            ("payments", "id,loan,day,amount,status", payments),
            ("failures", "id,loan,day,amount", failures),
            ("promises", "id,loan,made,due,amount,status", promises),
            ("arrangements", "id,loan,status,since,number,due,amount", arrangements),
            ("applications", "id,borrower,amount,status,since,docs", applications),
        ]
        for (name, header, rows) in files { try bench.folder.write("\(name).csv", "\(header)\n\(rows)") }
    }
}
