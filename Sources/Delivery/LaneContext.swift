package import CivilTime
package import Decisions
package import Messaging
package import Store

/// Everything a lane needs. While it runs nothing of it changes but what decides, and which ways there are.
package struct LaneContext: Sendable {
    package var database: any SQLDatabase
    package var vault: Vault
    package var random: RandomSource
    package var clock: LawClock
    package var settings: DeliverySettings
    /// This node among others: host and home.
    package var node: String
    /// What decides for each portfolio.
    package let decisions: DecisionsInForce
    /// Which ways there are.
    package let routes: RoutesInForce
    /// The routes on which a text of several segments travels as one PDU, with one answer and one receipt.
    package var wholeRoutes: Set<String>
    /// What the store forgot when it was brought back, as the portfolios' contexts have it.
    package var lapse: Lapse?
    /// What each route takes for a segment, by its number among `Prices`.
    package var prices: [String: Int64] = [:]
    /// What each route's codes say of numbers.
    package var numberCodes: [String: NumberCodes] = [:]

    package init(
        database: any SQLDatabase, vault: Vault, random: RandomSource, clock: LawClock, settings: DeliverySettings,
        node: String = "node", portfolios: [Int64: DecisionContext], routes: RouteMap = RouteMap(),
        wholeRoutes: Set<String> = [],
        lapse: Lapse? = nil
    ) {
        self.routes = RoutesInForce(routes)
        self.wholeRoutes = wholeRoutes
        self.lapse = lapse
        self.node = node
        self.database = database
        self.vault = vault
        self.random = random
        self.clock = clock
        self.settings = settings
        decisions = DecisionsInForce(portfolios)
    }

    /// By the portfolio's number in the store, as it stands.
    package var portfolios: [Int64: DecisionContext] { decisions.current.portfolios }
}

/// What turns have done since the lane began. Counts only.
package struct DeliveryCounts: Sendable, Hashable {
    package var attempts = 0
    package var accepted = 0
    package var refused = 0
    package var throttled = 0
    package var unknown = 0
    package var unwritten = 0
    package var receipts = 0
    package var parkedReceipts = 0
    package var delivered = 0
    package var replies = 0
    package var optOuts = 0
    package var held = 0
    package var suppressed = 0
    package var superseded = 0
    package var unreadable = 0
    /// Found among those that were looked at: see `OtherReading`.
    package var misreadReceipts = 0

    package init() {}

    package static func + (a: DeliveryCounts, b: DeliveryCounts) -> DeliveryCounts {
        var sum = a
        for path in allPaths { sum[keyPath: path] += b[keyPath: path] }
        return sum
    }

    private static var allPaths: [WritableKeyPath<DeliveryCounts, Int>] {
        [
            \.attempts, \.accepted, \.refused, \.throttled, \.unknown, \.unwritten, \.receipts, \.parkedReceipts,
            \.delivered, \.replies, \.optOuts, \.held, \.suppressed, \.superseded, \.unreadable,
            \.misreadReceipts,
        ]
    }
}
