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

/// What is asked of attempts and their segments past the ledger.
package enum Attempts {
    /// When the attempt was committed; `distantFuture` when there is none.
    package static func writtenAt(
        _ id: Attempt.ID, of borrower: Borrower.ID, in session: any SQLSession
    ) throws -> Instant {
        try session.first("SELECT written_ms FROM attempt WHERE borrower = ? AND id = ?", [.id(borrower), .id(id)]) {
            $0.instant(0)
        } ?? .distantFuture
    }

    package static func segments(of attempt: AttemptRow, in session: any SQLSession) throws -> [AttemptState] {
        var states: [AttemptState] = []
        try session.query(
            "SELECT state FROM segment WHERE borrower = ? AND attempt = ? ORDER BY number",
            [.integer(attempt.borrower.number), .integer(attempt.id.number)]
        ) { states.append(AttemptState(rawValue: Int($0.integer(0))) ?? .unknown) }
        return states
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
