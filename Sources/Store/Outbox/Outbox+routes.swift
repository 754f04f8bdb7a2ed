package import CivilTime
internal import Messaging

/// Messages whose way is chosen one by one: which lane they wait for.
extension Outbox {
    static let leaseByRouteSQL = """
        SELECT \(OutboxMessage.columns) FROM message INDEXED BY message_routed
        WHERE state IN (1, 3) AND route = ? AND due_ms <= ? ORDER BY due_ms LIMIT ?
        """
    static let isDueByRouteSQL = """
        SELECT 1 FROM message WHERE state IN (1, 3) AND route IN (SELECT name FROM route_standing)
            AND due_ms <= ? AND portfolio IN ($portfolios) LIMIT 1
        """

    /// What waits for this route's lane and is due, leased as `lease(at:portfolios:limit:in:)` does.
    package static func lease(
        at now: Instant, route: String, limit: Int, in session: any SQLSession
    ) throws -> [OutboxMessage] {
        let isShared = session.engine == .postgres
        if isShared { try session.post("SET LOCAL enable_sort = off", []) }
        let messages = try session.rows(
            leaseByRouteSQL + (isShared ? " FOR UPDATE SKIP LOCKED" : ""),
            [.text(route), .instant(now), .integer(limit)], OutboxMessage.init(row:))
        if isShared { try session.post("SET LOCAL enable_sort = on", []) }
        return messages
    }

    /// Whether anything of these portfolios is due, whichever lane it waits for.
    package static func isAnyDue(at now: Instant, portfolios: [Int64], in session: any SQLSession) throws -> Bool {
        guard !portfolios.isEmpty else { return false }
        if try !due(at: now, portfolios: portfolios, limit: 1, in: session).isEmpty { return true }
        let places = portfolios.map { _ in "?" }.joined(separator: ", ")
        return try session.first(
            isDueByRouteSQL.replacing("$portfolios", with: places),
            [.instant(now)] + portfolios.map { .integer($0) }
        ) { _ in true } ?? false
    }

    /// What waits for a route goes back to whoever takes it: a way is chosen anew. Returns how many there were.
    package static func giveBack(route: String, in session: any SQLSession) throws -> Int {
        try session.run("UPDATE message SET route = NULL WHERE state IN (1, 3) AND route = ?", [.text(route)])
    }

    /// What waits for any route to come back is looked at now.
    package static func lookAgainForRoutes(at now: Instant, in session: any SQLSession) throws {
        try session.run(
            "UPDATE message SET due_ms = ? WHERE state = 3 AND route IS NULL AND due_ms > ? AND reason LIKE ?",
            [.instant(now), .instant(now), .text(RouteChoice.holdWords + "%")])
    }

    /// The same for what waits for a route that its portfolio does not use. `routes`: those of each portfolio that chooses.
    package static func giveBackStrays(routes: [Int64: [String]], in session: any SQLSession) throws -> Int {
        let waiting = try session.rows(
            "SELECT DISTINCT route, portfolio FROM message WHERE state IN (1, 3) AND route IS NOT NULL"
        ) { (route: $0.text(0), portfolio: $0.integer(1)) }
        return try waiting.filter { routes[$0.portfolio]?.contains($0.route) != true }.reduce(0) { count, stray in
            let given = try session.run(
                "UPDATE message SET route = NULL WHERE state IN (1, 3) AND route = ? AND portfolio = ?",
                [.text(stray.route), .integer(stray.portfolio)])
            return count + given
        }
    }
}
