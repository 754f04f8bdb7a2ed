import CivilTime
import LoanBook
import Messaging

/// What a turn has changed and not written yet: of each row its last word.
struct OutboxChanges {
    private struct Segment {
        var state: AttemptState
        var carrierID: String?
        var error: String
    }

    private struct Move {
        var borrower: Borrower.ID
        var state: MessageState
        var due: Instant?
        var tries: Int
        var reason: String
        var at: Instant

        /// 1 where it stands open behind it, else 0.
        var opens: Int { state == .planned || state == .held ? 1 : 0 }
    }

    private struct Receipt {
        var values: [SQLValue]
        var place: SegmentPlace?
        /// Both only while it has no place.
        var lookup: [UInt8] = []
        var owner: Int64?
    }

    var claims: [[SQLValue]] = []
    /// Messages that give back their claims.
    var freed: [[SQLValue]] = []
    var forgottenContacts: [[SQLValue]] = []
    private var attempts: [[SQLValue]] = []
    private var newSegments: [[SQLValue]] = []
    private var contacts: [[SQLValue]] = []
    private var carrierIDs: [[SQLValue]] = []
    private var segments: [SegmentPlace: Segment] = [:]
    private var states: [Attempt.ID: [SQLValue]] = [:]
    private var moves: [OutboxMessage.ID: Move] = [:]
    private var ways: [OutboxMessage.ID: [SQLValue]] = [:]
    private var receipts: [Int64: Receipt] = [:]
    private var matches: [Int64: SegmentPlace] = [:]

    var hasContacts: Bool { !contacts.isEmpty || !forgottenContacts.isEmpty }

    /// `loans`: further ones that the message names.
    mutating func enter(
        _ row: AttemptRow, lane: Int64, contact: PastContact, loans: some Collection<Loan.ID>, charge: Charge?,
        at now: Instant
    ) {
        let (borrower, id, at) = (SQLValue.id(row.borrower), SQLValue.id(row.id), SQLValue.instant(now))
        attempts.append([
            borrower, id, .id(row.message), .text(row.route), .integer(row.segments), at, at, .integer(lane),
            .integer(charge?.price), .integer(charge?.month),
        ])
        for number in 0..<row.segments { newSegments.append([borrower, id, .integer(number)]) }
        contacts.append([
            borrower, id, .id(contact.loan), .integer(contact.kind.rawValue), .integer(contact.channel.rawValue),
            .integer(contact.messageClass.rawValue), .id(contact.contactPoint), at,
            NamedLoans.text(loans).map { .text($0) } ?? .null,
        ])
    }

    mutating func setSegment(_ place: SegmentPlace, to state: AttemptState, carrierID: String?, error: String) {
        let carrierID = carrierID ?? segments[place]?.carrierID
        segments[place] = Segment(state: state, carrierID: carrierID, error: error)
    }

    mutating func name(_ place: SegmentPlace, carrierID: String, route: String) {
        carrierIDs.append([
            .text(route), .text(carrierID), .id(place.borrower), .id(place.attempt), .integer(place.segment),
        ])
    }

    mutating func set(_ row: AttemptRow, to state: AttemptState, reason: String, at now: Instant) {
        let isFinal = state != .written && state != .accepted && state != .unknown
        states[row.id] = [
            .integer(state.rawValue), .instant(now), .text(reason), isFinal ? .instant(now) : .null, .id(row.borrower),
            .id(row.id),
        ]
    }

    mutating func move(
        _ message: OutboxMessage.ID, of borrower: Borrower.ID, to state: MessageState, due: Instant? = nil, tries: Int,
        reason: String, at now: Instant
    ) {
        let before = moves[message]
        moves[message] = Move(
            borrower: borrower, state: state, due: due ?? before?.due, tries: tries + (before?.tries ?? 0),
            reason: reason, at: now)
    }

    /// `route`: nil: whichever takes it.
    mutating func route(_ message: OutboxMessage, to route: String?, refusedBy: Set<String>) {
        let refusals = refusedBy.sorted().joined(separator: " ")
        ways[message.id] = [
            route.map { .text($0) } ?? .null, refusals.isEmpty ? .null : .text(refusals), .id(message.borrower),
            .id(message.id),
        ]
    }

    mutating func keep(
        _ receipt: CarrierReceipt, number: Int64, route: String, place: SegmentPlace, at now: Instant
    ) {
        receipts[number] = Receipt(values: Self.values(receipt, number, route, now), place: place)
    }

    mutating func park(_ waiting: Parked, route: String) {
        receipts[waiting.number] = Receipt(
            values: Self.values(waiting.receipt, waiting.number, route, waiting.at), lookup: waiting.lookup,
            owner: waiting.owner)
    }

    private static func values(_ receipt: CarrierReceipt, _ number: Int64, _ route: String, _ at: Instant) -> [SQLValue]
    {
        [
            .integer(number), .text(route), .text(receipt.carrierID), .integer(receipt.outcome.rawValue),
            .text(receipt.errorCode), .instant(at),
        ]
    }

    mutating func match(_ number: Int64, to place: SegmentPlace) {
        if receipts[number] == nil {
            matches[number] = place
        } else {
            receipts[number]?.place = place
            receipts[number]?.lookup = []
            receipts[number]?.owner = nil
        }
    }

    /// Each kind of row at once, in an order in which a row is there before it is changed.
    func write(in session: any SQLSession) throws {
        try session.runMany("DELETE FROM claim WHERE borrower = ? AND message = ?", freed)
        try session.runMany(
            """
            INSERT INTO claim (borrower, subject, subject_id, subject_part, step, generation, message, at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, claims)
        try session.runMany(
            """
            INSERT INTO attempt (
                borrower, id, message, route, state, segments, written_ms, changed_ms, lane, price, month)
            VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
            """, attempts)
        try session.runMany(
            "INSERT INTO segment (borrower, attempt, number, state) VALUES (?, ?, ?, 1)", newSegments)
        try session.runMany(
            """
            INSERT INTO contact (borrower, id, loan, kind, channel, class, contact_point, at_ms, loans)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, contacts)
        try session.runMany(
            """
            INSERT INTO carrier_id (route, carrier_id, borrower, attempt, segment) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """, carrierIDs)
        try session.runMany(
            """
            UPDATE segment SET state = ?, carrier_id = COALESCE(?, carrier_id), error = ?
            WHERE borrower = ? AND attempt = ? AND number = ?
            """,
            segments.sorted { ($0.key.attempt, $0.key.segment) < ($1.key.attempt, $1.key.segment) }.map { place, word in
                [
                    .integer(word.state.rawValue), word.carrierID.map { .text($0) } ?? .null, .text(word.error),
                    .id(place.borrower), .id(place.attempt), .integer(place.segment),
                ]
            })
        try session.runMany(
            "UPDATE attempt SET state = ?, changed_ms = ?, error = ?, final_ms = ? WHERE borrower = ? AND id = ?",
            states.sorted { $0.key < $1.key }.map(\.value))
        try session.runMany(
            """
            UPDATE message SET state = ?, due_ms = COALESCE(?, due_ms), attempts = attempts + ?, reason = ?,
                changed_ms = ? WHERE borrower = ? AND id = ?
            """,
            // What ends makes room for what stands open again: see `message_open`.
            moves.sorted { ($0.value.opens, $0.key) < ($1.value.opens, $1.key) }.map { message, move in
                [
                    .integer(move.state.rawValue), move.due.map { .instant($0) } ?? .null, .integer(move.tries),
                    .text(move.reason), .instant(move.at), .id(move.borrower), .id(message),
                ]
            })
        try session.runMany(
            "UPDATE message SET route = ?, refused_by = ? WHERE borrower = ? AND id = ?",
            ways.sorted { $0.key < $1.key }.map(\.value))
        try session.runMany("DELETE FROM contact WHERE borrower = ? AND id = ?", forgottenContacts)
        try writeReceipts(in: session)
    }

    private func writeReceipts(in session: any SQLSession) throws {
        try session.runMany(
            """
            INSERT INTO receipt (
                id, route, carrier_id, outcome, error, at_ms, lookup, owner, borrower, attempt, segment)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            receipts.sorted { $0.key < $1.key }.map { _, receipt in
                receipt.values + [.blob(receipt.lookup), .integer(receipt.owner)] + Self.values(receipt.place)
            })
        try session.runMany(
            "UPDATE receipt SET borrower = ?, attempt = ?, segment = ?, lookup = ?, owner = NULL WHERE id = ?",
            matches.sorted { $0.key < $1.key }.map { Self.values($1) + [.blob([]), .integer($0)] })
    }

    private static func values(_ place: SegmentPlace?) -> [SQLValue] {
        guard let place else { return [.null, .null, .null] }
        return [.id(place.borrower), .id(place.attempt), .integer(place.segment)]
    }
}

extension OutboxLedger {
    /// Whether contacts wait to be written or taken back.
    package var hasContacts: Bool { changes.hasContacts }

    /// Writes what was changed. What was read stays known.
    package mutating func write() throws {
        try changes.write(in: session)
        changes = OutboxChanges()
    }
}
