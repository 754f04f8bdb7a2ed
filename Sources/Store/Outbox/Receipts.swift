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
    fileprivate var lookup: [UInt8]
    fileprivate var owner: Int64?

    init(row: any SQLRow) throws {
        number = row.integer(0)
        receipt = CarrierReceipt(
            carrierID: row.text(1), outcome: try row.value(2, "receipt.outcome"), errorCode: row.text(3), address: "")
        lookup = row.blob(4)
        owner = row.optionalInteger(5)
    }
}

/// Receipts as they came. One that matches nothing is kept (parked) and matched when its carrier id turns up.
package enum Receipts {
    /// The segments that carry this id on the route: normally one; a carrier that reuses ids has several, newest last.
    package static func places(
        route: String, carrierID: String, in session: any SQLSession
    ) throws -> [SegmentPlace] {
        var places: [SegmentPlace] = []
        try session.query(
            """
            SELECT borrower, attempt, segment FROM carrier_id WHERE route = ? AND carrier_id = ?
            ORDER BY attempt, segment
            """, [.text(route), .text(carrierID)]
        ) {
            places.append(
                SegmentPlace(
                    borrower: Borrower.ID($0.integer(0)), attempt: Attempt.ID($0.integer(1)),
                    segment: Int($0.integer(2))))
        }
        return places
    }

    /// Keeps a receipt under `number`, of a block of `Numbers` of kind `receipt`; parked where it has no place. One that
    /// has a place needs no number to be found by.
    package static func keep(
        _ receipt: CarrierReceipt, number: Int64, lookup: KeyedHash, route: String, place: SegmentPlace?,
        at now: Instant, in session: any SQLSession
    ) throws {
        let owner = place == nil ? try ContactPoints.find(lookup: lookup, in: session).first?.borrower : nil
        try session.run(
            """
            INSERT INTO receipt (
                id, route, carrier_id, outcome, error, lookup, at_ms, borrower, attempt, segment, owner)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(number), .text(route), .text(receipt.carrierID), .integer(Int64(receipt.outcome.rawValue)),
                .text(receipt.errorCode), .blob(place == nil ? lookup.written : []), .integer(now.milliseconds),
                place.map { .integer($0.borrower.number) } ?? .null, place.map { .integer($0.attempt.number) } ?? .null,
                place.map { .integer(Int64($0.segment)) } ?? .null, .id(owner),
            ])
    }

    /// Parked receipts for an id that has just become known, oldest first; they are marked as matched.
    ///
    /// A carrier may begin its ids anew: a receipt that came before the attempt was written, or that speaks of a number
    /// known to be somebody else's, stays parked.
    package static func takeParked(
        route: String, carrierID: String, for place: SegmentPlace, in session: any SQLSession, vault: Vault
    ) throws -> [Parked] {
        var receipts = try session.rows(
            """
            SELECT id, carrier_id, outcome, error, lookup, owner FROM receipt INDEXED BY receipt_parked
            WHERE borrower IS NULL AND route = ? AND carrier_id = ?
                AND at_ms >= (SELECT written_ms FROM attempt WHERE borrower = ? AND id = ?)
            ORDER BY id
            """,
            [
                .text(route), .text(carrierID), .integer(place.borrower.number), .integer(place.attempt.number),
            ], Parked.init(row:))
        guard !receipts.isEmpty else { return [] }
        let own = try ContactPoints.lookups(of: place.borrower, channel: .sms, in: session, vault: vault)
        receipts.removeAll { receipt in
            guard let owner = receipt.owner, owner != place.borrower.number else { return false }
            return !own.contains { $0.matches(receipt.lookup) }
        }
        for receipt in receipts { try match(receipt.number, to: place, in: session) }
        return receipts
    }

    /// Parked receipts that speak of one number on one route since `since`, oldest first.
    package static func parked(
        lookup: KeyedHash, route: String, since: Instant, in session: any SQLSession
    ) throws -> [Parked] {
        let parked = try lookup.forms.flatMap { form in
            try session.rows(
                """
                SELECT id, carrier_id, outcome, error, lookup, owner FROM receipt INDEXED BY receipt_parked_number
                WHERE borrower IS NULL AND lookup = ? AND route = ? AND at_ms >= ? ORDER BY id
                """, [.blob(form), .text(route), .instant(since)], Parked.init(row:))
        }
        return parked.sorted { $0.number < $1.number }
    }

    package static func match(_ id: Int64, to place: SegmentPlace, in session: any SQLSession) throws {
        try session.run(
            "UPDATE receipt SET borrower = ?, attempt = ?, segment = ?, lookup = ?, owner = NULL WHERE id = ?",
            [
                .integer(place.borrower.number), .integer(place.attempt.number), .integer(Int64(place.segment)),
                .blob([]), .integer(id),
            ])
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
