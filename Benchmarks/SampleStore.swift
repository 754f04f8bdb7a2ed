import CivilTime
import Foundation
import LoanBook
import Store
import StorePostgres

/// A store of a benchmark's own, filled as an import fills it but without files.
struct SampleStore {
    let database: any SQLDatabase
    let vault: Vault
    let random = RandomSource.system
    /// The portfolio's number in the store.
    let portfolio: Int64
    /// Nil for SQLite.
    private let url: String?

    /// A store with one portfolio whose payments are as of `asOf`: in the empty database `url`, else in an SQLite file in
    /// `folder`, which is there and holds the master key.
    init(folder: String, database url: String? = nil, portfolio key: String, asOf: Instant) async throws {
        let database = try Self.open(folder: folder, url)
        self.url = url
        try await Migrations.run(on: database)
        vault = try await Vault.open(
            database, master: MasterKey.create(file: folder + "/master.key", random: random), random: random)
        portfolio = try await Self.imported(key, asOf: asOf, into: database)
        self.database = database
    }

    /// The store that an earlier run made there.
    init(kept folder: String, database url: String?, portfolio key: String, asOf: Instant) async throws {
        let database = try Self.open(folder: folder, url)
        self.url = url
        let master = try MasterKey.load(file: folder + "/master.key", environment: [:])
        vault = try await Vault.open(database, master: master, random: random)
        portfolio = try await Self.imported(key, asOf: asOf, into: database)
        self.database = database
    }

    private static func open(folder: String, _ url: String?) throws -> any SQLDatabase {
        if let url { return try PostgresDatabase(url: url) }
        return try SQLiteDatabase(path: folder + "/dunlin.db")
    }

    private static func imported(_ key: String, asOf: Instant, into database: any SQLDatabase) async throws -> Int64 {
        try await database.write { session in
            let number = try BatchFacts.portfolio(key: key, in: session)
            let batch = try BatchFacts.open(
                portfolio: number, mapping: "benchmark", asOf: asOf, importedAt: asOf, in: session)
            try BatchFacts.raiseFeed(portfolio: number, kind: "payments", batch: batch, asOf: asOf, in: session)
            return number
        }
    }

    /// A new export of payments came, as of `asOf`, which changed nothing.
    func refreshed(asOf: Instant) async throws {
        let portfolio = portfolio
        try await database.write { session in
            try BatchFacts.raiseFeed(portfolio: portfolio, kind: "payments", batch: 1, asOf: asOf, in: session)
        }
    }

    /// After rows were written by the million: what a server does about them in the background is done before anything is
    /// measured.
    func settle() async throws {
        guard let url else { return }
        let psql = Process()
        psql.executableURL = URL(filePath: "/usr/bin/env")
        psql.arguments = ["psql", "-q", url, "-c", "VACUUM ANALYZE", "-c", "CHECKPOINT"]
        try psql.run()
        psql.waitUntilExit()
        guard psql.terminationStatus == 0 else { throw BenchFault(words: "psql could not VACUUM the store") }
    }

    /// Enters so many borrowers, some thousands in a transaction. `take` makes as many as it is asked for.
    func insert(_ count: Int, recordedAt: Instant, _ take: (Int) -> [BorrowerSnapshot]) async throws {
        var left = count
        while left > 0 {
            let page = take(min(left, 5_000))
            left -= page.count
            try await insert(page, recordedAt: recordedAt)
        }
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
