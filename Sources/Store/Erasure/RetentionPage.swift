package import CivilTime
package import Compliance
package import LoanBook

/// When things happened to some borrowers: what retention rules are asked about. One pass over each clustered table, and
/// one over the index of replies; nothing that is sealed is opened.
package enum RetentionPage {
    package struct Entry: Sendable {
        package var borrower: Borrower.ID
        package var portfolio: Portfolio.Key
        package var region: String
        package var facts: RetentionFacts
    }

    static let borrowers = BorrowerScope.Statement(
        """
        SELECT b.id, p.key, b.region, t.imported_ms FROM borrower b JOIN portfolio p ON p.id = b.portfolio
        LEFT JOIN batch t ON t.id = b.batch WHERE b.id $borrowers ORDER BY b.id
        """)
    static let contacts = BorrowerScope.Statement(
        """
        SELECT borrower, max(at_ms), max(CASE WHEN class = 2 THEN at_ms END) FROM contact
        WHERE borrower $borrowers GROUP BY borrower
        """)
    static let replies = BorrowerScope.Statement(
        "SELECT borrower, max(at_ms) FROM reply WHERE borrower $borrowers GROUP BY borrower")
    static let payments = BorrowerScope.Statement(
        "SELECT borrower, max(recorded_ms) FROM payment WHERE borrower $borrowers GROUP BY borrower")
    // What the last import said of a loan stands since then.
    static let loans = BorrowerScope.Statement(
        """
        SELECT l.borrower, max(CASE WHEN l.status = 0 THEN 1 ELSE 0 END), max(t.imported_ms) FROM loan l
        LEFT JOIN batch t ON t.id = l.batch WHERE l.borrower $borrowers GROUP BY l.borrower
        """)
    static let flags = BorrowerScope.Statement(
        """
        SELECT borrower, kind FROM flag
        WHERE borrower $borrowers AND since_ms <= ? AND (until_ms IS NULL OR until_ms > ?) ORDER BY borrower
        """)

    /// One borrower: in the book, or erased with a record that is kept; nil for anybody else.
    package static func load(
        _ borrower: Borrower.ID, at now: Instant, in session: any SQLSession, vault: Vault
    ) throws -> Entry? {
        if let entry = try read(.range(borrower.number...borrower.number), at: now, in: session).first { return entry }
        guard let record = try ErasureRecord.find(borrower.number, in: session), record.recordErasedAt == nil else {
            return nil
        }
        return try kept([record], at: now, in: session, vault: vault).first
    }

    /// The next of those who were erased and whose record is kept, as `page`.
    package static func keptPage(
        after last: Int64, at now: Instant, in session: any SQLSession, vault: Vault
    ) throws -> (entries: [Entry], last: Int64)? {
        let records = try ErasureRecord.kept(after: last, limit: Snapshots.pageSize, in: session)
        guard let end = records.last?.borrower else { return nil }
        return (try kept(records, at: now, in: session, vault: vault), end)
    }

    /// Business ended with the erasure at the latest.
    private static func kept(
        _ records: [ErasureRecord], at now: Instant, in session: any SQLSession, vault: Vault
    ) throws -> [Entry] {
        var entries: [Int64: Entry] = [:]
        for record in records {
            guard let subject = try ErasureRecord.subject(of: record.borrower, in: session, vault: vault) else {
                continue
            }
            entries[record.borrower] = Entry(
                borrower: Borrower.ID(record.borrower), portfolio: subject.portfolio, region: subject.region,
                facts: RetentionFacts())
        }
        for scope in BorrowerScope.covering(entries.keys.sorted(), to: session.engine) {
            try fill(&entries, scope, at: now, in: session)
        }
        return records.compactMap { record in
            guard var entry = entries[record.borrower] else { return nil }
            entry.facts.endOfBusiness = latest(entry.facts.lastActivity, record.erasedAt)
            return entry
        }
    }

    /// The next borrowers of all portfolios after `last` (0 to begin with), and the last number looked at; nil behind the
    /// end.
    package static func page(
        after last: Int64, at now: Instant, in session: any SQLSession
    ) throws -> (entries: [Entry], last: Int64)? {
        let ids = try session.rows(
            Snapshots.pageEnds, [.integer(last), .integer(Int64.max), .integer(Snapshots.pageSize)]
        ) { $0.integer(0) }
        guard let first = ids.first, let end = ids.last else { return nil }
        return (try read(.range(first...end), at: now, in: session), end)
    }

    private static func read(
        _ scope: BorrowerScope, at now: Instant, in session: any SQLSession
    ) throws -> [Entry] {
        var entries: [Int64: Entry] = [:]
        var order: [Int64] = []
        var importedAt: [Int64: Instant] = [:]
        try session.query(borrowers.question(for: scope)) { row in
            let id = row.integer(0)
            order.append(id)
            entries[id] = Entry(
                borrower: Borrower.ID(id), portfolio: row.text(1), region: row.text(2), facts: RetentionFacts())
            importedAt[id] = row.optionalInstant(3)
        }
        try fill(&entries, scope, at: now, in: session)
        var isOpen: Set<Int64> = []
        try session.query(loans.question(for: scope)) { row in
            if row.bool(1) { isOpen.insert(row.integer(0)) }
            importedAt[row.integer(0)] = latest(importedAt[row.integer(0)], row.optionalInstant(2))
        }
        return order.compactMap { id in
            guard var entry = entries[id] else { return nil }
            if !isOpen.contains(id) { entry.facts.endOfBusiness = latest(entry.facts.lastActivity, importedAt[id]) }
            return entry
        }
    }

    /// What contacts, replies, payments and flags say; of borrowers that are no entry nothing is taken.
    private static func fill(
        _ entries: inout [Int64: Entry], _ scope: BorrowerScope, at now: Instant, in session: any SQLSession
    ) throws {
        func note(
            _ statement: BorrowerScope.Statement, _ more: [SQLValue] = [],
            _ take: (inout RetentionFacts, any SQLRow) throws -> Void
        ) throws {
            try session.query(statement.question(for: scope, more)) { row in
                guard var entry = entries[row.integer(0)] else { return }
                try take(&entry.facts, row)
                entries[row.integer(0)] = entry
            }
        }
        try note(contacts) { facts, row in
            facts.lastContact = row.optionalInstant(1)
            facts.lastCollection = row.optionalInstant(2)
            facts.lastActivity = latest(facts.lastActivity, facts.lastContact)
        }
        try note(replies) { facts, row in facts.lastActivity = latest(facts.lastActivity, row.optionalInstant(1)) }
        try note(payments) { facts, row in facts.lastActivity = latest(facts.lastActivity, row.optionalInstant(1)) }
        try note(flags, [.instant(now), .instant(now)]) { facts, row in
            facts.flags.insert(try row.value(1, "flag.kind"))
        }
    }

    private static func latest(_ a: Instant?, _ b: Instant?) -> Instant? {
        guard let a, let b else { return a ?? b }
        return max(a, b)
    }
}
