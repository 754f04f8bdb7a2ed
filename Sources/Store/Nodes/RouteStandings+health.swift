package import CivilTime
internal import Evidence
package import Messaging

extension RouteStandings {
    /// What a node tells about its link is written anew when it is older than this.
    private static let linkNews = Span.seconds(10)

    /// Whether there is nothing to tell of a route whose link is up and of which nothing was heard: it does well, and that its
    /// link is up was told a moment ago.
    package static func isQuiet(_ route: String, at now: Instant, in session: any SQLSession) throws -> Bool {
        let health = try health(route, at: now, in: session)
        guard health.level == .normal, let seen = health.linkSeen else { return false }
        return now - seen < linkNews
    }

    /// Adds what a lane has heard to what all nodes know, and judges the route by it. Returns the level before.
    package static func take(
        _ sample: RouteSample, of route: String, isLinkUp: Bool?, began: Instant, node: String, at now: Instant,
        in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws -> RouteLevel {
        try session.lock([.route(route)], .exclusive)
        var health = try health(route, at: now, in: session)
        let before = health.level
        health.take(sample, isLinkUp: isLinkUp, began: began, at: now)
        try enter([route], in: session)
        try session.run(
            """
            UPDATE route_standing SET level = ?, why = ?, until_ms = ?, trials = COALESCE(?, trials), figures = ?
            WHERE name = ?
            """,
            [
                .integer(health.level.rawValue), .text(health.why), .instant(health.until),
                .integer(health.trials.map { Int64($0) }), .text(health.figures), .text(route),
            ])
        guard before != health.level else { return before }
        // What waits for it finds another way.
        if health.level == .open, try Outbox.giveBack(route: route, in: session) > 0 { try session.notify(.outbox) }
        let leaf = LeafDraft(
            kind: .change, borrower: nil, at: now,
            content: [
                ("act", "judged"), ("by", .text(node)), ("from", .text(before.word)), ("route", .text(route)),
                ("to", .text(health.level.word)), ("why", .text(health.why)),
            ])
        try EvidenceLog.append([leaf], in: session, vault: vault, random: random)
        return before
    }

    private static func health(_ route: String, at now: Instant, in session: any SQLSession) throws -> RouteHealth {
        try session.first("SELECT level, why, until_ms, figures FROM route_standing WHERE name = ?", [.text(route)]) {
            row in
            RouteHealth(
                level: RouteLevel(rawValue: Int(row.integer(0))) ?? .normal, why: row.text(1),
                until: row.optionalInstant(2), figures: row.text(3))
        }.flatMap { $0 } ?? RouteHealth(at: now)
    }
}
