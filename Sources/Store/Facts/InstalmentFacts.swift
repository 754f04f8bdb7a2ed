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
        /// Its generation with it.
        package var instalment: Instalment
        package var parts: InstalmentParts
        package var batch: Int64
    }

    private static let findSQL = """
        SELECT loan, number, id, due_on, amount, generation, batch, principal, interest, fee
        FROM instalment WHERE borrower IN (\(KeyList.parameters))
        """

    /// All instalments of the loans of these borrowers.
    package static func find(borrowers: [Int64], in session: any SQLSession) throws -> [Key: Known] {
        var known: [Key: Known] = [:]
        try KeyList.query(findSQL, [], keys: borrowers.map { .integer($0) }, in: session) { row in
            let key = Key(loan: row.integer(0), number: Int32(truncatingIfNeeded: row.integer(1)))
            known[key] = Known(
                id: row.integer(2),
                instalment: Instalment(
                    number: key.number, dueOn: row.date(3), amountMinor: row.integer(4),
                    generation: Int32(truncatingIfNeeded: row.integer(5))),
                parts: parts(of: row, from: 7), batch: row.integer(6))
        }
        return known
    }

    /// `first`: the column of `principal`, before `interest` and `fee`.
    static func parts(of row: any SQLRow, from first: Int) -> InstalmentParts {
        InstalmentParts(
            principalMinor: row.optionalInteger(first), interestMinor: row.optionalInteger(first + 1),
            feeMinor: row.optionalInteger(first + 2))
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

    /// Instalments whose parts are known; most books tell the amount alone.
    package static func insert(
        _ rows: [(place: LoanFacts.Place, id: Int64, row: InstalmentRow)], batch: Int64, in session: any SQLSession
    ) throws {
        try session.runMany(
            """
            INSERT INTO instalment (
                borrower, loan, number, id, due_on, amount, generation, batch, principal, interest, fee)
            VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)
            """,
            rows.map { place, id, row in
                [
                    .integer(place.borrower), .integer(place.loan), .integer(row.instalment.number), .integer(id),
                    .date(row.instalment.dueOn), .integer(row.instalment.amountMinor), .integer(batch),
                ] + values(row.parts)
            })
    }

    private static func values(_ parts: InstalmentParts) -> [SQLValue] {
        [.integer(parts.principalMinor), .integer(parts.interestMinor), .integer(parts.feeMinor)]
    }

    /// Writes what the instalment is now, its generation with it.
    package static func update(
        _ place: LoanFacts.Place, _ instalment: Instalment, _ parts: InstalmentParts, batch: Int64,
        in session: any SQLSession
    ) throws {
        try session.run(
            """
            UPDATE instalment SET due_on = ?, amount = ?, generation = ?, batch = ?, principal = ?, interest = ?, fee = ?
            WHERE borrower = ? AND loan = ? AND number = ?
            """,
            [
                .date(instalment.dueOn), .integer(instalment.amountMinor), .integer(instalment.generation),
                .integer(batch),
            ] + values(parts) + [
                .integer(place.borrower), .integer(place.loan), .integer(instalment.number),
            ])
    }

    private static let scheduleSQL = """
        SELECT number, due_on, amount FROM instalment WHERE borrower = ? AND loan = ? ORDER BY due_on, number
        """

    /// Begins a new generation of those instalments that were covered and are not any more: what was said of them when they
    /// were unpaid before may be said again.
    ///
    /// - Parameters:
    ///   - taken: what the loan lost of the payments that it had.
    ///   - freshFrom: the first number of payments that it did not have then.
    package static func uncover(
        _ place: LoanFacts.Place, taken: Int64, freshFrom: Int64, in session: any SQLSession
    ) throws {
        let loan: [SQLValue] = [.integer(place.borrower), .integer(place.loan)]
        let paid = try PaymentFacts.paid(place, in: session)
        let before = try PaymentFacts.paid(place, before: freshFrom, in: session) + taken
        var sum: Int64 = 0
        var bare: [[SQLValue]] = []
        try session.query(scheduleSQL, loan) { row in
            sum += row.integer(2)
            if sum > paid, sum <= before { bare.append(loan + [.integer(row.integer(0))]) }
        }
        try session.runMany(
            "UPDATE instalment SET generation = generation + 1 WHERE borrower = ? AND loan = ? AND number = ?", bare)
    }
}
