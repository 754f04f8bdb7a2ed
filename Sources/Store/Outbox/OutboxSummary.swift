package import CivilTime
package import Messaging

/// What became of everything planned: counts only, for a manager and for metrics.
package struct OutboxSummary: Sendable {
    package struct Ending: Sendable, Hashable {
        package var state: MessageState
        package var reason: String
    }

    package var byState: [MessageState: Int] = [:]
    /// Messages by state and the reason that stands with them.
    package var byReason: [Ending: Int] = [:]
    /// Messages by step and state.
    package var byStep: [String: [MessageState: Int]] = [:]
    /// The first and last instant that held messages wait for.
    package var heldUntil: ClosedRange<Instant>?
    /// Planned steps that planning itself suppressed, by reason.
    package var suppressedAtPlanning: [String: Int] = [:]
    package var repliesByMeaning: [String: Int] = [:]
    package var parkedReceipts = 0
    package var attempts = 0
    package var segments = 0
    package var openTasks = 0

    package static func read(in session: any SQLSession) throws -> OutboxSummary {
        var summary = OutboxSummary()
        try session.query("SELECT state, reason, step, count(*) FROM message GROUP BY state, reason, step", []) { row in
            let state: MessageState = try row.value(0, "message.state")
            let count = Int(row.integer(3))
            summary.byState[state, default: 0] += count
            summary.byReason[Ending(state: state, reason: row.text(1)), default: 0] += count
            summary.byStep[row.text(2), default: [:]][state, default: 0] += count
        }
        try session.query("SELECT min(due_ms), max(due_ms) FROM message WHERE state = 3", []) { row in
            if !row.isNull(0) { summary.heldUntil = row.instant(0)...row.instant(1) }
        }
        // Of a step on which a word was said in several months the latest counts.
        try session.query(
            """
            SELECT reason, count(*) FROM decision d WHERE outcome = 'suppress' AND NOT EXISTS (
                SELECT 1 FROM decision l WHERE l.borrower = d.borrower AND l.subject = d.subject
                    AND l.subject_id = d.subject_id AND l.subject_part = d.subject_part AND l.step = d.step
                    AND l.generation = d.generation AND l.month > d.month)
            GROUP BY reason
            """, []
        ) {
            summary.suppressedAtPlanning[$0.text(0)] = Int($0.integer(1))
        }
        try session.query("SELECT meaning, count(*) FROM reply WHERE meaning <> 'joined' GROUP BY meaning", []) {
            summary.repliesByMeaning[$0.text(0)] = Int($0.integer(1))
        }
        try session.query("SELECT count(*) FROM receipt WHERE borrower IS NULL", []) {
            summary.parkedReceipts = Int($0.integer(0))
        }
        try session.query("SELECT count(*), CAST(coalesce(sum(segments), 0) AS BIGINT) FROM attempt", []) {
            summary.attempts = Int($0.integer(0))
            summary.segments = Int($0.integer(1))
        }
        try session.query("SELECT count(*) FROM task WHERE done_ms IS NULL", []) {
            summary.openTasks = Int($0.integer(0))
        }
        return summary
    }

    /// Payments recorded within `span` after a message about the same borrower was handed over, and all payments
    /// recorded since `since`.
    package static func paymentsAfterMessages(
        within span: Span, since: Instant, in session: any SQLSession
    ) throws -> (after: Int, all: Int) {
        var result = (after: 0, all: 0)
        try session.query(
            """
            SELECT count(*), count(CASE WHEN EXISTS (SELECT 1 FROM attempt a WHERE a.borrower = p.borrower
                AND a.written_ms <= p.recorded_ms AND a.written_ms > p.recorded_ms - ? AND a.state IN (2, 3, 4))
                THEN 1 END)
            FROM payment p WHERE p.recorded_ms >= ?
            """, [.integer(span.milliseconds), .instant(since)]
        ) { row in
            result = (after: Int(row.integer(1)), all: Int(row.integer(0)))
        }
        return result
    }
}
