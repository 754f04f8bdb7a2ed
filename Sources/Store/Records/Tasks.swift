package import CivilTime
package import LoanBook

/// Work for a person at the lender's: call back, dispute, hardship, complaint.
package struct TaskRecord: Sendable, Hashable {
    package var id: Int64
    package var borrower: Borrower.ID
    /// `paid_claim`, `question` …
    package var kind: String
    package var loan: Loan.ID?
    package var at: Instant
    package var done: Instant?
}

package enum Tasks {
    /// Opens a task; returns its id.
    @discardableResult package static func open(
        _ kind: String, of borrower: Borrower.ID, loan: Loan.ID? = nil, at: Instant, in session: any SQLSession
    ) throws -> Int64 {
        let id = try Numbers.take("task", 1, in: session)
        try session.run(
            "INSERT INTO task (borrower, id, kind, loan, at_ms) VALUES (?, ?, ?, ?, ?)",
            [.id(borrower), .integer(id), .text(kind), .id(loan), .instant(at)])
        return id
    }

    /// Returns false when there is no such open task.
    @discardableResult package static func complete(
        _ id: Int64, of borrower: Borrower.ID, at: Instant, in session: any SQLSession
    ) throws -> Bool {
        try session.run(
            "UPDATE task SET done_ms = ? WHERE borrower = ? AND id = ? AND done_ms IS NULL",
            [.instant(at), .id(borrower), .integer(id)]) > 0
    }

    /// Every task of a borrower, oldest first.
    package static func list(_ borrower: Borrower.ID, in session: any SQLSession) throws -> [TaskRecord] {
        try session.rows(
            "SELECT id, kind, loan, at_ms, done_ms FROM task WHERE borrower = ? ORDER BY id", [.id(borrower)]
        ) {
            TaskRecord(
                id: $0.integer(0), borrower: borrower, kind: $0.text(1),
                loan: $0.optionalInteger(2).map { Loan.ID($0) }, at: $0.instant(3), done: $0.optionalInstant(4))
        }
    }
}
