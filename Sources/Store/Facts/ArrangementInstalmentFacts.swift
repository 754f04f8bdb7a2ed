package import LoanBook

/// What is to be paid by an arrangement: table `arrangement_instalment`.
package enum ArrangementInstalmentFacts {
    package struct Key: Sendable, Hashable {
        package var arrangement: Int64
        package var number: Int32

        package init(arrangement: Int64, number: Int32) {
            self.arrangement = arrangement
            self.number = number
        }
    }

    package struct Known: Sendable, Hashable {
        package var instalment: Instalment
        package var source: FactSource
    }

    package struct Entry: Sendable, Hashable {
        package var place: LoanFacts.Place
        package var arrangement: Int64
        package var instalment: Instalment

        package init(place: LoanFacts.Place, arrangement: Int64, instalment: Instalment) {
            self.place = place
            self.arrangement = arrangement
            self.instalment = instalment
        }
    }

    private static let findSQL = """
        SELECT arrangement, number, due_on, amount, batch, as_of_ms
        FROM arrangement_instalment WHERE borrower IN (\(KeyList.parameters))
        """

    /// All instalments of all arrangements of these borrowers.
    package static func find(borrowers: [Int64], in session: any SQLSession) throws -> [Key: Known] {
        var known: [Key: Known] = [:]
        try KeyList.query(findSQL, [], keys: borrowers.map { .integer($0) }, in: session) { row in
            let number = Int32(truncatingIfNeeded: row.integer(1))
            known[Key(arrangement: row.integer(0), number: number)] = Known(
                instalment: Instalment(number: number, dueOn: row.date(2), amountMinor: row.integer(3)),
                source: FactSource(batch: row.integer(4), asOf: row.instant(5)))
        }
        return known
    }

    package static func insert(_ entries: [Entry], from source: FactSource, in session: any SQLSession) throws {
        try session.runMany(
            """
            INSERT INTO arrangement_instalment (
                borrower, loan, arrangement, number, due_on, amount, batch, as_of_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            entries.map { entry in
                [
                    .integer(entry.place.borrower), .integer(entry.place.loan), .integer(entry.arrangement),
                    .integer(entry.instalment.number), .date(entry.instalment.dueOn),
                    .integer(entry.instalment.amountMinor),
                ] + source.values
            })
    }

    package static func update(_ entry: Entry, from source: FactSource, in session: any SQLSession) throws {
        try session.run(
            """
            UPDATE arrangement_instalment SET due_on = ?, amount = ?, batch = ?, as_of_ms = ?
            WHERE borrower = ? AND loan = ? AND arrangement = ? AND number = ?
            """,
            [.date(entry.instalment.dueOn), .integer(entry.instalment.amountMinor)] + source.values + [
                .integer(entry.place.borrower), .integer(entry.place.loan), .integer(entry.arrangement),
                .integer(entry.instalment.number),
            ])
    }
}
