package import CivilTime
package import LoanBook

/// How work of a person ended.
package enum TaskOutcome: String, Sendable, CaseIterable {
    /// What was to be done was done.
    case done
    /// The borrower was spoken with; or tried, and not reached.
    case reached
    case notReached = "not_reached"
    /// Given to somebody else, whose work is not kept here.
    case passedOn = "passed_on"
    /// Nothing had to be done.
    case notNeeded = "not_needed"
}

/// Work for a person at the lender's: call back, dispute, hardship, complaint.
package struct TaskRecord: Sendable, Hashable {
    package var id: Int64
    package var borrower: Borrower.ID
    /// `paid_claim`, `question` …
    package var kind: String
    package var loan: Loan.ID?
    package var at: Instant
    package var done: Instant?
    /// Nil while it is open, and where its borrower was erased before anybody closed it.
    package var outcome: TaskOutcome?
    package var by: String?
    /// As stored, sealed; empty where there is none.
    package var note: [UInt8] = []
}

package enum Tasks {
    /// The context of the seal of `note`.
    package static let context = "task"

    private static let columns =
        "t.id, t.borrower, t.kind, t.loan, t.at_ms, t.done_ms, t.outcome, t.closed_by, t.note"

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

    static let findSQL = "SELECT \(columns) FROM task t WHERE t.id = ?"

    package static func find(_ id: Int64, in session: any SQLSession) throws -> TaskRecord? {
        try session.first(findSQL, [.integer(id)], record)
    }

    /// Every task of a borrower, oldest first.
    package static func list(_ borrower: Borrower.ID, in session: any SQLSession) throws -> [TaskRecord] {
        try session.rows(
            "SELECT \(columns) FROM task t WHERE t.borrower = ? ORDER BY t.id", [.id(borrower)], record)
    }

    private static func record(_ row: any SQLRow) throws -> TaskRecord {
        TaskRecord(
            id: row.integer(0), borrower: Borrower.ID(row.integer(1)), kind: row.text(2),
            loan: row.optionalInteger(3).map { Loan.ID($0) }, at: row.instant(4), done: row.optionalInstant(5),
            outcome: try row.isNull(6) ? nil : row.value(6, "task.outcome"), by: row.optionalText(7),
            note: row.isNull(8) ? [] : row.blob(8))
    }
}

/// A task with what the lender calls borrower and loan; nil where they were erased.
package struct ListedTask: Sendable, Hashable {
    package var task: TaskRecord
    package var reference: Reference?
    package var portfolio: Portfolio.Key?
    package var loan: Reference?
}

extension Tasks {
    private static let listing = """
        SELECT \(columns), b.ref, p.key, l.ref FROM task t
        LEFT JOIN borrower b ON b.id = t.borrower LEFT JOIN portfolio p ON p.id = b.portfolio
        LEFT JOIN loan l ON l.borrower = t.borrower AND l.id = t.loan
        """
    static let openSQL = listing + " WHERE t.done_ms IS NULL ORDER BY t.id LIMIT ?"
    private static let ofBorrower =
        listing + " WHERE t.borrower = ? ORDER BY CASE WHEN t.done_ms IS NULL THEN 0 ELSE 1 END, t.id DESC LIMIT ?"

    /// Those that wait, the oldest first.
    package static func open(atMost limit: Int, in session: any SQLSession) throws -> [ListedTask] {
        try session.rows(openSQL, [.integer(limit)], listedTask)
    }

    /// All of a borrower's: what is open first, of each the newest first.
    package static func listed(
        _ borrower: Borrower.ID, atMost limit: Int, in session: any SQLSession
    ) throws -> [ListedTask] {
        try session.rows(ofBorrower, [.id(borrower), .integer(limit)], listedTask)
    }

    package static func openCount(in session: any SQLSession) throws -> Int {
        Int(try session.integer("SELECT count(*) FROM task WHERE done_ms IS NULL") ?? 0)
    }

    private static func listedTask(_ row: any SQLRow) throws -> ListedTask {
        ListedTask(
            task: try record(row), reference: row.optionalText(9), portfolio: row.optionalText(10),
            loan: row.optionalText(11))
    }
}
