package import LoanBook

/// How loans count, as imports write it: table `loan_terms`.
package enum LoanTermsFacts {
    /// In the order in which `terms(of:)` and `values` have them.
    static let columns = """
        method, every, interest, day_count, principal_grace, interest_grace, interest_free, balloon, penalty_rate,
        penalty_grace
        """

    private static let findSQL =
        "SELECT loan, \(columns) FROM loan_terms WHERE borrower IN (\(KeyList.parameters))"

    /// Those of all loans of these borrowers, by loan.
    package static func find(borrowers: [Int64], in session: any SQLSession) throws -> [Int64: StatedTerms] {
        var known: [Int64: StatedTerms] = [:]
        try KeyList.query(findSQL, [], keys: borrowers.map { .integer($0) }, in: session) { row in
            known[row.integer(0)] = try terms(of: row, from: 1)
        }
        return known
    }

    package static func write(
        _ rows: [(place: LoanFacts.Place, terms: StatedTerms)], in session: any SQLSession
    ) throws {
        try session.runMany(
            "DELETE FROM loan_terms WHERE borrower = ? AND loan = ?",
            rows.map { [.integer($0.place.borrower), .integer($0.place.loan)] })
        try session.runMany(
            """
            INSERT INTO loan_terms (borrower, loan, \(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            rows.map { [.integer($0.place.borrower), .integer($0.place.loan)] + values($0.terms) })
    }

    private static func values(_ terms: StatedTerms) -> [SQLValue] {
        [
            .text(terms.method?.rawValue), .text(terms.every?.word), .text(terms.interest?.rawValue),
            .text(terms.dayCount?.rawValue), .integer(terms.principalGrace.map { Int64($0) }),
            .integer(terms.interestGrace.map { Int64($0) }), .integer(terms.interestFree.map { Int64($0) }),
            .integer(terms.balloonMinor), .integer(terms.penaltyRateMillionths),
            .integer(terms.penaltyGraceDays.map { Int64($0) }),
        ]
    }

    /// `first`: the column of `method`.
    static func terms(of row: any SQLRow, from first: Int) throws -> StatedTerms {
        func word<Word: RawRepresentable<String>>(_ column: Int, _ name: String) throws -> Word? {
            row.isNull(first + column) ? nil : try row.value(first + column, "loan_terms.\(name)")
        }
        func count(_ column: Int) -> Int? { row.optionalInteger(first + column).map { Int($0) } }
        var terms = StatedTerms()
        terms.method = try word(0, "method")
        if let every = row.optionalText(first + 1) {
            guard let period = PeriodLength(word: every) else {
                throw StoreError(.unreadableRow, "unknown period", at: "loan_terms.every")
            }
            terms.every = period
        }
        terms.interest = try word(2, "interest")
        terms.dayCount = try word(3, "day_count")
        terms.principalGrace = count(4)
        terms.interestGrace = count(5)
        terms.interestFree = count(6)
        terms.balloonMinor = row.optionalInteger(first + 7)
        terms.penaltyRateMillionths = row.optionalInteger(first + 8)
        terms.penaltyGraceDays = count(9)
        return terms
    }
}
