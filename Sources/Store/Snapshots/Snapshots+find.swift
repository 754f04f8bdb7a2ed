package import LoanBook

extension Snapshots {
    // Portfolios are few; for each one seek into the unique index of (portfolio, ref).
    static let byReference = """
        SELECT b.id FROM portfolio p CROSS JOIN borrower b WHERE b.portfolio = p.id AND b.ref = ? AND p.key = ?
        """
    static let byReferenceAnywhere = """
        SELECT b.id FROM portfolio p CROSS JOIN borrower b WHERE b.portfolio = p.id AND b.ref = ?
        """
    static let byLoanReference = """
        SELECT l.borrower FROM portfolio p CROSS JOIN loan l WHERE l.portfolio = p.id AND l.ref = ? AND p.key = ?
        """
    static let byLoanReferenceAnywhere = """
        SELECT l.borrower FROM portfolio p CROSS JOIN loan l WHERE l.portfolio = p.id AND l.ref = ?
        """

    /// The borrower whom the lender calls `reference`. Without a portfolio, throws `ambiguousReference` when several
    /// portfolios have one of that name.
    package static func find(
        reference: Reference, portfolio: String?, in session: any SQLSession
    ) throws -> Borrower.ID? {
        try only(byReference, byReferenceAnywhere, reference, portfolio, in: session)
    }

    /// The borrower of the loan that the lender calls `loan`.
    package static func find(
        loan: Reference, portfolio: String?, in session: any SQLSession
    ) throws -> Borrower.ID? {
        try only(byLoanReference, byLoanReferenceAnywhere, loan, portfolio, in: session)
    }

    private static func only(
        _ within: String, _ anywhere: String, _ reference: Reference, _ portfolio: String?, in session: any SQLSession
    ) throws -> Borrower.ID? {
        let found =
            if let portfolio {
                try session.rows(within, [.text(reference), .text(portfolio)]) { $0.integer(0) }
            } else {
                try session.rows(anywhere, [.text(reference)]) { $0.integer(0) }
            }
        guard Set(found).count <= 1 else {
            throw StoreError(
                .ambiguousReference, "several portfolios have this reference", at: "borrower.ref",
                fix: "Name the portfolio")
        }
        return found.first.map { Borrower.ID($0) }
    }
}
