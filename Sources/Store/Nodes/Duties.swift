package import CivilTime

/// Work that one node does at a time, led by leases on the database's clock: table `duty`.
///
/// The lease is the trust window: a leader that dies is followed when it has run out, and one that is away for longer
/// finds another in its place. All such work may safely be done twice at once (planning claims nothing, sweeping asks
/// under locks, publishing is the same on every node): the lease saves work, it guards nothing.
package enum Duties {
    /// Takes or prolongs the duty for `holder`. Returns false while it is somebody else's.
    package static func lead(
        _ name: String, as holder: String, lease: Span, in session: any SQLSession
    ) throws -> Bool {
        let now = Instant(milliseconds: try session.clock_ms())
        let standing = try session.first("SELECT holder, until_ms FROM duty WHERE name = ?", [.text(name)]) {
            (holder: $0.text(0), until: $0.instant(1))
        }
        if let standing {
            if standing.holder != holder, standing.until >= now { return false }
            // While half of the lease is left nothing need be written.
            if standing.holder == holder, (standing.until - now).milliseconds > lease.milliseconds / 2 { return true }
        }
        return try session.run(
            """
            INSERT INTO duty (name, holder, until_ms) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
            WHERE duty.holder = excluded.holder OR duty.until_ms < ?
            """, [.text(name), .text(holder), .instant(now + lease), .instant(now)]) > 0
    }

    /// Hands the duty back, so that nobody has to wait for the lease to run out.
    package static func leave(_ name: String, as holder: String, in session: any SQLSession) throws {
        try session.run("DELETE FROM duty WHERE name = ? AND holder = ?", [.text(name), .text(holder)])
    }

    /// How many hold a duty whose name begins so.
    package static func count(prefix: String, in session: any SQLSession) throws -> Int {
        try held(in: session).keys.count { $0.hasPrefix(prefix) }
    }

    /// Who holds which duty now.
    package static func held(in session: any SQLSession) throws -> [String: String] {
        let now = try session.clock_ms()
        var held: [String: String] = [:]
        try session.query("SELECT name, holder FROM duty WHERE until_ms >= ?", [.integer(now)]) {
            held[$0.text(0)] = $0.text(1)
        }
        return held
    }
}
