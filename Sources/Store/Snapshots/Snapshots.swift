package import CivilTime
package import LoanBook

/// Everything a decision about a borrower may look at, as it stands in one transaction.
package enum Snapshots {
    /// Borrowers read at once: memory stays flat, and a statement costs little beside its rows.
    static let pageSize: Int64 = 512

    static let pageEnds = "SELECT id FROM borrower WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"

    /// One borrower. Nil when there is none of that id, or its keys were destroyed.
    ///
    /// - Parameters:
    ///   - contactsSince: contacts from this instant on are in the snapshot.
    ///   - now: flags that stand at this instant are in the snapshot.
    ///   - needs: what else is in it.
    package static func load(
        _ borrower: Borrower.ID, in session: any SQLSession, vault: Vault, contactsSince: Instant, now: Instant,
        needs: SnapshotNeeds = .none
    ) throws -> BorrowerSnapshot? {
        let reading = try SnapshotReading(
            in: session, vault: vault, contactsSince: contactsSince, now: now, needs: needs)
        return try BorrowerPage.read(.range(borrower.number...borrower.number), with: reading).first
    }

    /// Several borrowers, in the order of their ids; those that are not there are left out. Prefer it to `load` in a
    /// loop.
    package static func load(
        _ borrowers: some Sequence<Borrower.ID>, in session: any SQLSession, vault: Vault, contactsSince: Instant,
        now: Instant, needs: SnapshotNeeds = .none
    ) throws -> [BorrowerSnapshot] {
        let reading = try SnapshotReading(
            in: session, vault: vault, contactsSince: contactsSince, now: now, needs: needs)
        let ids = Set(borrowers).map(\.number).sorted()
        return try BorrowerScope.covering(ids, to: session.engine).flatMap { try BorrowerPage.read($0, with: reading) }
    }

    /// Every borrower of a portfolio, or of all, in the order of ids; linear in rows, flat in memory.
    package static func each(
        portfolio: String?, in session: any SQLSession, vault: Vault, contactsSince: Instant, now: Instant,
        needs: SnapshotNeeds = .none, _ body: (BorrowerSnapshot) throws -> Void
    ) throws {
        let reading = try SnapshotReading(
            in: session, vault: vault, contactsSince: contactsSince, now: now, needs: needs)
        var wanted: Int64?
        if let portfolio {
            guard let id = reading.portfolios.id(portfolio) else { return }
            wanted = id
        }
        try eachPage(in: session) { range in
            for snapshot in try BorrowerPage.read(.range(range), portfolio: wanted, with: reading) {
                try body(snapshot)
            }
        }
    }

    /// Every loan with its schedule (by due date) and payments, in the order of borrower and loan: what arrears are
    /// computed from. Opens nothing that is sealed.
    package static func eachLoan(
        in session: any SQLSession, _ body: (Loan, [Instalment], [Payment]) throws -> Void
    ) throws {
        try eachPage(in: session) { range in
            for loan in try LoanPage.read(.range(range), in: session).loans {
                try body(loan.loan, loan.instalments, loan.payments)
            }
        }
    }

    /// Every loan with its schedule as the lender's system tells it, by due date, and how it counts where the book says so;
    /// in the order of borrower and loan. Opens nothing that is sealed.
    package static func eachSchedule(
        in session: any SQLSession, _ body: (Loan, [ImportedInstalment], StatedTerms?) throws -> Void
    ) throws {
        try eachPage(in: session) { range in
            let (read, tables) = try LoanPage.read(.range(range), in: session)
            var loans = read
            if tables.contains(.terms) { try LendingPage.addTerms(to: &loans, .range(range), in: session) }
            let parts = try LendingPage.parts(of: loans, .range(range), in: session)
            for loan in loans {
                let own = parts[loan.loan.id] ?? [:]
                let schedule = loan.instalments.map { ImportedInstalment($0, own[$0.number] ?? InstalmentParts()) }
                try body(loan.loan, schedule, loan.terms)
            }
        }
    }

    private static func eachPage(in session: any SQLSession, _ body: (ClosedRange<Int64>) throws -> Void) throws {
        var last: Int64 = 0
        while true {
            let ids = try session.rows(pageEnds, [.integer(last), .integer(Int64.max), .integer(pageSize)]) {
                $0.integer(0)
            }
            guard let first = ids.first, let end = ids.last else { return }
            try body(first...end)
            last = end
        }
    }
}
