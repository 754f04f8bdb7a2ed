package import CivilTime
package import LoanBook

/// What borrowers say of frequency, content and hours: table `preference`, of which the latest entry stands.
package enum Preferences {
    package struct Entry: Sendable, Hashable {
        package var preference: Preference
        /// When the borrower said so.
        package var at: Instant
        /// `import` or `operator`.
        package var source: String

        package init(preference: Preference, at: Instant, source: String) {
            self.preference = preference
            self.at = at
            self.source = source
        }
    }

    private static let columns = "most_in_week, unwanted, hours_from, hours_until, at_ms, source"

    package static func append(
        _ entries: [(borrower: Borrower.ID, entry: Entry)], batch: Int64? = nil, in session: any SQLSession
    ) throws {
        guard !entries.isEmpty else { return }
        let first = try Numbers.take("preference", Int64(entries.count), in: session)
        try session.runMany(
            "INSERT INTO preference (borrower, id, \(columns), batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            entries.enumerated().map { index, item in
                let wish = item.entry.preference
                return [
                    .id(item.borrower), .integer(first + Int64(index)), .integer(wish.mostInWeek.map { Int64($0) }),
                    .integer(bits(wish.unwanted)), .integer(wish.hours.map { Int64($0.from.seconds) }),
                    .integer(wish.hours.map { Int64($0.until.seconds) }), .instant(item.entry.at),
                    .text(item.entry.source), .integer(batch),
                ]
            })
    }

    /// What stands of each of these borrowers.
    package static func standing(
        _ borrowers: [Int64], in session: any SQLSession
    ) throws -> [Int64: Entry] {
        var standing: [Int64: Entry] = [:]
        try list.query(borrowers.map { [.integer($0)] }, in: session) { row in
            standing[row.integer(0)] = Entry(
                preference: try preference(row, from: 1), at: row.instant(5), source: row.text(6))
        }
        return standing
    }

    /// Every entry of a borrower, oldest first.
    package static func list(_ borrower: Borrower.ID, in session: any SQLSession) throws -> [Entry] {
        try session.rows(
            "SELECT \(columns) FROM preference WHERE borrower = ? ORDER BY id", [.id(borrower)]
        ) { Entry(preference: try preference($0, from: 0), at: $0.instant(4), source: $0.text(5)) }
    }

    private static let list = RowList(
        [.integer], named: "borrower",
        select: "p.borrower, p.most_in_week, p.unwanted, p.hours_from, p.hours_until, p.at_ms, p.source",
        from: "preference p",
        such: "p.borrower = v.borrower AND p.id = (SELECT max(o.id) FROM preference o WHERE o.borrower = p.borrower)")

    /// Four columns, from `column` on.
    static func preference(_ row: any SQLRow, from column: Int) throws -> Preference {
        var hours: Preference.Hours?
        if let from = row.optionalInteger(column + 2), let until = row.optionalInteger(column + 3) {
            hours = Preference.Hours(
                from: TimeOfDay(seconds: Int32(truncatingIfNeeded: from)),
                until: TimeOfDay(seconds: Int32(truncatingIfNeeded: until)))
        }
        let bits = row.integer(column + 1)
        return Preference(
            mostInWeek: row.optionalInteger(column).map { Int(clamping: $0) },
            unwanted: Set(MessageClass.allCases.filter { bits >> Int64($0.rawValue) & 1 == 1 }), hours: hours)
    }

    private static func bits(_ classes: Set<MessageClass>) -> Int64 {
        classes.reduce(0) { $0 | 1 << Int64($1.rawValue) }
    }
}
