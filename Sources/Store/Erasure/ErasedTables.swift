/// What becomes of each table that tells of a borrower, when the profile and when the record is destroyed. A test holds
/// the schema against this list.
enum ErasedTables {
    /// Rows that go with the profile: the person, and the copy of the lender's book.
    static let withProfile = [
        "contact_point", "consent", "preference", "loan", "loan_terms", "instalment", "payment", "payment_fault",
        "revision", "decision", "application", "promise", "arrangement", "arrangement_instalment", "failed_payment",
        "score",
    ]

    /// Rows that go with the record: what was planned, sent and answered. They hold states, times and numbers of the
    /// store's own; texts, numbers and names stand sealed in leaves, in `reply` and in `contact`, whose references of the
    /// lender's go with the profile. Flags stay as long: a dispute may be what keeps the record.
    static let withRecord = ["message", "claim", "attempt", "segment", "contact", "task", "reply", "flag"]

    /// Rows that are found in another way than by borrower, or stay.
    static let others = [
        "borrower_key": "the row of each class goes with that class",
        "carrier_id": "goes with the record, by the carrier's ids of the segments",
        "receipt": "goes with the record, in a sweep: no index leads to a borrower's receipts",
        "leaf": "stays: without the key nobody can open it, and the log's proofs hold",
        "erasure": "says that the borrower was erased, and what stays until when",
        "tombstone": "names the borrower's number while a record is kept under it",
    ]

    static func clear(_ tables: [String], of borrower: Int64, in session: any SQLSession) throws {
        for table in tables { try session.run("DELETE FROM \(table) WHERE borrower = ?", [.integer(borrower)]) }
    }

    static func clearRecord(of borrower: Int64, in session: any SQLSession) throws {
        let segments = try session.rows(
            """
            SELECT a.route, s.carrier_id, s.attempt, s.number FROM attempt a
            JOIN segment s ON s.borrower = a.borrower AND s.attempt = a.id
            WHERE a.borrower = ? AND s.carrier_id IS NOT NULL
            """, [.integer(borrower)]
        ) { [SQLValue.text($0.text(0)), .text($0.text(1)), .integer($0.integer(2)), .integer($0.integer(3))] }
        try session.runMany(
            "DELETE FROM carrier_id WHERE route = ? AND carrier_id = ? AND attempt = ? AND segment = ?", segments)
        try CostSums.keep(borrower, in: session)
        try clear(withRecord, of: borrower, in: session)
    }

    /// What stands in the store under a number and under no borrower: parts of replies, replies and receipts that matched
    /// nobody. Where somebody else has the number too, only what was kept twice goes.
    static func clear(number lookup: KeyedHash, of borrower: Int64, in session: any SQLSession) throws {
        for form in lookup.forms {
            let isShared =
                try session.integer(
                    "SELECT 1 FROM contact_point WHERE lookup = ? AND borrower <> ? LIMIT 1",
                    [.blob(form), .integer(borrower)]) != nil
            let parts = isShared ? " AND meaning = 'joined'" : ""
            try session.run("DELETE FROM reply WHERE borrower IS NULL AND lookup = ?" + parts, [.blob(form)])
            guard !isShared else { continue }
            try session.run(
                "UPDATE receipt SET lookup = ?, owner = NULL WHERE borrower IS NULL AND lookup = ?",
                [.blob([]), .blob(form)])
        }
    }
}

/// Receipts of those whose record is gone, removed by walking the table in steps: minutes for tens of millions, without
/// holding anybody up, and from the beginning again after an interruption.
package enum ErasedSweep {
    private static let span: Int64 = 20_000

    package static func run(_ database: any SQLDatabase) async throws -> Int {
        let end = try await database.read { try $0.integer("SELECT max(id) FROM receipt") ?? 0 }
        var position: Int64 = 0
        var removed = 0
        while position < end {
            let range: [SQLValue] = [.integer(position), .integer(min(position + span, end))]
            let ids = try await database.read { session in
                try session.rows(
                    """
                    SELECT r.id FROM receipt r JOIN erasure e ON e.borrower = r.borrower
                    WHERE r.id > ? AND r.id <= ? AND e.record_erased_ms IS NOT NULL
                    """, range
                ) { [SQLValue.integer($0.integer(0))] }
            }
            if !ids.isEmpty {
                try await database.write(repeatable: true) {
                    try $0.runMany("DELETE FROM receipt WHERE id = ?", ids)
                }
            }
            removed += ids.count
            position += span
        }
        return removed
    }
}
