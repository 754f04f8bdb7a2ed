package import CivilTime

/// How the lanes of a route share its binds, which the carrier counts over all nodes together.
package enum BindShares {
    /// What a lane may hold: its fair share, and never more than the others' leave.
    ///
    /// A lane whose lease has ended counts with what it held until it is given up: its sockets may still be open.
    package static func fair(_ id: Int64, among lanes: [LaneRecord], of binds: Int, at now: Instant) -> Int {
        let alive = lanes.filter { $0.until >= now || $0.id == id }.map(\.id).sorted()
        guard let rank = alive.firstIndex(of: id) else { return 0 }
        let share = binds / alive.count + (rank < binds % alive.count ? 1 : 0)
        let others = lanes.filter { $0.id != id }.reduce(0) { $0 + $1.binds }
        return max(0, min(share, binds - others))
    }

    /// Settles a lane's share and notes it. Nil when the lane was given up.
    ///
    /// `open`: connections that the lane has open or is opening now. More than its share stay noted until they are closed.
    package static func settle(
        _ id: Int64, route: String, of binds: Int, open: Int, in session: any SQLSession
    ) throws -> Int? {
        try session.lock([.route(route)], .exclusive)
        let now = Instant(milliseconds: try session.clock_ms())
        let lanes = try Lanes.of(route: route, in: session)
        guard let own = lanes.first(where: { $0.id == id }) else { return nil }
        let share = fair(id, among: lanes, of: binds, at: now)
        if max(share, open) != own.binds { try Lanes.setBinds(max(share, open), of: id, in: session) }
        return share
    }
}
