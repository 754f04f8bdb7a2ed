internal import CivilTime
internal import LoanBook

/// The loans of some borrowers with instalments and payments, read by one pass over each clustered table.
enum LoanPage {
    static let loans = BorrowerScope.Statement(
        """
        SELECT borrower, id, ref, product, principal, currency, rate, disbursed_on, rating, status, portfolio,
            schedule_changed_on, rate_changed_on
        FROM loan WHERE borrower $borrowers ORDER BY borrower, id
        """)
    // Number and generation in one column: of all rows these are most, and a column more is felt.
    static let instalments = BorrowerScope.Statement(
        """
        SELECT borrower, loan, number + (generation - 1) * 4294967296, due_on, amount
        FROM instalment WHERE borrower $borrowers ORDER BY borrower, loan, number
        """)
    static let payments = BorrowerScope.Statement(
        """
        SELECT borrower, loan, id, ref, paid_on, amount
        FROM payment WHERE borrower $borrowers AND reversed_batch IS NULL ORDER BY borrower, loan, id
        """)
    static let faults = BorrowerScope.Statement(
        """
        SELECT borrower, loan, count(*) FROM payment_fault
        WHERE borrower $borrowers AND mended_batch IS NULL GROUP BY borrower, loan ORDER BY borrower, loan
        """)

    /// What `readAsked` asks, in its order: see `SQLSession.askAhead`.
    static func questions(_ scope: BorrowerScope) -> [SQLQuestion] {
        [loans, instalments, payments, faults].map { $0.question(for: scope) }
    }

    /// In the order of borrower, then loan; of one portfolio or of all.
    static func read(
        _ scope: BorrowerScope, portfolio: Int64? = nil, in session: any SQLSession
    ) throws -> (loans: [LoanSnapshot], tables: LendingTables) {
        try session.askAhead([LendingTables.question] + questions(scope), behind: [])
        let tables = try LendingTables(in: session)
        return (try readAsked(scope, portfolio: portfolio, tables, in: session), tables)
    }

    /// The same, its questions asked ahead by the caller. `tables`: what else there is to read.
    static func readAsked(
        _ scope: BorrowerScope, portfolio: Int64? = nil, _ tables: LendingTables, in session: any SQLSession
    ) throws -> [LoanSnapshot] {
        let questions = questions(scope)
        var page: [LoanSnapshot] = []
        try session.query(questions[0]) { row in
            guard portfolio == nil || row.integer(10) == portfolio else { return }
            page.append(
                LoanSnapshot(
                    loan: try loan(row), instalments: [], payments: [], rejectedPayments: 0,
                    scheduleChangedOn: row.optionalDate(11), rateChangedOn: row.optionalDate(12)))
        }
        if page.isEmpty { return [] }
        var cursor = Cursor(page)
        try session.query(questions[1]) { row in
            guard let index = cursor.index(of: row) else { return }
            page[index].instalments.append(
                Instalment(
                    number: Int32(truncatingIfNeeded: row.integer(2)), dueOn: row.date(3), amountMinor: row.integer(4),
                    generation: Int32(truncatingIfNeeded: row.integer(2) >> 32) + 1))
        }
        cursor = Cursor(page)
        try session.query(questions[2]) { row in
            guard let index = cursor.index(of: row) else { return }
            page[index].payments.append(
                Payment(
                    id: Payment.ID(row.integer(2)), reference: row.text(3), paidOn: row.date(4),
                    amountMinor: row.integer(5)))
        }
        cursor = Cursor(page)
        try session.query(questions[3]) { row in
            guard let index = cursor.index(of: row) else { return }
            page[index].rejectedPayments = Int(row.integer(2))
        }
        for index in page.indices { page[index].instalments.sortByDueDate() }
        try LendingPage.add(to: &page, scope, tables, in: session)
        return page
    }

    private static func loan(_ row: any SQLRow) throws -> Loan {
        let code = row.text(5)
        guard let currency = Currency.named(code) else {
            throw StoreError(.unreadableRow, "unknown currency \(code)", at: "loan.currency")
        }
        return Loan(
            id: Loan.ID(row.integer(1)), borrower: Borrower.ID(row.integer(0)), reference: row.text(2),
            product: row.text(3), principalMinor: row.integer(4), currency: currency,
            annualRateMillionths: row.integer(6), disbursedOn: row.date(7), rating: row.text(8),
            status: try row.value(9, "loan.status"))
    }

    /// Where a row of a table in the order of borrower and loan belongs. Moves forward only.
    struct Cursor {
        private let keys: [(borrower: Int64, loan: Int64)]
        private var position = 0

        init(_ page: [LoanSnapshot]) { keys = page.map { ($0.loan.borrower.number, $0.loan.id.number) } }

        /// Nil for a row whose loan is not there.
        mutating func index(of row: any SQLRow) -> Int? {
            let key = (borrower: row.integer(0), loan: row.integer(1))
            while position < keys.count, keys[position] < key { position += 1 }
            return position < keys.count && keys[position] == key ? position : nil
        }
    }
}

extension [Instalment] {
    /// Schedules are numbered by due date but for oddities, so that sorting is rarely needed.
    mutating func sortByDueDate() {
        func precedes(_ a: Instalment, _ b: Instalment) -> Bool { (a.dueOn, a.number) < (b.dueOn, b.number) }
        let isSorted = !zip(self, dropFirst()).contains { precedes($1, $0) }
        if !isSorted { sort(by: precedes) }
    }
}
