package import CivilTime
package import LoanBook

/// Reading a whole portfolio in pieces: for work that commits page by page, or reads pages side by side.
extension Snapshots {
    /// Some borrowers who are read together.
    package struct Page: Sendable, Hashable {
        package var ids: ClosedRange<Int64>
        /// How many of the portfolio's are among them.
        package var borrowers: Int
    }

    static let pageRows = "SELECT id, portfolio FROM borrower WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"

    /// The next pages of a range of ids, at most `count` of them; empty when no borrower is there. Borrowers of other
    /// portfolios may lie between.
    package static func pages(
        of ids: ClosedRange<Int64>, atMost count: Int, portfolio: Int64, in session: any SQLSession
    ) throws -> [Page] {
        var pages: [Page] = []
        var rows: Int64 = 0
        let values: [SQLValue] = [
            .integer(ids.lowerBound), .integer(ids.upperBound), .integer(pageSize * Int64(count)),
        ]
        try session.query(pageRows, values) { row in
            let id = row.integer(0)
            if rows % pageSize == 0 { pages.append(Page(ids: id...id, borrowers: 0)) }
            rows += 1
            let index = pages.count - 1
            pages[index].ids = pages[index].ids.lowerBound...id
            if row.integer(1) == portfolio { pages[index].borrowers += 1 }
        }
        return pages
    }

    /// The loans of a portfolio on a page, those of one borrower together, in the order of ids. Opens nothing that is
    /// sealed.
    package static func loans(
        _ page: Page, portfolio: Int64, in session: any SQLSession
    ) throws -> [ArraySlice<LoanSnapshot>] {
        let loans = try LoanPage.read(.range(page.ids), portfolio: portfolio, in: session)
        return loans.chunked { $0.loan.borrower == $1.loan.borrower }
    }

    /// The snapshots of borrowers whose `loans` were read in this transaction, ascending by borrower; those that cannot be
    /// told anything, because their keys were destroyed, are left out.
    package static func load(
        loans: some Collection<ArraySlice<LoanSnapshot>>, in session: any SQLSession, vault: Vault,
        contactsSince: Instant, now: Instant
    ) throws -> [BorrowerSnapshot] {
        let ids = loans.compactMap { $0.first?.loan.borrower.number }
        guard !ids.isEmpty else { return [] }
        let reading = try SnapshotReading(in: session, vault: vault, contactsSince: contactsSince, now: now)
        let all = loans.flatMap { $0 }
        return try BorrowerScope.covering(ids, to: session.engine).flatMap {
            try BorrowerPage.read($0, loans: all, with: reading)
        }
    }
}

extension Array {
    /// Runs of neighbours that belong together.
    fileprivate func chunked(_ belongs: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
        var runs: [ArraySlice<Element>] = []
        var start = startIndex
        for index in indices.dropFirst() where !belongs(self[index - 1], self[index]) {
            runs.append(self[start..<index])
            start = index
        }
        if start < endIndex { runs.append(self[start...]) }
        return runs
    }
}
