/// A set of loans under one brand, as `dunlin.yaml` describes it.
package struct Portfolio: Sendable, Hashable {
    package typealias Key = String

    package enum Role: String, Sendable, Codable, CaseIterable {
        case lender, bank
        case digitalLender = "digital_lender"
        case thirdPartyCollector = "third_party_collector"
    }

    package var key: Key
    package var lender: String
    /// What stands as the sender's name in a text: `Meadow Loans`, `晨禾消费金融` (the template adds the brackets).
    package var signature: String
    package var hotline: String
    package var waysToPay: [String: String]
    /// Where letters and disputes are taken, in one line; empty where the lender gave none.
    package var address = ""
    /// Whom the debt is owed to, for a collector; empty: the lender.
    package var creditor = ""
    /// Where a collector's validation notice itself stands, for a borrower to read and keep; empty where there is no such
    /// page.
    package var validationPage = ""
    package var role: Role
    /// Default region and language for borrowers whose row has none.
    package var region: String
    package var language: String
    /// The civil calendar in which arrears are counted: an IANA zone.
    package var zone: String
    /// Collection waits when the payments feed is older than this many hours (promise P10).
    package var paymentsFeedMaxAge_h: Int64
    /// The champion's, where several share the borrowers.
    package var strategy: String
    /// The champion's share and the challengers'; empty where one strategy speaks to all.
    package var shares: [StrategyShare]
    /// Another text draws other lots.
    package var strategySalt: String

    package struct StrategyShare: Sendable, Hashable {
        package var strategy: String
        package var weight: Int

        package init(strategy: String, weight: Int) {
            self.strategy = strategy
            self.weight = weight
        }
    }

    package init(
        key: Key, lender: String, signature: String, hotline: String, waysToPay: [String: String], role: Role,
        region: String, language: String, zone: String, paymentsFeedMaxAge_h: Int64, strategy: String,
        shares: [StrategyShare] = [], strategySalt: String = ""
    ) {
        self.key = key
        self.lender = lender
        self.signature = signature
        self.hotline = hotline
        self.waysToPay = waysToPay
        self.role = role
        self.region = region
        self.language = language
        self.zone = zone
        self.paymentsFeedMaxAge_h = paymentsFeedMaxAge_h
        self.strategy = strategy
        self.shares = shares
        self.strategySalt = strategySalt
    }
}
