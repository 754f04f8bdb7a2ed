package import LoanBook

/// Rejected payment rows of known loans, which hold their loans from collection: table `payment_fault`.
package enum PaymentFaultFacts {
    package struct Open: Sendable, Hashable {
        package var place: LoanFacts.Place
        package var id: Int64
        package var batch: Int64
    }

    /// Whether any fault of the portfolio waits to be mended.
    package static func anyOpen(portfolio: Int64, in session: any SQLSession) throws -> Bool {
        try session.integer(
            "SELECT 1 FROM payment_fault WHERE portfolio = ? AND mended_batch IS NULL LIMIT 1", [.integer(portfolio)])
            != nil
    }

    private static let openList = ReferenceList(
        "f.ref, f.borrower, f.loan, f.id, f.batch", from: "payment_fault f", such: "f.mended_batch IS NULL AND")

    /// The open faults of these references.
    package static func open(
        _ references: [Reference], portfolio: Int64, in session: any SQLSession
    ) throws -> [(reference: Reference, fault: Open)] {
        var found: [(Reference, Open)] = []
        try openList.query(references, portfolio: portfolio, in: session) { row in
            found.append(
                (
                    row.text(0),
                    Open(
                        place: LoanFacts.Place(borrower: row.integer(1), loan: row.integer(2)), id: row.integer(3),
                        batch: row.integer(4))
                ))
        }
        return found
    }

    package static func insert(
        _ place: LoanFacts.Place, reference: Reference, line: Int, reason: String, portfolio: Int64, batch: Int64,
        in session: any SQLSession
    ) throws {
        let id = try Numbers.take("payment_fault", 1, in: session)
        try session.run(
            """
            INSERT INTO payment_fault (borrower, loan, id, portfolio, ref, batch, line, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(place.borrower), .integer(place.loan), .integer(id), .integer(portfolio), .text(reference),
                .integer(batch), .integer(line), .text(reason),
            ])
    }

    package static func mend(_ faults: [Open], batch: Int64, in session: any SQLSession) throws {
        try session.runMany(
            "UPDATE payment_fault SET mended_batch = ? WHERE borrower = ? AND loan = ? AND id = ?",
            faults.map {
                [.integer(batch), .integer($0.place.borrower), .integer($0.place.loan), .integer($0.id)]
            })
    }
}
