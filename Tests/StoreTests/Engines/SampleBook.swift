import CivilTime
import LoanBook
import Store
import StoreEngines

/// A small book written straight into the tables: enough of each kind to see what a snapshot reads.
struct SampleBook {
    static let march: Int64 = 1_772_323_200_000  // 2026-03-01T00:00:00Z

    let database: any SQLDatabase
    let vault: Vault

    /// A migrated database with a vault of a fixed master and seed.
    static func make(_ engine: Engine, in folder: TemporaryFolder) async throws -> SampleBook {
        let database = try await engine.migrated(in: folder)
        let random = RandomSource.seeded(7)
        let master = try MasterKey.create(file: folder.path("master.key"), random: random)
        let vault = try await Vault.open(database, master: master, random: random)
        return SampleBook(database: database, vault: vault)
    }

    func portfolio(_ id: Int64, _ key: String) async throws {
        try await database.write {
            try $0.run("INSERT INTO portfolio (id, key) VALUES (?, ?)", [.integer(id), .text(key)])
        }
    }

    /// A borrower with one phone number and one loan of four instalments, due on days 30, 60, 90, 120; ids follow the
    /// borrower's.
    func borrower(_ id: Int64, portfolio: Int64 = 1, ref: String? = nil, phone: String? = nil) async throws {
        try await borrowers([id], portfolio: portfolio, ref: ref, phone: phone)
    }

    /// Several of them in one transaction.
    func borrowers(
        _ ids: some Sequence<Int64> & Sendable, portfolio: Int64 = 1, ref: String? = nil, phone: String? = nil
    ) async throws {
        let vault = vault
        try await database.write { session in
            for id in ids {
                try Self.insert(id, portfolio: portfolio, ref: ref, phone: phone, in: session, vault: vault)
            }
        }
    }

    private static func insert(
        _ id: Int64, portfolio: Int64, ref: String?, phone: String?, in session: any SQLSession, vault: Vault
    ) throws {
        let key = try Keys.key(borrower: id, .profile, in: session, vault: vault)
        let profile = BorrowerProfile(name: "Robin \(id)", birthDate: CivilDate(daysSinceEpoch: Int32(id)))
        let reference = SQLValue.text(ref ?? "B\(id)")
        try session.run(
            """
            INSERT INTO borrower (id, portfolio, ref, kind, language, region, zone, profile, digest, batch)
            VALUES (?, ?, ?, 0, 'en', 'US-MA', 'America/New_York', ?, ?, 1)
            """,
            [
                .integer(id), .integer(portfolio), reference,
                .blob(try key.seal(profile.encode(), context: BorrowerProfile.context)), .blob([1]),
            ])
        let address = phone ?? "+1617555\(1000 + id)"
        try session.run(
            """
            INSERT INTO contact_point (borrower, id, channel, owner, standing, address, lookup, batch)
            VALUES (?, ?, 1, 0, 0, ?, ?, 1)
            """,
            [
                .integer(id), .integer(id * 10),
                .blob(try key.seal(Array(address.utf8), context: ContactPoints.sealContext)),
                .blob(vault.lookup(address).written),
            ])
        try session.run(
            """
            INSERT INTO loan (borrower, id, portfolio, ref, product, principal, currency, rate, disbursed_on,
                rating, status, batch)
            VALUES (?, ?, ?, ?, 'cash', 400000, 'USD', 154000, 1, 'A', 0, 1)
            """, [.integer(id), .integer(id * 100), .integer(portfolio), .text("L\(id)")])
        try session.runMany(
            """
            INSERT INTO instalment (borrower, loan, number, id, due_on, amount, batch) VALUES (?, ?, ?, ?, ?, ?, 1)
            """,
            (1...4).map { number in
                [
                    .integer(id), .integer(id * 100), .integer(number), .integer(id * 1000 + Int64(number)),
                    .integer(30 * number), .integer(100_000 as Int64),
                ]
            })
    }

    func payment(_ id: Int64, of borrower: Int64, on day: Int64, amount: Int64) async throws {
        try await database.write {
            try $0.run(
                """
                INSERT INTO payment (borrower, loan, id, portfolio, ref, paid_on, amount, recorded_ms, batch)
                VALUES (?, ?, ?, 1, ?, ?, ?, 0, 1)
                """,
                [
                    .integer(borrower), .integer(borrower * 100), .integer(id), .text("P\(id)"), .integer(day),
                    .integer(amount),
                ])
        }
    }

    func load(
        _ borrower: Int64, contactsSince: Instant = .distantPast, now: Instant = Instant(milliseconds: march)
    ) async throws -> BorrowerSnapshot? {
        let vault = vault
        return try await database.read {
            try Snapshots.load(Borrower.ID(borrower), in: $0, vault: vault, contactsSince: contactsSince, now: now)
        }
    }
}
