package import CivilTime
package import LoanBook

/// Payments as imports write them: table `payment`.
package enum PaymentFacts {
    package struct Known: Sendable, Hashable {
        package var place: LoanFacts.Place
        package var id: Int64
        package var paidOn: Int64
        package var amountMinor: Int64
        package var batch: Int64
        package var isReversed: Bool
    }

    private static let findList = ReferenceList(
        "f.ref, f.borrower, f.loan, f.id, f.paid_on, f.amount, f.batch, f.reversed_batch", from: "payment f")

    package static func find(
        _ references: [Reference], portfolio: Int64, in session: any SQLSession
    ) throws -> [Reference: Known] {
        var known: [Reference: Known] = [:]
        try findList.query(references, portfolio: portfolio, in: session) { row in
            known[row.text(0)] = Known(
                place: LoanFacts.Place(borrower: row.integer(1), loan: row.integer(2)), id: row.integer(3),
                paidOn: row.integer(4), amountMinor: row.integer(5), batch: row.integer(6), isReversed: !row.isNull(7))
        }
        return known
    }

    /// - Parameter recordedAt: when Dunlin learnt of the payments.
    package static func insert(
        _ rows: [(place: LoanFacts.Place, id: Int64, row: PaymentRow)], portfolio: Int64, batch: Int64,
        recordedAt: Instant, in session: any SQLSession
    ) throws {
        try session.runMany(
            """
            INSERT INTO payment (borrower, loan, id, portfolio, ref, paid_on, amount, recorded_ms, batch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            rows.map { place, id, row in
                [
                    .integer(place.borrower), .integer(place.loan), .integer(id), .integer(portfolio),
                    .text(row.reference), .date(row.paidOn), .integer(row.amountMinor), .instant(recordedAt),
                    .integer(batch),
                ]
            })
    }

    /// Takes a payment back: it is kept, so that its row is known again, and counts for nothing.
    package static func reverse(_ place: LoanFacts.Place, id: Int64, batch: Int64, in session: any SQLSession) throws {
        try session.run(
            "UPDATE payment SET reversed_batch = ?, batch = ? WHERE borrower = ? AND loan = ? AND id = ?",
            [.integer(batch), .integer(batch), .integer(place.borrower), .integer(place.loan), .integer(id)])
    }

    /// What came in for a loan and was not taken back, by payments of numbers before `number`.
    static func paid(
        _ place: LoanFacts.Place, before number: Int64 = .max, in session: any SQLSession
    ) throws -> Int64 {
        var sum: Int64 = 0
        try session.query(
            "SELECT amount FROM payment WHERE borrower = ? AND loan = ? AND id < ? AND reversed_batch IS NULL",
            [.integer(place.borrower), .integer(place.loan), .integer(number)]
        ) { sum += $0.integer(0) }
        return sum
    }

    /// Writes the new content, under the same number or, for a payment that came again after it was taken back, a new one;
    /// the payment may have moved to another loan.
    package static func replace(
        _ known: Known, at place: LoanFacts.Place, _ row: PaymentRow, id: Int64, portfolio: Int64, batch: Int64,
        recordedAt: Instant, in session: any SQLSession
    ) throws {
        try session.run(
            "DELETE FROM payment WHERE borrower = ? AND loan = ? AND id = ?",
            [.integer(known.place.borrower), .integer(known.place.loan), .integer(known.id)])
        try insert(
            [(place, id, row)], portfolio: portfolio, batch: batch, recordedAt: recordedAt, in: session)
    }
}
