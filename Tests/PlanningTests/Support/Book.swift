import CivilTime
import Foundation
import LoanBook
import Planning
import Store
import StoreEngines

/// A small book of one lender in a real store, and its planner.
struct Book: Sendable {
    let folder: TemporaryFolder
    let database: any SQLDatabase
    let vault: Vault
    let planner: Planner

    static let portfolio: Int64 = 1
    static let now = Instant(iso: "2026-11-21T09:15:00+08:00") ?? .distantPast
    static let today = date("2026-11-21")

    static func date(_ iso: String) -> CivilDate { CivilDate(iso: iso) ?? CivilDate(daysSinceEpoch: 0) }

    /// `feedAge`: how old the payments are; nil when none were ever imported.
    init(feedAge: Span? = .hours(1)) async throws {
        folder = try TemporaryFolder()
        let random = RandomSource.seeded(3)
        database = try await Engine.current.migrated(in: folder.url.path)
        vault = try await Vault.open(
            database, master: MasterKey.create(file: folder.path("master.key"), random: random), random: random)
        planner = Planner(
            database: database, vault: vault, random: random, context: try House.context.get(),
            portfolio: Self.portfolio)
        try await database.write { session in
            try session.run("INSERT INTO portfolio (id, key) VALUES (1, ?), (2, 'other')", [.text(House.portfolio.key)])
            if let feedAge { try Self.paymentsFeed(asOf: Self.now - feedAge, in: session) }
        }
    }

    static func paymentsFeed(asOf: Instant, in session: any SQLSession) throws {
        let batch = try BatchFacts.open(
            portfolio: portfolio, mapping: "test", asOf: asOf, importedAt: asOf, in: session)
        try BatchFacts.raiseFeed(portfolio: portfolio, kind: "payments", batch: batch, asOf: asOf, in: session)
    }

    /// Borrowers with one phone number and one loan each; instalments of 1,000.00 on the dates.
    func borrowers(_ ids: ClosedRange<Int64>, portfolio: Int64 = portfolio, due: [String]) async throws {
        let vault = vault
        try await database.write { session in
            for id in ids { try Self.insert(id, portfolio: portfolio, due: due, in: session, vault: vault) }
        }
    }

    func write(_ sql: String, _ values: [SQLValue] = []) async throws {
        try await database.write { try $0.run(sql, values) }
    }

    func count(_ sql: String) async throws -> Int64 {
        try await database.read { try $0.integer("SELECT count(*) FROM \(sql)") ?? 0 }
    }

    func texts(_ sql: String) async throws -> [String] {
        try await database.read { try $0.rows(sql) { $0.text(0) } }
    }

    /// Everything that planning could change, as one text.
    func everything() async throws -> [String] {
        let hex = database.engine == .postgres ? "md5" : "hex"
        return try await texts(
            """
            SELECT 'message ' || id || ' ' || step || ' ' || state || ' ' || due_ms || ' ' || reason FROM message
            UNION ALL SELECT 'word ' || step || ' ' || subject_id || ' ' || outcome || ' ' || reason || at_ms FROM decision
            UNION ALL SELECT 'leaf ' || idx || ' ' || kind || ' ' || \(hex)(bytes) FROM leaf
            UNION ALL SELECT 'claim ' || step FROM claim
            """
        ).sorted()
    }

    private static func insert(
        _ id: Int64, portfolio: Int64, due: [String], in session: any SQLSession, vault: Vault
    ) throws {
        let key = try Keys.key(borrower: id, .profile, in: session, vault: vault)
        let profile = BorrowerProfile(name: "王芳", birthDate: nil)
        let phone = "+86138\(10_000_000 + id)"
        try BorrowerFacts.insert(
            [
                .init(
                    id: id, reference: "B\(id)", kind: .person, language: "zh-Hans", region: "CN-SH",
                    zone: "Asia/Shanghai", profile: try key.seal(profile.encode(), context: BorrowerProfile.context),
                    digest: [1])
            ], portfolio: portfolio, batch: 1, in: session)
        try ContactPointFacts.insert(
            [
                .init(
                    borrower: id, id: id * 10, channel: .sms, standing: .usable,
                    address: try key.seal(Array(phone.utf8), context: ContactPoints.sealContext),
                    lookup: vault.lookup(phone).written)
            ], batch: 1, in: session)
        try session.run(
            """
            INSERT INTO loan (borrower, id, portfolio, ref, product, principal, currency, rate, disbursed_on,
                rating, status, batch)
            VALUES (?, ?, ?, ?, 'cash', 400000, 'CNY', 154000, 20000, 'A', 0, 1)
            """, [.integer(id), .integer(id * 100), .integer(portfolio), .text("LN-2026\(1000 + id)")])
        try session.runMany(
            "INSERT INTO instalment (borrower, loan, number, id, due_on, amount, batch) VALUES (?, ?, ?, ?, ?, ?, 1)",
            due.enumerated().map { index, day in
                [
                    .integer(id), .integer(id * 100), .integer(index + 1), .integer(id * 1000 + Int64(index)),
                    .date(date(day)), .integer(100_000 as Int64),
                ]
            })
    }

    func pay(_ borrower: Int64, _ amount: Int64, on: String) async throws {
        try await database.write { session in
            let id = try Numbers.take("payment", 1, in: session)
            try session.run(
                """
                INSERT INTO payment (borrower, loan, id, portfolio, ref, paid_on, amount, recorded_ms, batch)
                VALUES (?, ?, ?, 1, ?, ?, ?, ?, 1)
                """,
                [
                    .integer(borrower), .integer(borrower * 100), .integer(id), .text("P\(id)"),
                    .date(Self.date(on)), .integer(amount), .instant(Self.now),
                ])
        }
    }
}
