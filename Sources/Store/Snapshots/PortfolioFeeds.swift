internal import CivilTime

/// The portfolios of a store, and how old the payments of each are. A handful of rows, read once a transaction.
struct PortfolioFeeds {
    /// The kind of `feed` that holds payments.
    static let paymentsKind = "payments"

    private let keys: [Int64: String]
    private let payments: [Int64: Instant]

    init(in session: any SQLSession) throws {
        keys = Dictionary(
            uniqueKeysWithValues: try session.rows("SELECT id, key FROM portfolio") { ($0.integer(0), $0.text(1)) })
        payments = Dictionary(
            uniqueKeysWithValues: try session.rows(
                "SELECT portfolio, as_of_ms FROM feed WHERE kind = ?", [.text(Self.paymentsKind)]
            ) { ($0.integer(0), $0.instant(1)) })
    }

    func key(_ id: Int64) throws -> String {
        guard let key = keys[id] else {
            throw StoreError(.unreadableRow, "unknown portfolio \(id)", at: "borrower.portfolio")
        }
        return key
    }

    /// Nil for a key that no import has named yet.
    func id(_ key: String) -> Int64? { keys.first { $0.value == key }?.key }

    func paymentsAsOf(_ id: Int64) -> Instant? { payments[id] }
}
