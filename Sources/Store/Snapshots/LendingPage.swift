internal import CivilTime
internal import LoanBook

/// What a book says of the loans of some borrowers beside schedules and payments, and of borrowers who ask for one.
enum LendingPage {
    static let promises = BorrowerScope.Statement(
        """
        SELECT borrower, loan, id, ref, made_on, due_on, amount, status
        FROM promise WHERE borrower $borrowers ORDER BY borrower, loan, id
        """)
    static let arrangements = BorrowerScope.Statement(
        """
        SELECT borrower, loan, id, ref, status, status_on
        FROM arrangement WHERE borrower $borrowers ORDER BY borrower, loan, id
        """)
    static let arrangementInstalments = BorrowerScope.Statement(
        """
        SELECT borrower, loan, arrangement, number, due_on, amount
        FROM arrangement_instalment WHERE borrower $borrowers ORDER BY borrower, loan, arrangement, number
        """)
    static let failedPayments = BorrowerScope.Statement(
        """
        SELECT borrower, loan, id, ref, failed_on, amount
        FROM failed_payment WHERE borrower $borrowers ORDER BY borrower, loan, id
        """)
    static let terms = BorrowerScope.Statement(
        """
        SELECT borrower, loan, \(LoanTermsFacts.columns)
        FROM loan_terms WHERE borrower $borrowers ORDER BY borrower, loan
        """)
    static let applications = BorrowerScope.Statement(
        """
        SELECT borrower, id, ref, product, amount, currency, status, status_on, documents, portfolio
        FROM application WHERE borrower $borrowers ORDER BY borrower, id
        """)

    /// What `read` asks, in its order.
    private static func questions(_ scope: BorrowerScope, _ tables: LendingTables) -> [SQLQuestion] {
        var statements: [BorrowerScope.Statement] = []
        if tables.contains(.promises) { statements.append(promises) }
        if tables.contains(.arrangements) { statements += [arrangements, arrangementInstalments] }
        if tables.contains(.failedPayments) { statements.append(failedPayments) }
        return statements.map { $0.question(for: scope) }
    }

    /// Fills in promises, arrangements and failed payments of loans in the order of borrower, then loan.
    static func add(
        to page: inout [LoanSnapshot], _ scope: BorrowerScope, _ tables: LendingTables, in session: any SQLSession
    ) throws {
        var questions = questions(scope, tables)[...]
        if questions.isEmpty { return }
        try session.askAhead(Array(questions), behind: [])
        if tables.contains(.promises), let question = questions.popFirst() {
            try each(question, LoanPage.Cursor(page), in: session) { index, row in
                page[index].promises.append(
                    Promise(
                        id: Promise.ID(row.integer(2)), reference: row.text(3), madeOn: row.date(4), dueOn: row.date(5),
                        amountMinor: row.integer(6), status: try row.value(7, "promise.status")))
            }
        }
        if tables.contains(.arrangements), let heads = questions.popFirst(), let rows = questions.popFirst() {
            try each(heads, LoanPage.Cursor(page), in: session) { index, row in
                page[index].arrangements.append(
                    Arrangement(
                        id: Arrangement.ID(row.integer(2)), reference: row.text(3),
                        status: try row.value(4, "arrangement.status"), statusOn: row.date(5), instalments: []))
            }
            try each(rows, LoanPage.Cursor(page), in: session) { index, row in
                let id = Arrangement.ID(row.integer(2))
                guard let place = page[index].arrangements.firstIndex(where: { $0.id == id }) else { return }
                page[index].arrangements[place].instalments.append(
                    Instalment(
                        number: Int32(truncatingIfNeeded: row.integer(3)), dueOn: row.date(4),
                        amountMinor: row.integer(5)))
            }
            for index in page.indices where !page[index].arrangements.isEmpty {
                for place in page[index].arrangements.indices {
                    page[index].arrangements[place].instalments.sortByDueDate()
                }
            }
        }
        if tables.contains(.failedPayments), let question = questions.popFirst() {
            try each(question, LoanPage.Cursor(page), in: session) { index, row in
                page[index].failedPayments.append(
                    FailedPayment(
                        id: FailedPayment.ID(row.integer(2)), reference: row.text(3), failedOn: row.date(4),
                        amountMinor: row.integer(5)))
            }
        }
    }

    /// Fills in how loans count, of loans in the order of borrower, then loan.
    static func addTerms(
        to page: inout [LoanSnapshot], _ scope: BorrowerScope, in session: any SQLSession
    ) throws {
        try each(terms.question(for: scope), LoanPage.Cursor(page), in: session) { index, row in
            page[index].terms = try LoanTermsFacts.terms(of: row, from: 2)
        }
    }

    static let instalmentParts = BorrowerScope.Statement(
        """
        SELECT borrower, loan, number, principal, interest, fee FROM instalment
        WHERE borrower $borrowers AND (principal IS NOT NULL OR interest IS NOT NULL OR fee IS NOT NULL)
        ORDER BY borrower, loan, number
        """)

    /// What instalments are made of, by loan and number, where the book says so.
    static func parts(
        of page: [LoanSnapshot], _ scope: BorrowerScope, in session: any SQLSession
    ) throws -> [Loan.ID: [Int32: InstalmentParts]] {
        var parts: [Loan.ID: [Int32: InstalmentParts]] = [:]
        try each(instalmentParts.question(for: scope), LoanPage.Cursor(page), in: session) { index, row in
            parts[page[index].loan.id, default: [:]][Int32(truncatingIfNeeded: row.integer(2))] = InstalmentFacts.parts(
                of: row, from: 3)
        }
        return parts
    }

    /// An application as its row has it, what is still needed apart, sealed.
    static func application(_ row: any SQLRow) throws -> (application: Application, documents: [UInt8]?) {
        let code = row.text(5)
        guard let currency = Currency.named(code) else {
            throw StoreError(.unreadableRow, "unknown currency \(code)", at: "application.currency")
        }
        let application = Application(
            id: Application.ID(row.integer(1)), reference: row.text(2), product: row.text(3),
            amountMinor: row.integer(4), currency: currency, status: try row.value(6, "application.status"),
            statusOn: row.date(7))
        return (application, row.isNull(8) ? nil : row.blob(8))
    }

    private static func each(
        _ question: SQLQuestion, _ cursor: LoanPage.Cursor, in session: any SQLSession,
        _ body: (Int, any SQLRow) throws -> Void
    ) throws {
        var cursor = cursor
        try session.query(question) { row in
            if let index = cursor.index(of: row) { try body(index, row) }
        }
    }
}
