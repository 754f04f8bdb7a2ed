/// Which of the tables that most books leave empty hold anything: what is empty is not asked page by page.
struct LendingTables: OptionSet, Sendable {
    let rawValue: Int

    static let promises = LendingTables(rawValue: 1 << 0)
    static let arrangements = LendingTables(rawValue: 1 << 1)
    static let failedPayments = LendingTables(rawValue: 1 << 2)
    static let applications = LendingTables(rawValue: 1 << 3)
    static let terms = LendingTables(rawValue: 1 << 4)

    /// One column a table, in the order of the bits.
    static let question = SQLQuestion(
        "SELECT "
            + ["promise", "arrangement", "failed_payment", "application", "loan_terms"]
            .map { "(SELECT borrower FROM \($0) LIMIT 1)" }.joined(separator: ", "), [])

    init(rawValue: Int) { self.rawValue = rawValue }

    init(in session: any SQLSession) throws {
        var bits = 0
        try session.query(LendingTables.question) { row in
            for column in 0..<5 where !row.isNull(column) { bits |= 1 << column }
        }
        self.init(rawValue: bits)
    }
}
