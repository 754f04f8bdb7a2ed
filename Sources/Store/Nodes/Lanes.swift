package import CivilTime

/// A delivering lane of a node, as the nodes know each other: table `lane`.
package struct LaneRecord: Sendable, Hashable {
    package var id: Int64
    package var route: String
    /// Its node: host and home.
    package var node: String
    /// The last turn that changed anything.
    package var turn: Int64
    /// The end of its lease, by the database's clock.
    package var until: Instant
    /// What it holds of its route's binds.
    package var binds: Int
}

/// Leases of lanes. A lane is alive while its lease lasts; each of its turns holds `StoreLock.lane`, so that whoever takes
/// the lane for dead under that lock has waited for the turn that was under way.
package enum Lanes {
    private static let columns = "id, route, node, turn, until_ms, binds"

    /// Enters a lane; returns its number.
    package static func register(
        route: String, node: String, until: Instant, at now: Instant, in session: any SQLSession
    ) throws -> Int64 {
        let id = try Numbers.take("lane", 1, in: session)
        try session.run(
            """
            INSERT INTO lane (id, route, node, turn, until_ms, binds, began_ms) VALUES (?, ?, ?, 0, ?, 0, ?)
            """, [.integer(id), .text(route), .text(node), .instant(until), .instant(now)])
        return id
    }

    /// Nil when the lane was taken for dead.
    package static func find(_ id: Int64, in session: any SQLSession) throws -> LaneRecord? {
        try session.first("SELECT \(columns) FROM lane WHERE id = ?", [.integer(id)], LaneRecord.init(row:))
    }

    package static func all(in session: any SQLSession) throws -> [LaneRecord] {
        try session.rows("SELECT \(columns) FROM lane ORDER BY id", [], LaneRecord.init(row:))
    }

    package static func of(route: String, in session: any SQLSession) throws -> [LaneRecord] {
        try session.rows(
            "SELECT \(columns) FROM lane WHERE route = ? ORDER BY id", [.text(route)], LaneRecord.init(row:))
    }

    /// Notes a turn and prolongs the lease.
    package static func renew(
        _ id: Int64, turn: Int64, until: Instant, in session: any SQLSession
    ) throws {
        try session.post(
            "UPDATE lane SET turn = ?, until_ms = ? WHERE id = ?", [.integer(turn), .instant(until), .integer(id)])
    }

    package static func setBinds(_ binds: Int, of id: Int64, in session: any SQLSession) throws {
        try session.post("UPDATE lane SET binds = ? WHERE id = ?", [.integer(binds), .integer(id)])
    }

    /// The lane ended, or was given up.
    package static func remove(_ id: Int64, in session: any SQLSession) throws {
        try session.post("DELETE FROM lane WHERE id = ?", [.integer(id)])
    }
}

extension LaneRecord {
    init(row: any SQLRow) {
        self.init(
            id: row.integer(0), route: row.text(1), node: row.text(2), turn: row.integer(3), until: row.instant(4),
            binds: Int(row.integer(5)))
    }
}

extension Lanes {
    /// Throws `locked` while a node delivers from the store or leads some work of it.
    package static func refuseAtWork(with database: any SQLDatabase, at place: String) async throws {
        let busy = try await database.read { session -> String? in
            let now = try session.clock_ms()
            let lane = try session.text("SELECT node FROM lane WHERE until_ms >= ? LIMIT 1", [.integer(now)])
            return try lane ?? session.text("SELECT holder FROM duty WHERE until_ms >= ? LIMIT 1", [.integer(now)])
        }
        guard let busy else { return }
        throw StoreError(
            .locked, "\(busy) is at work with it", at: place,
            fix: "Stop every node; a lease of one that died runs out by itself")
    }
}
