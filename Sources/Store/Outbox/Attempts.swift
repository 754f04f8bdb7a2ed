package import CivilTime
package import LoanBook
package import Messaging

/// An attempt as the store holds it, without its text (which stands sealed in evidence).
package struct AttemptRow: Sendable, Hashable {
    package var borrower: Borrower.ID
    package var id: Attempt.ID
    package var message: OutboxMessage.ID
    package var route: String
    package var segments: Int
    package var state: AttemptState

    package init(
        borrower: Borrower.ID, id: Attempt.ID, message: OutboxMessage.ID, route: String, segments: Int,
        state: AttemptState
    ) {
        self.borrower = borrower
        self.id = id
        self.message = message
        self.route = route
        self.segments = segments
        self.state = state
    }
}

/// The statements of attempts and their segments. An attempt is written before a byte leaves (design §7).
package enum Attempts {
    /// Writes the attempt, its segments and the contact that counts against caps; the message becomes `submitted`.
    package static func write(
        _ attempt: Attempt.ID, of message: OutboxMessage, route: String, lane: Int64, segments: Int,
        contact: PastContact, at now: Instant, in session: any SQLSession
    ) throws {
        let borrower = SQLValue.integer(message.borrower.number)
        let id = SQLValue.integer(attempt.number)
        let at = SQLValue.integer(now.milliseconds)
        try session.run(
            """
            INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms, lane)
            VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)
            """,
            [
                borrower, id, .integer(message.id.number), .text(route), .integer(Int64(segments)), at, at,
                .integer(lane),
            ])
        for number in 0..<segments {
            try session.run(
                "INSERT INTO segment (borrower, attempt, number, state) VALUES (?, ?, ?, 1)",
                [borrower, id, .integer(Int64(number))])
        }
        try session.run(
            """
            INSERT INTO contact (borrower, id, loan, kind, channel, class, contact_point, at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                borrower, id, contact.loan.map { .integer($0.number) } ?? .null, .integer(Int64(contact.kind.rawValue)),
                .integer(Int64(contact.channel.rawValue)), .integer(Int64(contact.messageClass.rawValue)),
                contact.contactPoint.map { .integer($0.number) } ?? .null, at,
            ])
        try session.run(
            """
            UPDATE message SET state = 4, attempts = attempts + 1, reason = '', changed_ms = ?
            WHERE borrower = ? AND id = ?
            """, [at, borrower, .integer(message.id.number)])
    }

    /// Nothing went out: the contact no longer counts.
    package static func forgetContact(_ attempt: AttemptRow, in session: any SQLSession) throws {
        try session.run(
            "DELETE FROM contact WHERE borrower = ? AND id = ?",
            [.integer(attempt.borrower.number), .integer(attempt.id.number)])
    }

    /// What was given back, or put off by a carrier that is busy, does not count against the tries of its message.
    package static func forgetTry(_ attempt: AttemptRow, in session: any SQLSession) throws {
        try session.run(
            "UPDATE message SET attempts = attempts - 1 WHERE borrower = ? AND id = ?",
            [.integer(attempt.borrower.number), .integer(attempt.message.number)])
    }

    /// When the attempt was committed; `distantFuture` when there is none.
    package static func writtenAt(
        _ id: Attempt.ID, of borrower: Borrower.ID, in session: any SQLSession
    ) throws -> Instant {
        try session.first("SELECT written_ms FROM attempt WHERE borrower = ? AND id = ?", [.id(borrower), .id(id)]) {
            $0.instant(0)
        } ?? .distantFuture
    }

    package static func setSegment(
        _ number: Int, of attempt: AttemptRow, to state: AttemptState, carrierID: String?, error: String,
        in session: any SQLSession
    ) throws {
        let borrower = SQLValue.integer(attempt.borrower.number)
        let id = SQLValue.integer(attempt.id.number)
        try session.run(
            """
            UPDATE segment SET state = ?, carrier_id = COALESCE(?, carrier_id), error = ?
            WHERE borrower = ? AND attempt = ? AND number = ?
            """,
            [
                .integer(Int64(state.rawValue)), carrierID.map { .text($0) } ?? .null, .text(error), borrower, id,
                .integer(Int64(number)),
            ])
        if let carrierID {
            try session.run(
                """
                INSERT INTO carrier_id (route, carrier_id, borrower, attempt, segment) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """, [.text(attempt.route), .text(carrierID), borrower, id, .integer(Int64(number))])
        }
    }

    package static func segments(of attempt: AttemptRow, in session: any SQLSession) throws -> [AttemptState] {
        var states: [AttemptState] = []
        try session.query(
            "SELECT state FROM segment WHERE borrower = ? AND attempt = ? ORDER BY number",
            [.integer(attempt.borrower.number), .integer(attempt.id.number)]
        ) { states.append(AttemptState(rawValue: Int($0.integer(0))) ?? .unknown) }
        return states
    }

    /// Records the attempt's state and its message's. `isFinal`: no more receipts are awaited.
    package static func set(
        _ attempt: AttemptRow, to state: AttemptState, message: MessageState, due: Instant?, reason: String,
        at now: Instant, in session: any SQLSession
    ) throws {
        let isFinal = state != .written && state != .accepted && state != .unknown
        let borrower = SQLValue.integer(attempt.borrower.number)
        try session.run(
            "UPDATE attempt SET state = ?, changed_ms = ?, error = ?, final_ms = ? WHERE borrower = ? AND id = ?",
            [
                .integer(Int64(state.rawValue)), .integer(now.milliseconds), .text(reason),
                isFinal ? .integer(now.milliseconds) : .null, borrower, .integer(attempt.id.number),
            ])
        try session.run(
            """
            UPDATE message SET state = ?, due_ms = COALESCE(?, due_ms), reason = ?, changed_ms = ?
            WHERE borrower = ? AND id = ?
            """,
            [
                .integer(Int64(message.rawValue)), due.map { .integer($0.milliseconds) } ?? .null, .text(reason),
                .integer(now.milliseconds), borrower, .integer(attempt.message.number),
            ])
    }

    /// Attempts that stand in `state` and were written before `before`, the oldest first.
    package static func open(
        _ state: AttemptState, before: Instant, limit: Int, in session: any SQLSession
    ) throws -> [AttemptRow] {
        var rows: [AttemptRow] = []
        try session.query(
            """
            SELECT borrower, id, message, route, segments, state FROM attempt INDEXED BY attempt_open
            WHERE final_ms IS NULL AND state = ? AND written_ms < ? ORDER BY written_ms LIMIT ?
            """, [.integer(Int64(state.rawValue)), .integer(before.milliseconds), .integer(Int64(limit))]
        ) { rows.append(AttemptRow(row: $0)) }
        return rows
    }

    package static func find(
        _ id: Attempt.ID, of borrower: Borrower.ID, in session: any SQLSession
    ) throws -> AttemptRow? {
        var found: AttemptRow?
        try session.query(
            "SELECT borrower, id, message, route, segments, state FROM attempt WHERE borrower = ? AND id = ?",
            [.integer(borrower.number), .integer(id.number)]
        ) { found = AttemptRow(row: $0) }
        return found
    }

    /// The waiting time for receipts is over: what stands, stands; a still later receipt is kept and may settle it.
    package static func close(_ attempt: AttemptRow, reason: String, at now: Instant, in session: any SQLSession) throws
    {
        let borrower = SQLValue.integer(attempt.borrower.number)
        try session.run(
            "UPDATE attempt SET final_ms = ?, error = ? WHERE borrower = ? AND id = ?",
            [.integer(now.milliseconds), .text(reason), borrower, .integer(attempt.id.number)])
        try session.run(
            "UPDATE message SET reason = ?, changed_ms = ? WHERE borrower = ? AND id = ?",
            [.text(reason), .integer(now.milliseconds), borrower, .integer(attempt.message.number)])
    }
}

extension AttemptRow {
    init(row: any SQLRow) {
        self.init(
            borrower: Borrower.ID(row.integer(0)), id: Attempt.ID(row.integer(1)),
            message: OutboxMessage.ID(row.integer(2)), route: row.text(3), segments: Int(row.integer(4)),
            state: AttemptState(rawValue: Int(row.integer(5))) ?? .unknown)
    }
}
