package import LoanBook

/// Schedules as imports write them: table `instalment`.
package enum InstalmentFacts {
    package struct Key: Sendable, Hashable {
        package var loan: Int64
        package var number: Int32

        package init(loan: Int64, number: Int32) {
            self.loan = loan
            self.number = number
        }
    }

    package struct Known: Sendable, Hashable {
        package var id: Int64
        package var instalment: Instalment
        package var generation: Int64
        package var batch: Int64
    }

    private static let findSQL = """
        SELECT loan, number, id, due_on, amount, generation, batch
        FROM instalment WHERE borrower IN (\(KeyList.parameters))
        """

    /// All instalments of the loans of these borrowers.
    package static func find(borrowers: [Int64], in session: any SQLSession) throws -> [Key: Known] {
        var known: [Key: Known] = [:]
        try KeyList.query(findSQL, [], keys: borrowers.map { .integer($0) }, in: session) { row in
            let key = Key(loan: row.integer(0), number: Int32(truncatingIfNeeded: row.integer(1)))
            known[key] = Known(
                id: row.integer(2),
                instalment: Instalment(number: key.number, dueOn: row.date(3), amountMinor: row.integer(4)),
                generation: row.integer(5), batch: row.integer(6))
        }
        return known
    }

    package static func insert(
        _ rows: [(place: LoanFacts.Place, id: Int64, instalment: Instalment)], batch: Int64,
        in session: any SQLSession
    ) throws {
        try session.runMany(
            """
            INSERT INTO instalment (borrower, loan, number, id, due_on, amount, generation, batch)
            VALUES (?, ?, ?, ?, ?, ?, 1, ?)
            """,
            rows.map { place, id, instalment in
                [
                    .integer(place.borrower), .integer(place.loan), .integer(instalment.number), .integer(id),
                    .date(instalment.dueOn), .integer(instalment.amountMinor), .integer(batch),
                ]
            })
    }

    /// Writes the new date and amount. A new due date starts a new generation: what was said of the old one may be said
    /// again of the new.
    package static func update(
        _ place: LoanFacts.Place, _ instalment: Instalment, generation: Int64, batch: Int64,
        in session: any SQLSession
    ) throws {
        try session.run(
            """
            UPDATE instalment SET due_on = ?, amount = ?, generation = ?, batch = ?
            WHERE borrower = ? AND loan = ? AND number = ?
            """,
            [
                .date(instalment.dueOn), .integer(instalment.amountMinor), .integer(generation), .integer(batch),
                .integer(place.borrower), .integer(place.loan), .integer(instalment.number),
            ])
    }
}
