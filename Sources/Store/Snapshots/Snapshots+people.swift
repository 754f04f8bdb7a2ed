package import CivilTime
package import LoanBook

/// Borrowers of a page about whom more may be to tell than their loans show. Nothing sealed is opened.
extension Snapshots {
    static let marketing = """
        SELECT DISTINCT borrower FROM consent WHERE borrower BETWEEN ? AND ? AND class = ? AND given = 1
        """
    static let disputes = """
        SELECT DISTINCT borrower FROM flag WHERE borrower BETWEEN ? AND ? AND kind = ? AND since_ms >= ?
        """

    /// Who agreed to marketing at some time: nobody else is wished well.
    package static func agreedToMarketing(_ page: Page, in session: any SQLSession) throws -> Set<Borrower.ID> {
        try borrowers(marketing, page, [.integer(Int64(MessageClass.marketing.rawValue))], in: session)
    }

    /// Whose dispute was raised since an instant.
    package static func disputing(_ page: Page, since: Instant, in session: any SQLSession) throws -> Set<Borrower.ID> {
        try borrowers(disputes, page, [.text(BorrowerFlag.dispute.rawValue), .instant(since)], in: session)
    }

    private static func borrowers(
        _ sql: String, _ page: Page, _ more: [SQLValue], in session: any SQLSession
    ) throws -> Set<Borrower.ID> {
        var found: Set<Borrower.ID> = []
        let ids: [SQLValue] = [.integer(page.ids.lowerBound), .integer(page.ids.upperBound)]
        try session.query(sql, ids + more) { found.insert(Borrower.ID($0.integer(0))) }
        return found
    }
}
