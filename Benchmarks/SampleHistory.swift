import CivilTime
import Store

/// Messages that were delivered in the months before, as the store keeps them: every borrower's, one in 45 days, each of
/// one segment with its receipt. Written by sets, for millions of them. Of a message's leaves one is written, of the
/// length that they have in the middle.
struct SampleHistory {
    let messages: Int
    let borrowers: Int
    let before: Instant
    let portfolio: Int64

    private static let borrowersAtOnce = 20_000
    private static let leaf_bytes = 430
    private static let between = Span.days(45)

    func insert(into database: any SQLDatabase) async throws {
        guard messages > 0 else { return }
        let rounds = max(1, messages / borrowers)
        let some = min(borrowers, messages)
        for first in stride(from: 1, through: some, by: Self.borrowersAtOnce) {
            let ids = first...min(first + Self.borrowersAtOnce - 1, some)
            try await database.write { session in
                for statement in Self.statements(leavesOf: Self.leaf_bytes) {
                    try session.run(Self.list + statement, values(ids, rounds: rounds))
                }
            }
        }
        try await database.write { session in
            let next = SQLValue.integer(Int64(rounds * borrowers) + 1)
            for kind in ["message", "attempt", "receipt"] {
                try session.run("INSERT INTO number (kind, next) VALUES (?, ?)", [.text(kind), next])
            }
        }
    }

    private func values(_ ids: ClosedRange<Int>, rounds: Int) -> [SQLValue] {
        [
            .integer(Int64(rounds)), .integer(Int64(rounds)), .integer(Int64(borrowers)),
            .integer(before.milliseconds), .integer(Self.between.milliseconds), .integer(Int64(ids.lowerBound)),
            .integer(Int64(ids.upperBound)),
        ]
    }

    /// One row a message: whose, the how manieth, its number (ascending in time), and when. The latest is 3 to 29 days old.
    private static let list = """
        WITH RECURSIVE round (n) AS (
            SELECT CAST(1 AS INTEGER) UNION ALL SELECT n + 1 FROM round WHERE n < CAST(? AS INTEGER)),
        given (rounds, borrowers, before_ms, between_ms) AS (
            VALUES (CAST(? AS INTEGER), CAST(? AS INTEGER), CAST(? AS INTEGER), CAST(? AS INTEGER))),
        m (borrower, n, id, at_ms) AS (
            SELECT b.id, n, (n - 1) * borrowers + b.id,
                before_ms - (rounds - n) * between_ms - (3 + b.id % 27) * 86400000 + b.id % 1000
            FROM borrower b CROSS JOIN round CROSS JOIN given WHERE b.id BETWEEN ? AND ?)

        """

    private static func statements(leavesOf bytes: Int) -> [String] {
        let leaf = String(repeating: "5a", count: bytes)
        return [
            """
            INSERT INTO message (borrower, id, portfolio, loan, subject, subject_id, subject_part, step, generation,
                purpose, strategy, planned_on, planned_ms, state, due_ms, attempts, reason, changed_ms)
            SELECT borrower, id, 1, borrower, 1, borrower, n, 'overdue.7', 1, 'overdue.notice', 'standard@1',
                at_ms / 86400000, at_ms, 6, at_ms, 1, '', at_ms FROM m ORDER BY m.borrower, m.id
            """,
            """
            INSERT INTO claim (borrower, subject, subject_id, subject_part, step, generation, message, at_ms)
            SELECT borrower, 1, borrower, n, 'past.7', 1, id, at_ms FROM m ORDER BY m.borrower, m.id
            """,
            """
            INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms, final_ms, lane)
            SELECT borrower, id, id, 'simulator', 4, 1, at_ms, at_ms + 4000, at_ms + 4000, 1 FROM m
            ORDER BY m.borrower, m.id
            """,
            """
            INSERT INTO segment (borrower, attempt, number, state, carrier_id)
            SELECT borrower, id, 0, 4, CAST(id AS TEXT) FROM m ORDER BY m.borrower, m.id
            """,
            """
            INSERT INTO carrier_id (route, carrier_id, borrower, attempt, segment)
            SELECT 'simulator', CAST(id AS TEXT), borrower, id, 0 FROM m ORDER BY m.id
            """,
            """
            INSERT INTO receipt (id, route, carrier_id, outcome, error, lookup, at_ms, borrower, attempt, segment)
            SELECT id, 'simulator', CAST(id AS TEXT), 1, '000', CAST('' AS BLOB), at_ms + 4000, borrower, id, 0 FROM m
            ORDER BY m.id
            """,
            """
            INSERT INTO contact (borrower, id, loan, kind, channel, class, contact_point, at_ms)
            SELECT borrower, id, borrower, 1, 1, 1, 1, at_ms FROM m ORDER BY m.borrower, m.at_ms
            """,
            """
            INSERT INTO leaf (idx, borrower, number, kind, at_ms, bytes)
            SELECT id - 1, borrower, n, 'attempt', at_ms, x'\(leaf)' FROM m ORDER BY m.id
            """,
        ]
    }
}
