import CivilTime
import Foundation
import LoanBook
import Store
import StoreEngines

@testable import Intake

/// A migrated database of a temporary folder, and a small book of one borrower to change and import again.
final class ImportBench {
    static let now = Instant(milliseconds: 1_795_262_400_000)  // 2026-11-21T12:00:00Z
    static let mapping = """
        mapping: bench
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
            columns: {reference: id, borrower: borrower, principal: principal, disbursed_on: day}
          instalments:
            file: instalments.csv
            columns: {loan: loan, number: number, due_on: due, amount: amount}
          payments:
            file: payments.csv
            optional: true
            columns: {reference: id, loan: loan, paid_on: day, amount: amount}
        """

    let folder: TemporaryFolder
    let database: any SQLDatabase
    let vault: Vault
    let random: RandomSource

    init(seed: UInt64 = 1) async throws {
        folder = try TemporaryFolder()
        random = .seeded(seed)
        database = try await Engine.current.migrated(in: folder.path)
        let master = Data(random.bytes(32)).base64EncodedString()
        vault = try await Vault.open(
            database, master: MasterKey.load(file: "", environment: [MasterKey.variable: master]), random: random)
        try files()
    }

    /// Writes the book; each part can be given otherwise.
    func files(
        borrowers: String = "B1,Ana Adams,+12125550123,a@example.com,Y\n",
        loans: String = "L1,B1,1000.00,2026-01-20\n",
        instalments: String = "L1,1,2026-06-20,100.00\nL1,2,2026-07-20,100.00\n",
        payments: String = "P1,L1,2026-06-18,100.00\n"
    ) throws {
        try folder.write("borrowers.csv", "id,name,phone,email,sms\n" + borrowers)
        try folder.write("loans.csv", "id,borrower,principal,day\n" + loans)
        try folder.write("instalments.csv", "loan,number,due,amount\n" + instalments)
        try folder.write("payments.csv", "id,loan,day,amount\n" + payments)
    }

    @discardableResult
    func run(
        source: String? = nil, mapping: String = ImportBench.mapping, day: Int64 = 0, rejectedFile: String? = nil,
        progress: @escaping @Sendable (ImportProgress) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        try await Importer.run(
            source: source ?? folder.path, mapping: Mapping.parse(yaml: mapping, file: "bench.yaml"),
            database: database, vault: vault, zones: ZoneFiles.zones, now: Self.now, asOf: Self.now + .days(day),
            rejectedFile: rejectedFile, progress: progress)
    }

    /// The rows of a query, every column as text; sealed columns are not for this.
    func rows(_ sql: String, columns: Int) async throws -> [[String]] {
        try await database.read { session in
            try session.rows(sql) { row in (0..<columns).map { row.isNull($0) ? "null" : row.text($0) } }
        }
    }

    func count(_ table: String) async throws -> Int64 {
        try await database.read { try $0.integer("SELECT count(*) FROM \(table)") } ?? -1
    }
}

extension ImportBench {
    /// What a decision about the borrower may look at now.
    func snapshot(_ reference: Reference) async throws -> BorrowerSnapshot? {
        let vault = vault
        return try await database.read { session in
            guard let borrower = try Snapshots.find(reference: reference, portfolio: "p", in: session) else {
                return nil
            }
            return try Snapshots.load(
                borrower, in: session, vault: vault, contactsSince: Self.now, now: Self.now)
        }
    }
}
