import CivilTime
import LoanBook
import Messaging
import Store

/// Facts as imports would bring them.
extension Desk {
    /// A borrower with one phone number and one loan of instalments of 1,000.00 due on the dates. The loan's id is the
    /// borrower's times 100, the contact point's times 10.
    func borrower(_ id: Int64, _ house: House = .chenhe, phone: String? = nil, due: [String] = ["2026-11-20"])
        async throws
    {
        let vault = vault
        try await database.write { session in
            try Self.insert(id, house, phone: phone ?? house.phone(id), due: due, in: session, vault: vault)
        }
    }

    func pay(_ borrower: Int64, _ amount: Int64 = 100_000, on: String) async throws {
        let now = clock.now
        try await database.write { session in
            try Self.pay(borrower, amount, on: Self.date(on), recordedAt: now, in: session)
        }
    }

    static func pay(
        _ borrower: Int64, _ amount: Int64, on: CivilDate, recordedAt: Instant, in session: any SQLSession
    ) throws {
        let id = try Numbers.take("payment", 1, in: session)
        try session.run(
            """
            INSERT INTO payment (borrower, loan, id, portfolio, ref, paid_on, amount, recorded_ms, batch)
            SELECT ?, ?, ?, portfolio, ?, ?, ?, ?, 1 FROM borrower WHERE id = ?
            """,
            [
                .integer(borrower), .integer(borrower * 100), .integer(id), .text("P\(id)"), .date(on),
                .integer(amount), .instant(recordedAt), .integer(borrower),
            ])
    }

    /// A whole import of payments, as of the instant.
    static func paymentsFeed(_ house: House, asOf: Instant, in session: any SQLSession) throws {
        let batch = try BatchFacts.open(
            portfolio: house.rawValue, mapping: "test", asOf: asOf, importedAt: asOf, in: session)
        try BatchFacts.raiseFeed(
            portfolio: house.rawValue, kind: "payments", batch: batch, asOf: asOf, in: session)
    }

    func paymentsFeed(asOf: Instant) async throws {
        try await database.write { session in
            for house in House.allCases { try Self.paymentsFeed(house, asOf: asOf, in: session) }
        }
    }

    private static func insert(
        _ id: Int64, _ house: House, phone: String, due: [String], in session: any SQLSession, vault: Vault
    ) throws {
        let key = try Keys.key(borrower: id, .profile, in: session, vault: vault)
        let name = house == .meadow ? "Robin \(id)" : "王芳"
        let profile = BorrowerProfile(name: name, birthDate: nil)
        try BorrowerFacts.insert(
            [
                .init(
                    id: id, reference: "B\(id)", kind: .person, language: house.portfolio.language,
                    region: house.state, zone: house.portfolio.zone,
                    profile: try key.seal(profile.encode(), context: BorrowerProfile.context), digest: [1])
            ], portfolio: house.rawValue, batch: 1, in: session)
        try ContactPointFacts.insert(
            [
                .init(
                    borrower: id, id: id * 10, channel: .sms, standing: .usable,
                    address: try key.seal(Array(phone.utf8), context: ContactPoints.sealContext),
                    lookup: vault.lookup(phone).written)
            ], batch: 1, in: session)
        try Consents.append(
            [MessageClass.service, .collection].map {
                (
                    Borrower.ID(id),
                    Consent(
                        contactPoint: ContactPoint.ID(id * 10), messageClass: $0, given: true,
                        at: instant("2026-07-01T00:00:00Z"), act: .importedRow)
                )
            }, in: session)
        try session.run(
            """
            INSERT INTO loan (borrower, id, portfolio, ref, product, principal, currency, rate, disbursed_on,
                rating, status, batch)
            VALUES (?, ?, ?, ?, 'cash', 400000, ?, 154000, 20000, 'A', 0, 1)
            """,
            [
                .integer(id), .integer(id * 100), .integer(house.rawValue), .text("LN-2026\(1000 + id)"),
                .text(house.currency),
            ])
        try session.runMany(
            "INSERT INTO instalment (borrower, loan, number, id, due_on, amount, batch) VALUES (?, ?, ?, ?, ?, ?, 1)",
            due.enumerated().map { index, day in
                [
                    .integer(id), .integer(id * 100), .integer(index + 1), .integer(id * 1000 + Int64(index)),
                    .date(date(day)), .integer(100_000 as Int64),
                ]
            })
    }
}
