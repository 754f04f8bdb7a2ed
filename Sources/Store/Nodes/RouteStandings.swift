package import CivilTime
internal import Evidence
package import Messaging

/// How routes stand, as all nodes share it: tables `route_standing` and `route_day`.
package enum RouteStandings {
    /// Every route in use has its row.
    package static func enter(_ names: [String], in session: any SQLSession) throws {
        try session.runMany(
            "INSERT INTO route_standing (name) VALUES (?) ON CONFLICT DO NOTHING", names.sorted().map { [.text($0)] })
    }

    /// By name. `days`: the day of each route on which its segments are counted.
    package static func read(
        days: [String: CivilDate], in session: any SQLSession
    ) throws -> [String: RouteStanding] {
        var standings: [String: RouteStanding] = [:]
        try session.query(
            "SELECT name, level, why, until_ms, trials, drained_ms, drained_by FROM route_standing", []
        ) { row in
            var standing = RouteStanding()
            standing.level = RouteLevel(rawValue: Int(row.integer(1))) ?? .normal
            standing.why = row.text(2)
            standing.until = row.isNull(3) ? nil : row.instant(3)
            standing.trials = Int(row.integer(4))
            if !row.isNull(5) { standing.drained = .init(by: row.text(6), at: row.instant(5)) }
            standings[row.text(0)] = standing
        }
        guard let first = days.values.min() else { return standings }
        try session.query("SELECT route, day, segments FROM route_day WHERE day >= ?", [.date(first)]) { row in
            let (route, day) = (row.text(0), CivilDate(daysSinceEpoch: Int32(row.integer(1))))
            if days[route] == day { standings[route, default: RouteStanding()].segmentsToday = Int(row.integer(2)) }
        }
        return standings
    }

    /// Counts segments that were given to a route.
    package static func count(
        _ segments: Int, of route: String, on day: CivilDate, in session: any SQLSession
    ) throws {
        try session.post(
            """
            INSERT INTO route_day (route, day, segments) VALUES (?, ?, ?)
            ON CONFLICT (route, day) DO UPDATE SET segments = route_day.segments + excluded.segments
            """, [.text(route), .date(day), .integer(segments)])
    }

    /// So many messages try a route whose circuit is half open.
    package static func useTrials(_ count: Int, of route: String, in session: any SQLSession) throws {
        try session.post(
            "UPDATE route_standing SET trials = trials - ? WHERE name = ?", [.integer(count), .text(route)])
    }

    /// Takes a route out of use, or back into it; what waits for it finds another way. Returns whether anything changed.
    package static func set(
        drained: Bool, _ route: String, _ act: Proposal.Act, in session: any SQLSession, vault: Vault,
        random: RandomSource
    ) throws -> Bool {
        try session.lock([.route(route)], .exclusive)
        try enter([route], in: session)
        let isDrained = try session.first(
            "SELECT drained_ms FROM route_standing WHERE name = ?", [.text(route)]
        ) { !$0.isNull(0) }
        guard isDrained != drained else { return false }
        try session.run(
            "UPDATE route_standing SET drained_ms = ?, drained_by = ? WHERE name = ?",
            [drained ? .instant(act.at) : .null, drained ? .text(act.by) : .null, .text(route)])
        if drained {
            _ = try Outbox.giveBack(route: route, in: session)
        } else {
            try Outbox.lookAgainForRoutes(at: act.at, in: session)
        }
        try session.notify(.outbox)
        let leaf = LeafDraft(
            kind: .change, borrower: nil, at: act.at,
            content: [
                ("act", drained ? "drained" : "resumed"), ("by", .text(act.by)), ("note", .text(act.note)),
                ("route", .text(route)),
            ])
        try EvidenceLog.append([leaf], in: session, vault: vault, random: random)
        return true
    }
}
