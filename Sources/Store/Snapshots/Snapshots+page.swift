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

    // `+` keeps SQLite from the index by portfolio, of which it would read and sort the whole rest for every page.
    static let nextIDs = "SELECT id FROM borrower WHERE id > ? AND +portfolio = ? ORDER BY id LIMIT ?"

    /// The next borrowers of a portfolio behind an id, ascending.
    package static func ids(
        behind id: Int64, portfolio: Int64, limit: Int, in session: any SQLSession
    ) throws -> [Borrower.ID] {
        try session.rows(nextIDs, [.integer(id), .integer(portfolio), .integer(limit)]) { Borrower.ID($0.integer(0)) }
    }

    /// What is seen of a borrower without opening anything that is sealed.
    package struct Look: Sendable {
        package var borrower: Borrower.ID
        /// With what the book says of them, but for their terms.
        package var loans: ArraySlice<LoanSnapshot>
        /// Without the documents that are still needed.
        package var applications: [Application]
    }

    /// The borrowers of a portfolio on a page who have a loan or asked for one, in the order of ids.
    package static func looks(_ page: Page, portfolio: Int64, in session: any SQLSession) throws -> [Look] {
        let (loans, tables) = try LoanPage.read(.range(page.ids), portfolio: portfolio, in: session)
        let looks = loans.chunked { $0.loan.borrower == $1.loan.borrower }.compactMap { loans in
            loans.first.map { Look(borrower: $0.loan.borrower, loans: loans, applications: []) }
        }
        guard tables.contains(.applications) else { return looks }
        return try withApplications(looks, page, portfolio: portfolio, in: session)
    }

    private static func withApplications(
        _ looks: [Look], _ page: Page, portfolio: Int64, in session: any SQLSession
    ) throws -> [Look] {
        var asked: [Look] = []
        try session.query(LendingPage.applications.question(for: .range(page.ids))) { row in
            guard row.integer(9) == portfolio else { return }
            let borrower = Borrower.ID(row.integer(0))
            if asked.last?.borrower != borrower { asked.append(Look(borrower: borrower, loans: [], applications: [])) }
            asked[asked.count - 1].applications.append(try LendingPage.application(row).application)
        }
        if asked.isEmpty { return looks }
        var merged: [Look] = []
        merged.reserveCapacity(looks.count + asked.count)
        var rest = asked[...]
        for var look in looks {
            while let first = rest.first, first.borrower < look.borrower { merged.append(rest.removeFirst()) }
            if rest.first?.borrower == look.borrower { look.applications = rest.removeFirst().applications }
            merged.append(look)
        }
        return merged + rest
    }

    /// The snapshots of borrowers who were looked at in this transaction, ascending; those that cannot be told anything,
    /// because their keys were destroyed, are left out.
    package static func load(
        looks: some Collection<Look>, in session: any SQLSession, vault: Vault, contactsSince: Instant, now: Instant,
        needs: SnapshotNeeds = .none
    ) throws -> [BorrowerSnapshot] {
        let ids = looks.map(\.borrower.number)
        guard !ids.isEmpty else { return [] }
        let reading = try SnapshotReading(
            in: session, vault: vault, contactsSince: contactsSince, now: now, needs: needs)
        let all = looks.flatMap(\.loans)
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
