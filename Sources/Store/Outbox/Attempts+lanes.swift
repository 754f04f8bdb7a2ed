package import CivilTime
package import LoanBook

/// Whose answers an attempt waits for.
extension Attempts {
    /// Attempts without an answer whose lane is among `lanes`, or is not there at all.
    package static func forsaken(by lanes: [Int64], in session: any SQLSession) throws -> [AttemptRow] {
        let places = ([0] + lanes).map { _ in "?" }.joined(separator: ", ")
        return try session.rows(
            """
            SELECT a.borrower, a.id, a.message, a.route, a.segments, a.state FROM attempt a
            WHERE a.final_ms IS NULL AND a.state = 1
                AND (a.lane IN (\(places)) OR NOT EXISTS (SELECT 1 FROM lane l WHERE l.id = a.lane))
            ORDER BY a.written_ms, a.id
            """, ([0] + lanes).map { .integer($0) }, AttemptRow.init(row:))
    }

    /// Whether an attempt over a route to a borrower waits for an answer, whichever lane's.
    package static func isAwaited(
        of borrower: Borrower.ID, route: String, in session: any SQLSession
    ) throws -> Bool {
        try session.first(
            "SELECT 1 FROM attempt WHERE borrower = ? AND route = ? AND state = 1 LIMIT 1",
            [.id(borrower), .text(route)]
        ) { _ in true } ?? false
    }

    /// Whether there is an attempt over a route whose answer was lost, and that no receipt has settled.
    package static func areLost(route: String, in session: any SQLSession) throws -> Bool {
        try session.first(
            """
            SELECT 1 FROM attempt INDEXED BY attempt_open WHERE final_ms IS NULL AND state = 3 AND route = ? LIMIT 1
            """, [.text(route)]
        ) { _ in true } ?? false
    }

    /// A lane that was taken for dead waits for the answer again.
    package static func takeBack(
        _ attempt: AttemptRow, segments: [Int], lane: Int64, at now: Instant, in session: any SQLSession
    ) throws {
        let (borrower, id) = (SQLValue.id(attempt.borrower), SQLValue.id(attempt.id))
        for number in segments {
            try session.post(
                "UPDATE segment SET state = 1, error = '' WHERE borrower = ? AND attempt = ? AND number = ?",
                [borrower, id, .integer(number)])
        }
        try session.post(
            "UPDATE attempt SET state = 1, error = '', final_ms = NULL, changed_ms = ?, lane = ? WHERE borrower = ? AND id = ?",
            [.instant(now), .integer(lane), borrower, id])
        try session.post(
            "UPDATE message SET state = 4, reason = '', changed_ms = ? WHERE borrower = ? AND id = ?",
            [.instant(now), borrower, .id(attempt.message)])
    }
}
