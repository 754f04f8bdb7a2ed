package import CivilTime
package import Messaging

/// A segment of ours as a carrier's bill finds it: by its id. Names no borrower.
package struct BilledSegment: Sendable, Hashable {
    package var carrierID: String
    package var attempt: Int64
    package var segment: Int
    /// Of the attempt.
    package var segments: Int
    package var state: AttemptState
    package var writtenAt: Instant
    /// Of `Prices`.
    package var price: Int64?
    /// As `Charge.month`.
    package var month: Int64?
}

/// What is asked of segments when a bill is held against them.
package enum BilledSegments {
    private struct Tried: Sendable {
        var segments: Int
        var writtenAt: Instant
        var price: Int64?
        var month: Int64?
        var states: [AttemptState] = []
    }

    static let attemptsList = RowList(
        [.integer, .integer], named: "borrower, id", select: "a.id, a.segments, a.written_ms, a.price, a.month",
        from: "attempt a", such: "a.borrower = v.borrower AND a.id = v.id")

    /// By carrier id: those that carry it, of every attempt that it was ever given to, in the order of attempts.
    package static func find(
        _ carrierIDs: [String], route: String, in session: any SQLSession
    ) throws -> [String: [BilledSegment]] {
        var places: [(id: String, borrower: Int64, attempt: Int64, segment: Int)] = []
        try OutboxLedger.placesList.query(carrierIDs.map { [.text(route), .text($0)] }, in: session) {
            places.append(($0.text(0), $0.integer(1), $0.integer(2), Int($0.integer(3))))
        }
        let keys = Dictionary(places.map { ($0.attempt, $0.borrower) }, uniquingKeysWith: { first, _ in first })
            .sorted { $0.key < $1.key }.map { [SQLValue.integer($0.value), .integer($0.key)] }
        var tried: [Int64: Tried] = [:]
        try attemptsList.query(keys, in: session) {
            tried[$0.integer(0)] = Tried(
                segments: Int($0.integer(1)), writtenAt: $0.instant(2), price: $0.optionalInteger(3),
                month: $0.optionalInteger(4))
        }
        var states: [Int64: [Int: AttemptState]] = [:]
        try OutboxLedger.segmentsList.query(keys, in: session) {
            states[$0.integer(0), default: [:]][Int($0.integer(1))] =
                AttemptState(rawValue: Int($0.integer(2))) ?? .unknown
        }
        var found: [String: Set<BilledSegment>] = [:]
        for place in places {
            guard let attempt = tried[place.attempt] else { continue }
            found[place.id, default: []].insert(
                BilledSegment(
                    carrierID: place.id, attempt: place.attempt, segment: place.segment, segments: attempt.segments,
                    state: states[place.attempt]?[place.segment] ?? .unknown, writtenAt: attempt.writtenAt,
                    price: attempt.price, month: attempt.month))
        }
        return found.mapValues { $0.sorted { ($0.attempt, $0.segment) < ($1.attempt, $1.segment) } }
    }

    /// Every segment of a route's month that the carrier took, one pass over the table of attempts.
    package static func each(
        route: String, month: Int64, in session: any SQLSession, _ body: (BilledSegment) throws -> Void
    ) throws {
        try session.query(
            """
            SELECT s.carrier_id, a.id, s.number, a.segments, s.state, a.written_ms, a.price FROM attempt a
            JOIN segment s ON s.borrower = a.borrower AND s.attempt = a.id
            WHERE a.route = ? AND a.month = ? AND s.state IN (2, 4, 5, 6)
            """, [.text(route), .integer(month)]
        ) { row in
            try body(
                BilledSegment(
                    carrierID: row.text(0), attempt: row.integer(1), segment: Int(row.integer(2)),
                    segments: Int(row.integer(3)), state: AttemptState(rawValue: Int(row.integer(4))) ?? .unknown,
                    writtenAt: row.instant(5), price: row.optionalInteger(6), month: month))
        }
    }

    /// Segments of a route's month that nobody finds by an id any more: the rows of the erased, and of old months.
    package static func gone(route: String, month: Int64, in session: any SQLSession) throws -> Int64 {
        try session.integer(
            "SELECT CAST(sum(taken) AS BIGINT) FROM cost_sum WHERE route = ? AND month = ?",
            [.text(route), .integer(month)]) ?? 0
    }
}

/// Segments that a bill has named, a bit each.
package struct SegmentSet: Sendable {
    private struct Page: Hashable, Sendable {
        var number: Int64
        var segment: Int
    }

    private static let words = 64
    private var pages: [Page: [UInt64]] = [:]

    package init() {}

    /// False when it was there.
    package mutating func insert(_ attempt: Int64, _ segment: Int) -> Bool {
        let (page, word, bit) = Self.place(attempt, segment)
        let mask = UInt64(1) << UInt64(bit)
        if contains(attempt, segment) { return false }
        pages[page, default: Array(repeating: 0, count: Self.words)][word] |= mask
        return true
    }

    package func contains(_ attempt: Int64, _ segment: Int) -> Bool {
        let (page, word, bit) = Self.place(attempt, segment)
        return (pages[page]?[word] ?? 0) & 1 << UInt64(bit) != 0
    }

    private static func place(_ attempt: Int64, _ segment: Int) -> (Page, Int, Int64) {
        (Page(number: attempt >> 12, segment: segment), Int(attempt >> 6 & 63), attempt & 63)
    }
}
