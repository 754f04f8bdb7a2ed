import LoanBook
package import Messaging

extension OutboxLedger {
    static let placesList = RowList(
        [.text, .text], named: "route, carrier_id", select: "c.carrier_id, c.borrower, c.attempt, c.segment",
        from: "carrier_id c", such: "c.route = v.route AND c.carrier_id = v.carrier_id")
    static let parkedList = RowList(
        [.text, .text], named: "route, carrier_id", select: Parked.columns, from: "receipt r INDEXED BY receipt_parked",
        such: "r.borrower IS NULL AND r.route = v.route AND r.carrier_id = v.carrier_id")
    static let attemptsList = RowList(
        [.integer, .integer], named: "borrower, id",
        select: "a.borrower, a.id, a.message, a.route, a.segments, a.state, a.written_ms", from: "attempt a",
        such: "a.borrower = v.borrower AND a.id = v.id")
    static let segmentsList = RowList(
        [.integer, .integer], named: "borrower, id", select: "s.attempt, s.number, s.state", from: "segment s",
        such: "s.borrower = v.borrower AND s.attempt = v.id")
    static let claimsList = RowList(
        Outbox.claimColumns, named: Outbox.claimNames,
        select: "c.borrower, c.subject, c.subject_id, c.subject_part, c.step, c.generation, c.message", from: "claim c",
        such: Outbox.sameClaim)

    static let openList = RowList(
        Outbox.claimColumns, named: Outbox.claimNames,
        select: OutboxMessage.columnNames.map { "c." + $0 }.joined(separator: ", "),
        from: "message c INDEXED BY message_open", such: Outbox.sameClaim + " AND c.state IN (1, 3)")

    /// The planned and held messages under the claims of these, as the store has them before this turn's changes.
    package func open(like messages: [OutboxMessage]) throws -> Set<OutboxMessage> {
        var open: Set<OutboxMessage> = []
        try Self.openList.query(messages.map { Outbox.claimValues($0.claim) }, in: session) {
            open.insert(try OutboxMessage(row: $0))
        }
        return open
    }

    /// Reads at once what receipts of `heard`, and answers that name `given`, will ask for.
    package mutating func readAhead(heard: Set<String>, given: Set<String>) throws {
        let (all, given) = (heard.union(given).sorted(), given.sorted())
        let questions = [
            Self.placesList.questions(keys(all), to: session.engine),
            Self.parkedList.questions(keys(given), to: session.engine),
        ]
        try session.askAhead(questions.flatMap { $0 }, behind: [])
        try readPlaces(all)
        try readParked(given)
        // A carrier that uses an id again means the newest attempt.
        let newest = heard.compactMap { places[$0]?.last }.filter { attempts[$0.attempt] == nil }
        try readAttempts(newest.map { ($0.borrower, $0.attempt) })
    }

    /// Reads at once how these attempts stand.
    package mutating func read(_ attempts: [AttemptRow]) throws {
        try readAttempts(attempts.map { ($0.borrower, $0.id) })
    }

    /// Reads at once who has consumed the claims of these messages.
    package mutating func readClaims(of messages: [OutboxMessage]) throws { try readClaims(messages.map(\.claim)) }

    /// Reads at once who has consumed those among these claims that are not known.
    package mutating func readFurther(_ asked: [Claim]) throws {
        let unread = Set(asked).filter { claims[$0] == nil }
        if !unread.isEmpty { try readClaims(Array(unread)) }
    }

    private mutating func readClaims(_ asked: [Claim]) throws {
        for claim in asked { claims.updateValue(nil, forKey: claim) }
        try Self.claimsList.query(asked.map(Outbox.claimValues), in: session) {
            claims.updateValue(OutboxMessage.ID($0.integer(6)), forKey: try Outbox.claim($0))
        }
    }

    private func keys(_ carrierIDs: [String]) -> [[SQLValue]] { carrierIDs.map { [.text(route), .text($0)] } }

    mutating func readPlaces(_ carrierIDs: [String]) throws {
        for id in carrierIDs { places[id] = [] }
        try Self.placesList.query(keys(carrierIDs), in: session) { row in
            let place = SegmentPlace(
                borrower: Borrower.ID(row.integer(1)), attempt: Attempt.ID(row.integer(2)), segment: Int(row.integer(3))
            )
            // The last row of a list may be asked for twice.
            if places[row.text(0)]?.contains(place) == false { places[row.text(0)]?.append(place) }
        }
        for id in carrierIDs where (places[id]?.count ?? 0) > 1 {
            places[id]?.sort { ($0.attempt, $0.segment) < ($1.attempt, $1.segment) }
        }
    }

    mutating func readParked(_ carrierIDs: [String]) throws {
        for id in carrierIDs { parked[id] = [] }
        var found: [Int64: Parked] = [:]
        try Self.parkedList.query(keys(carrierIDs), in: session) { row in
            found[row.integer(0)] = try Parked(row: row)
        }
        for receipt in found.values.sorted(by: { $0.number < $1.number }) {
            parked[receipt.receipt.carrierID]?.append(receipt)
        }
    }

    mutating func readAttempts(_ ids: [(Borrower.ID, Attempt.ID)]) throws {
        let keys: [[SQLValue]] = ids.map { [.id($0.0), .id($0.1)] }
        let questions = [Self.attemptsList, Self.segmentsList].map { $0.questions(keys, to: session.engine) }
        try session.askAhead(questions.flatMap { $0 }, behind: [])
        try Self.attemptsList.query(keys, in: session) {
            let row = AttemptRow(row: $0)
            attempts[row.id] = Known(
                row: row, segments: Array(repeating: .written, count: row.segments), writtenAt: $0.instant(6))
        }
        try Self.segmentsList.query(keys, in: session) {
            let (id, number) = (Attempt.ID($0.integer(0)), Int($0.integer(1)))
            guard attempts[id]?.segments.indices.contains(number) == true else { return }
            attempts[id]?.segments[number] = AttemptState(rawValue: Int($0.integer(2))) ?? .unknown
        }
    }
}
