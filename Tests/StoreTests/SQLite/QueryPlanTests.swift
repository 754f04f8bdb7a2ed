import Testing

@testable import Store

/// The plans of hot queries: what grows with the book is sought, never scanned.
struct QueryPlanTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Hot: Sendable, CustomTestStringConvertible {
        var name: String
        /// Every form of the statement.
        var forms: [String]
        /// Where SQLite has to say that it seeks: `table` or `table … index`.
        var seeks: String

        init(name: String, forms: [String], seeks: String) {
            self.name = name
            self.forms = forms
            self.seeks = seeks
        }

        init(name: String, sql: String, seeks: String) { self.init(name: name, forms: [sql], seeks: seeks) }

        var testDescription: String { name }
    }

    static let hot: [Hot] = [
        Hot(name: "page of borrowers", sql: Snapshots.pageEnds, seeks: "SEARCH borrower USING INTEGER PRIMARY KEY"),
        Hot(
            name: "borrowers of a broadcast", sql: Snapshots.nextIDs,
            seeks: "SEARCH borrower USING INTEGER PRIMARY KEY (rowid>?)"),
        Hot(name: "borrowers", forms: BorrowerPage.borrowers.all, seeks: "SEARCH borrower USING INTEGER PRIMARY KEY"),
        Hot(name: "keys", forms: BorrowerPage.keys.all, seeks: "SEARCH borrower_key USING PRIMARY KEY"),
        Hot(
            name: "contact points", forms: BorrowerPage.contactPoints.all,
            seeks: "SEARCH contact_point USING PRIMARY KEY"),
        Hot(name: "consents", forms: BorrowerPage.consents.all, seeks: "SEARCH consent USING PRIMARY KEY"),
        Hot(name: "flags", forms: BorrowerPage.flags.all, seeks: "SEARCH flag USING PRIMARY KEY"),
        Hot(name: "preferences", forms: BorrowerPage.preferences.all, seeks: "SEARCH preference USING PRIMARY KEY"),
        Hot(
            name: "messages not delivered, of a page", forms: BorrowerPage.undelivered.all,
            seeks: "SEARCH m USING PRIMARY KEY (borrower"),
        Hot(name: "scores", forms: BorrowerPage.scores.all, seeks: "SEARCH score USING PRIMARY KEY"),
        Hot(name: "a task", sql: Tasks.findSQL, seeks: "SEARCH t USING INDEX task_number (id=?)"),
        Hot(name: "open tasks", sql: Tasks.openSQL, seeks: "SCAN t USING INDEX task_open"),
        Hot(
            name: "what waits of a broadcast", sql: Broadcasts.dueSQL,
            seeks: "SEARCH message USING INDEX message_due (due_ms>? AND due_ms<?)"),
        Hot(name: "answers", forms: BorrowerPage.answers.all, seeks: "SEARCH reply USING INDEX reply_borrower"),
        Hot(
            name: "messages that failed", sql: Undelivered.failed.replacing("$steps", with: "?, ?"),
            seeks: "SEARCH m USING INDEX message_undelivered ((changed_ms,borrower,id)>"),
        Hot(
            name: "attempts without a receipt", sql: Undelivered.waiting.replacing("$steps", with: "?, ?"),
            seeks: "SEARCH a USING INDEX attempt_open (state=? AND (written_ms,"),
        Hot(
            name: "contacts since", forms: BorrowerPage.contacts.all,
            seeks: "SEARCH c USING PRIMARY KEY (borrower=? AND at_ms>?)"),
        Hot(name: "loans", forms: LoanPage.loans.all, seeks: "SEARCH loan USING PRIMARY KEY"),
        Hot(name: "instalments", forms: LoanPage.instalments.all, seeks: "SEARCH instalment USING PRIMARY KEY"),
        Hot(name: "payments", forms: LoanPage.payments.all, seeks: "SEARCH payment USING PRIMARY KEY"),
        Hot(name: "payment faults", forms: LoanPage.faults.all, seeks: "SEARCH payment_fault USING PRIMARY KEY"),
        Hot(name: "promises", forms: LendingPage.promises.all, seeks: "SEARCH promise USING PRIMARY KEY"),
        Hot(name: "arrangements", forms: LendingPage.arrangements.all, seeks: "SEARCH arrangement USING PRIMARY KEY"),
        Hot(
            name: "instalments of arrangements", forms: LendingPage.arrangementInstalments.all,
            seeks: "SEARCH arrangement_instalment USING PRIMARY KEY"),
        Hot(
            name: "failed payments", forms: LendingPage.failedPayments.all,
            seeks: "SEARCH failed_payment USING PRIMARY KEY"),
        Hot(name: "terms", forms: LendingPage.terms.all, seeks: "SEARCH loan_terms USING PRIMARY KEY"),
        Hot(name: "applications", forms: LendingPage.applications.all, seeks: "SEARCH application USING PRIMARY KEY"),
        Hot(
            name: "borrower by reference", sql: Snapshots.byReference,
            seeks: "SEARCH b USING COVERING INDEX sqlite_autoindex_borrower_1 (portfolio=? AND ref=?)"),
        Hot(
            name: "borrower by loan", sql: Snapshots.byLoanReference,
            seeks: "SEARCH l USING COVERING INDEX loan_ref (portfolio=? AND ref=?)"),
        Hot(
            name: "contact look-up", sql: ContactPoints.byLookup,
            seeks: "SEARCH contact_point USING COVERING INDEX contact_point_lookup (lookup=?)"),
        Hot(
            name: "due queue",
            sql: """
                SELECT borrower, id FROM message WHERE state IN (1, 3) AND route IS NULL AND due_ms <= ?
                ORDER BY due_ms LIMIT ?
                """,
            seeks: "SEARCH message USING INDEX message_due (due_ms<?)"),
        Hot(
            name: "due queue of a route", sql: Outbox.leaseByRouteSQL,
            seeks: "SEARCH message USING INDEX message_routed (route=? AND due_ms<?)"),
        Hot(
            name: "whether anything is due that has a way",
            sql: Outbox.isDueByRouteSQL.replacing("$portfolios", with: "?"),
            seeks: "SEARCH message USING INDEX message_routed (route=? AND due_ms<?)"),
        Hot(
            name: "what waits of a broadcast and has a way", sql: Broadcasts.dueByRouteSQL,
            seeks: "SEARCH message USING INDEX message_routed (route=? AND due_ms>? AND due_ms<?)"),
        Hot(
            name: "parked receipts",
            sql: "SELECT id, outcome FROM receipt WHERE borrower IS NULL AND route = ? AND carrier_id = ? ORDER BY id",
            seeks: "SEARCH receipt USING INDEX receipt_parked (route=? AND carrier_id=?)"),
        Hot(
            name: "carrier id",
            sql: "SELECT borrower, attempt, segment FROM carrier_id WHERE route = ? AND carrier_id = ?",
            seeks: "SEARCH carrier_id USING PRIMARY KEY (route=? AND carrier_id=?)"),
        Hot(
            name: "attempts without a final word",
            sql: "SELECT id FROM attempt WHERE final_ms IS NULL AND state = ? AND written_ms < ? ORDER BY written_ms",
            seeks: "SEARCH attempt USING INDEX attempt_open (state=? AND written_ms<?)"),
        Hot(
            name: "parts of a reply",
            sql: """
                SELECT part_number, body FROM reply
                WHERE lookup = ? AND part_reference = ? AND part_total = ? AND meaning = 'part' ORDER BY id
                """,
            seeks: "SEARCH reply USING INDEX reply_parts (lookup=? AND part_reference=?)"),
        Hot(
            name: "claims of a borrower", sql: "SELECT step FROM claim WHERE borrower = ?",
            seeks: "SEARCH claim USING PRIMARY KEY (borrower=?)"),
        Hot(
            name: "leaves of a borrower", sql: "SELECT max(number) FROM leaf WHERE borrower = ?",
            seeks: "SEARCH leaf USING COVERING INDEX leaf_borrower (borrower=?)"),
        Hot(
            name: "writers of leaves", forms: LeafWriters.borrowers.all,
            seeks: "SEARCH l USING COVERING INDEX leaf_borrower (borrower=?)"),
    ]

    @Test(arguments: hot)
    func `a hot query seeks`(_ query: Hot) async throws {
        let database = try SQLiteDatabase(path: folder.path("book.sqlite"))
        try await Migrations.run(on: database)
        for sql in query.forms {
            let steps = try await database.read { session in
                let values = Array(repeating: SQLValue.integer(1 as Int64), count: sql.count { $0 == "?" })
                return try session.rows("EXPLAIN QUERY PLAN " + sql, values) { $0.text(3) }
            }
            #expect(steps.contains { $0.hasPrefix(query.seeks) }, "\(steps)")
            // Portfolios and routes are a handful of rows.
            let isScanned = steps.contains {
                $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN p") && !$0.hasPrefix("SCAN route_standing")
                    && !$0.hasPrefix(query.seeks)
            }
            #expect(!isScanned, "\(steps)")
            #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(steps)")
        }
    }
}
