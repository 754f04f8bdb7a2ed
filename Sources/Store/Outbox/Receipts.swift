package import CivilTime
package import LoanBook
package import Messaging

/// One segment of an attempt, as a receipt finds it.
package struct SegmentPlace: Sendable, Hashable {
    package var borrower: Borrower.ID
    package var attempt: Attempt.ID
    package var segment: Int

    package init(borrower: Borrower.ID, attempt: Attempt.ID, segment: Int) {
        self.borrower = borrower
        self.attempt = attempt
        self.segment = segment
    }
}

/// A receipt that waits for the segment it speaks of.
package struct Parked: Sendable {
    package var number: Int64
    package var receipt: CarrierReceipt
    /// Keyed hash of the number that it speaks of, and one of those who had the number when it came.
    var lookup: [UInt8]
    var owner: Int64?

    package var at: Instant

    /// Of a row `r` of `receipt`.
    static let columns = "r.id, r.carrier_id, r.outcome, r.error, r.lookup, r.owner, r.at_ms"

    init(number: Int64, receipt: CarrierReceipt, lookup: [UInt8], owner: Int64?, at: Instant) {
        self.number = number
        self.receipt = receipt
        self.lookup = lookup
        self.owner = owner
        self.at = at
    }

    init(row: any SQLRow) throws {
        self.init(
            number: row.integer(0),
            receipt: CarrierReceipt(
                carrierID: row.text(1), outcome: try row.value(2, "receipt.outcome"), errorCode: row.text(3),
                address: ""),
            lookup: row.blob(4), owner: row.optionalInteger(5), at: row.instant(6))
    }
}

/// What is asked of receipts past the ledger. One that matches nothing is kept (parked) and matched when its carrier id
/// turns up.
package enum Receipts {
    /// Parked receipts that speak of one number on one route since `since`, oldest first.
    package static func parked(
        lookup: KeyedHash, route: String, since: Instant, in session: any SQLSession
    ) throws -> [Parked] {
        let parked = try lookup.forms.flatMap { form in
            try session.rows(
                """
                SELECT \(Parked.columns) FROM receipt r INDEXED BY receipt_parked_number
                WHERE r.borrower IS NULL AND r.lookup = ? AND r.route = ? AND r.at_ms >= ? ORDER BY r.id
                """, [.blob(form), .text(route), .instant(since)], Parked.init(row:))
        }
        return parked.sorted { $0.number < $1.number }
    }

    /// Segments of one borrower on one route whose answer was lost: what a receipt with an unseen id may settle.
    package static func unanswered(
        of borrower: Borrower.ID, route: String, in session: any SQLSession
    ) throws -> [SegmentPlace] {
        var places: [SegmentPlace] = []
        try session.query(
            """
            SELECT s.attempt, s.number FROM attempt a JOIN segment s ON s.borrower = a.borrower AND s.attempt = a.id
            WHERE a.borrower = ? AND a.route = ? AND s.state = 3 AND s.carrier_id IS NULL ORDER BY s.attempt, s.number
            """, [.integer(borrower.number), .text(route)]
        ) {
            places.append(
                SegmentPlace(borrower: borrower, attempt: Attempt.ID($0.integer(0)), segment: Int($0.integer(1))))
        }
        return places
    }
}
