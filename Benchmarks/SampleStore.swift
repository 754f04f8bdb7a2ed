import CivilTime
import Foundation
import LoanBook
import Store

/// A store of a benchmark's own, filled as an import fills it but without files.
struct SampleStore {
    let database: any SQLDatabase
    let vault: Vault
    let random = RandomSource.system
    /// The portfolio's number in the store.
    let portfolio: Int64

    /// An empty store in `folder`, which is there, with one portfolio whose payments are as of `asOf`.
    init(folder: String, portfolio key: String, asOf: Instant) async throws {
        let database = try SQLiteDatabase(path: folder + "/dunlin.db")
        try await Migrations.run(on: database)
        vault = try await Vault.open(
            database, master: MasterKey.create(file: folder + "/master.key", random: random), random: random)
        portfolio = try await database.write { session in
            let number = try BatchFacts.portfolio(key: key, in: session)
            let batch = try BatchFacts.open(
                portfolio: number, mapping: "benchmark", asOf: asOf, importedAt: asOf, in: session)
            try BatchFacts.raiseFeed(portfolio: number, kind: "payments", batch: batch, asOf: asOf, in: session)
            return number
        }
        self.database = database
    }

    /// Enters borrowers whose numbers the store has not seen, ascending, in one transaction.
    func insert(_ snapshots: [BorrowerSnapshot], recordedAt: Instant) async throws {
        let (vault, portfolio) = (vault, portfolio)
        try await database.write { session in
            var keys: [(borrower: Int64, key: BorrowerKey)] = []
            var borrowers: [BorrowerFacts.Entry] = []
            var points: [ContactPointFacts.Entry] = []
            for snapshot in snapshots {
                let borrower = snapshot.borrower
                let id = borrower.id.number
                let key = try vault.newKey(borrower: id, retention: .profile)
                keys.append((id, key))
                let profile = BorrowerProfile(name: borrower.name, birthDate: borrower.birthDate)
                borrowers.append(
                    .init(
                        id: id, reference: borrower.reference, kind: borrower.kind, language: borrower.language,
                        region: borrower.region, zone: borrower.zone,
                        profile: try key.seal(profile.encode(), context: BorrowerProfile.context),
                        digest: vault.digest(Array(borrower.reference.utf8)).written))
                for point in borrower.contactPoints {
                    points.append(
                        .init(
                            borrower: id, id: point.id.number, channel: point.channel, standing: point.standing,
                            address: try key.seal(Array(point.address.utf8), context: ContactPoints.sealContext),
                            lookup: vault.lookup(point.address).written))
                }
            }
            try BorrowerFacts.insertKeys(keys, .profile, in: session)
            try BorrowerFacts.insert(borrowers, portfolio: portfolio, batch: 1, in: session)
            try ContactPointFacts.insert(points, batch: 1, in: session)
            try Consents.append(
                snapshots.flatMap { snapshot in snapshot.consents.map { (snapshot.borrower.id, $0) } }, in: session)
            try Contacts.append(
                snapshots.flatMap { snapshot in snapshot.contacts.map { (snapshot.borrower.id, $0) } }, in: session)
            for snapshot in snapshots {
                for flag in snapshot.flags {
                    try Flags.raise(
                        flag, of: snapshot.borrower.id, since: recordedAt, source: "benchmark", in: session)
                }
            }
            try Self.insert(snapshots.flatMap(\.loans), portfolio: portfolio, recordedAt: recordedAt, in: session)
        }
    }

    private static func insert(
        _ loans: [LoanSnapshot], portfolio: Int64, recordedAt: Instant, in session: any SQLSession
    ) throws {
        try session.runMany(
            """
            INSERT INTO loan (borrower, id, portfolio, ref, product, principal, currency, rate, disbursed_on, rating,
                status, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            loans.map { snapshot in
                let loan = snapshot.loan
                return [
                    .id(loan.borrower), .id(loan.id), .integer(portfolio), .text(loan.reference),
                    .text(loan.product), .integer(loan.principalMinor), .text(loan.currency.code),
                    .integer(loan.annualRateMillionths), .date(loan.disbursedOn), .text(loan.rating),
                    .integer(loan.status.rawValue),
                ]
            })
        try InstalmentFacts.insert(
            loans.flatMap { loan in
                let place = LoanFacts.Place(borrower: loan.loan.borrower.number, loan: loan.loan.id.number)
                return loan.instalments.map { (place, place.loan * 100 + Int64($0.number), $0) }
            }, batch: 1, in: session)
        try session.runMany(
            """
            INSERT INTO payment (borrower, loan, id, portfolio, ref, paid_on, amount, recorded_ms, batch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            loans.flatMap { loan in
                loan.payments.map { payment in
                    [
                        .id(loan.loan.borrower), .id(loan.loan.id), .id(payment.id), .integer(portfolio),
                        .text(payment.reference), .date(payment.paidOn), .integer(payment.amountMinor),
                        .instant(recordedAt),
                    ]
                }
            })
    }
}
