package import CivilTime
package import LoanBook

/// One flag of a borrower, as the store keeps it.
package struct FlagRecord: Sendable, Hashable {
    package var id: Int64
    package var kind: BorrowerFlag
    package var since: Instant
    /// Nil while it stands.
    package var until: Instant?
    /// Who or what raised it: `reply`, `import`, `operator`.
    package var source: String

    package func stands(at instant: Instant) -> Bool {
        guard let until else { return since <= instant }
        return since <= instant && instant < until
    }
}

/// Facts about borrowers that stop or change messages until they end.
package enum Flags {
    /// Raises a flag; returns its id.
    @discardableResult package static func raise(
        _ kind: BorrowerFlag, of borrower: Borrower.ID, since: Instant, until: Instant? = nil, source: String,
        batch: Int64? = nil, in session: any SQLSession
    ) throws -> Int64 {
        let id = try Numbers.take("flag", 1, in: session)
        try session.run(
            "INSERT INTO flag (borrower, id, kind, since_ms, until_ms, source, batch) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                .id(borrower), .integer(id), .text(kind.rawValue), .instant(since), .instant(until), .text(source),
                .integer(batch),
            ])
        return id
    }

    /// One that an import tells of: the same kind since the same instant.
    package struct Known: Sendable, Hashable {
        package var borrower: Int64
        package var record: FlagRecord
        /// Nil: no import wrote it.
        package var batch: Int64?
    }

    private static let findList = RowList(
        [.integer], named: "borrower", select: "f.borrower, f.id, f.kind, f.since_ms, f.until_ms, f.source, f.batch",
        from: "flag f", such: "f.borrower = v.borrower")

    package static func find(_ borrowers: [Int64], in session: any SQLSession) throws -> [Known] {
        var known: [Int64: Known] = [:]
        // A short list repeats its last row.
        try findList.query(Set(borrowers).sorted().map { [.integer($0)] }, in: session) { row in
            known[row.integer(1)] = Known(
                borrower: row.integer(0),
                record: FlagRecord(
                    id: row.integer(1), kind: try row.value(2, "flag.kind"), since: row.instant(3),
                    until: row.optionalInstant(4), source: row.text(5)), batch: row.optionalInteger(6))
        }
        return known.values.sorted { $0.record.id < $1.record.id }
    }

    package static func setEnd(
        of id: Int64, borrower: Int64, until: Instant?, source: String, batch: Int64, in session: any SQLSession
    ) throws {
        try session.run(
            "UPDATE flag SET until_ms = ?, source = ?, batch = ? WHERE borrower = ? AND id = ?",
            [.instant(until), .text(source), .integer(batch), .integer(borrower), .integer(id)])
    }

    /// Ends every flag of a kind that stands at `at`; returns how many.
    @discardableResult package static func end(
        _ kind: BorrowerFlag, of borrower: Borrower.ID, at: Instant, in session: any SQLSession
    ) throws -> Int {
        try session.run(
            "UPDATE flag SET until_ms = ? WHERE borrower = ? AND kind = ? AND (until_ms IS NULL OR until_ms > ?)",
            [.instant(at), .id(borrower), .text(kind.rawValue), .instant(at)])
    }

    /// Every flag of a borrower, also those that ended, oldest first.
    package static func list(_ borrower: Borrower.ID, in session: any SQLSession) throws -> [FlagRecord] {
        try session.rows(
            "SELECT id, kind, since_ms, until_ms, source FROM flag WHERE borrower = ? ORDER BY id", [.id(borrower)]
        ) {
            FlagRecord(
                id: $0.integer(0), kind: try $0.value(1, "flag.kind"), since: $0.instant(2),
                until: $0.optionalInstant(3), source: $0.text(4))
        }
    }
}
