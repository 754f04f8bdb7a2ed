internal import CivilTime
internal import LoanBook
internal import Messaging

/// What is read only where a strategy asks for it: see `SnapshotNeeds`.
extension BorrowerPage {
    /// Of messages that were attempted, and neither delivered nor given back to be tried again, all that their attempts told:
    /// of a message about several loans each.
    static let undelivered = BorrowerScope.Statement(
        """
        SELECT m.borrower, c.subject, c.subject_id, c.subject_part, c.step, c.generation, m.state, m.changed_ms,
            (SELECT max(a.written_ms) FROM attempt a WHERE a.borrower = m.borrower AND a.message = m.id)
        FROM message m CROSS JOIN claim c
        WHERE m.borrower $borrowers AND m.state IN (4, 5, 7, 8, 9, 10) AND m.changed_ms >= ?
            AND c.borrower = m.borrower AND c.message = m.id
        ORDER BY m.borrower, m.id
        """)

    /// What was understood as a whole: a part that waits is nobody's yet.
    static let answers = BorrowerScope.Statement(
        "SELECT borrower, at_ms FROM reply WHERE borrower $borrowers AND at_ms >= ? ORDER BY borrower, id")

    static let scores = BorrowerScope.Statement(
        "SELECT borrower, name, value, as_of FROM score WHERE borrower $borrowers ORDER BY borrower, name")

    mutating func readAsked(_ scope: BorrowerScope, _ needs: SnapshotNeeds) throws {
        if let since = needs.undeliveredSince {
            try forEachRow(of: Self.undelivered.question(for: scope, [.instant(since)])) { page, index, row in
                guard !row.isNull(8) else { return }
                let state: MessageState = try row.value(6, "message.state")
                page.snapshots[index].undelivered.append(
                    UndeliveredMessage(
                        subject: Int(row.integer(1)), subjectID: row.integer(2),
                        subjectPart: Int32(truncatingIfNeeded: row.integer(3)), step: row.text(4),
                        generation: Int32(truncatingIfNeeded: row.integer(5)), writtenAt: row.instant(8),
                        failedAt: state.isFinal ? row.instant(7) : nil))
            }
        }
        if let since = needs.answersSince {
            try forEachRow(of: Self.answers.question(for: scope, [.instant(since)])) { page, index, row in
                page.snapshots[index].answers.append(row.instant(1))
            }
        }
        if needs.scores {
            try forEachRow(of: Self.scores.question(for: scope)) { page, index, row in
                page.snapshots[index].scores.append(Scores.score(row, from: 1))
            }
        }
    }
}
