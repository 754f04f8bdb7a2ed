package import CivilTime
package import LoanBook
package import Messaging

/// Looks for messages that were not delivered, by time and not by borrower: what hangs on them has its turn within
/// seconds, and no book has to be gone through for it.
package struct Undelivered: Sendable {
    /// What is looked through.
    package enum Queue: Sendable, Hashable {
        /// Messages that failed, by when they did.
        case failed
        /// Attempts without a final word in this state, by when they were written.
        case waiting(AttemptState)

        package static let all: [Queue] = [.failed, .waiting(.written), .waiting(.accepted), .waiting(.unknown)]
    }

    /// A row of a queue; the next page begins behind it.
    package struct Place: Sendable, Hashable {
        package var at: Instant
        package var borrower: Borrower.ID
        package var id: Int64

        /// Before everything that came at `at` or later.
        package static func before(_ at: Instant) -> Place { Place(at: at, borrower: Borrower.ID(0), id: 0) }
    }

    // $steps: a place for each step. Both walk an index in its order.
    static let failed = """
        SELECT m.changed_ms, m.borrower, m.id FROM message m INDEXED BY message_undelivered
        WHERE m.state IN (7, 8, 10) AND (m.changed_ms, m.borrower, m.id) > (?, ?, ?) AND m.changed_ms <= ?
            AND m.portfolio = ? AND m.step IN ($steps) ORDER BY m.changed_ms, m.borrower, m.id LIMIT ?
        """
    static let waiting = """
        SELECT a.written_ms, a.borrower, a.id FROM attempt a INDEXED BY attempt_open
        CROSS JOIN message m
        WHERE m.borrower = a.borrower AND m.id = a.message AND a.final_ms IS NULL AND a.state = ?
            AND (a.written_ms, a.borrower, a.id) > (?, ?, ?) AND a.written_ms <= ?
            AND m.portfolio = ? AND m.step IN ($steps) ORDER BY a.written_ms, a.borrower, a.id LIMIT ?
        """

    private let portfolio: Int64
    private let steps: [String]

    /// - Parameter steps: the steps whose messages are wanted; one at least.
    package init(portfolio: Int64, steps: [String]) {
        self.portfolio = portfolio
        self.steps = steps
    }

    /// The next rows of a queue, up to and with `through`.
    package func page(
        of queue: Queue, behind place: Place, through end: Instant, limit: Int, in session: any SQLSession
    ) throws -> [Place] {
        var values: [SQLValue] = [
            .instant(place.at), .id(place.borrower), .integer(place.id), .instant(end), .integer(portfolio),
        ]
        values += steps.map { .text($0) } + [.integer(limit)]
        let sql: String
        switch queue {
        case .failed: sql = Self.failed
        case .waiting(let state):
            sql = Self.waiting
            values.insert(.integer(state.rawValue), at: 0)
        }
        let places = steps.map { _ in "?" }.joined(separator: ", ")
        return try session.rows(sql.replacing("$steps", with: places), values) {
            Place(at: $0.instant(0), borrower: Borrower.ID($0.integer(1)), id: $0.integer(2))
        }
    }
}
