package import CivilTime

/// Makes the next parts of parted tables on PostgreSQL ahead of their time: a duty that one node does every minute. Where
/// nobody did it rows go to the part `…_rest`, which is made a part of its own afterwards: nothing fails for want of one.
package enum Parts {
    /// How long a change may wait for those who read or write the tables, while others wait behind it: then it is left for
    /// the next time.
    private static let patience_ms = 500
    /// More steps than a run ever has to do.
    private static let mostSteps = 100

    /// Does what is needed now, and returns the names of the parts that were made. Throws `locked` when somebody's long
    /// transaction stands in the way: the next time will do.
    package static func prepare(_ database: any SQLDatabase, clock: LawClock) async throws -> [String] {
        guard database.engine == .postgres else { return [] }
        var made: [String] = []
        for tables in PartedTables.all {
            for _ in 0..<mostSteps {
                guard try await database.read({ try plan(tables, clock: clock, in: $0).step }) != nil else { break }
                made += try await database.write(repeatable: true) { session in
                    try session.lock([.duty("parts")], .exclusive)
                    try session.run("SET LOCAL lock_timeout = \(patience_ms)")
                    // Another node may have done it meanwhile.
                    guard let step = try plan(tables, clock: clock, in: session).step else { return [] }
                    let now = try clock.now(in: session)
                    return try tables.tables.flatMap { try $0.take(step, at: now, in: session) }
                }
            }
        }
        return made
    }

    static func plan(
        _ tables: PartedTables, clock: LawClock, in session: any SQLSession
    ) throws -> PartPlan {
        let now = try clock.now(in: session)
        let next =
            switch tables.cut {
            case .months: PartedTables.month(of: now)
            case .numbers(let kind): try session.integer("SELECT next FROM number WHERE kind = ?", [.text(kind)]) ?? 1
            }
        let rests = try tables.tables.compactMap { try $0.restRange(in: session) }
        let rest = rests.map(\.lowerBound).min().flatMap { low in rests.map(\.upperBound).max().map { low...$0 } }
        return PartPlan(
            parts: try tables.tables.first?.parts(in: session) ?? [], next: next, rest: rest, cut: tables.cut, now: now)
    }
}

extension PartedTables.Table {
    private static let inUse = "in use since "

    /// Those that have bounds, in ascending order, as the server's catalogue tells.
    func parts(in session: any SQLSession) throws -> [PartPlan.Part] {
        let rows = try session.rows(
            """
            SELECT CAST(c.relname AS TEXT), pg_get_expr(c.relpartbound, c.oid), coalesce(obj_description(c.oid, 'pg_class'), '')
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(CAST(? AS TEXT))
            """, [.text(name)]
        ) { (name: $0.text(0), bounds: $0.text(1), comment: $0.text(2)) }
        return rows.compactMap { row in
            // FOR VALUES FROM ('1000001') TO ('2000001'); MINVALUE is no number.
            let bounds = row.bounds.split(separator: "TO").map { Int64($0.filter { $0.isNumber || $0 == "-" }) }
            guard bounds.count == 2, let below = bounds[1], let number = Int64(row.name.dropFirst(name.count + 1))
            else {
                return nil
            }
            let since = row.comment.hasPrefix(Self.inUse) ? Instant(iso: row.comment.dropFirst(Self.inUse.count)) : nil
            return PartPlan.Part(number: number, from: bounds[0], below: below, inUseSince: since)
        }.sorted { $0.below < $1.below }
    }

    /// The least and the greatest value under no part; nil when there is nothing.
    func restRange(in session: any SQLSession) throws -> ClosedRange<Int64>? {
        try session.first("SELECT min(\(column)), max(\(column)) FROM \(rest)") { row in
            row.isNull(0) ? nil : row.integer(0)...row.integer(1)
        } ?? nil
    }

    /// Returns the name of the part that was made.
    func take(_ step: PartPlan.Step, at now: Instant, in session: any SQLSession) throws -> [String] {
        switch step {
        case .note(let number):
            try session.run("COMMENT ON TABLE \(name)_\(number) IS '\(Self.inUse)\(now)'")
            return []
        case .add(let number, let values):
            let part = "\(name)_\(number)"
            // Made beside the table and then attached: whoever reads and writes the others is not held up.
            try session.run("CREATE TABLE \(part) (LIKE \(name) INCLUDING DEFAULTS)")
            try attach(part, values, in: session)
            return [part]
        case .takeRest(let number, let values):
            let part = "\(name)_\(number)"
            try session.run("ALTER TABLE \(name) DETACH PARTITION \(rest)")
            try session.run("ALTER TABLE \(rest) RENAME TO \(part)")
            try attach(part, values, in: session)
            try session.run("CREATE TABLE \(rest) PARTITION OF \(name) DEFAULT")
            return [part]
        }
    }

    private func attach(_ part: String, _ values: Range<Int64>, in session: any SQLSession) throws {
        try session.run(
            "ALTER TABLE \(name) ATTACH PARTITION \(part) FOR VALUES FROM (\(values.lowerBound)) TO (\(values.upperBound))"
        )
    }
}
