import Evidence

/// A row of `leaf`, with what is needed to open it.
struct StoredLeaf: Sendable {
    struct Owner: Sendable {
        /// Nil when it was destroyed.
        let key: BorrowerKey?
        let portfolio: String
        let reference: String
    }

    let index: Int64
    let borrower: Int64?
    let number: Int64
    let kind: String
    let at_ms: Int64
    let bytes: [UInt8]
    /// Nil for what concerns no borrower, or one whose row is gone.
    let owner: Owner?

    /// The leaves from `first` to below `end`, by index; those that are missing are left out.
    static func load(
        from first: Int64, below end: Int64, in session: any SQLSession, vault: Vault
    ) throws -> [StoredLeaf] {
        var owners: [Int64: Owner] = [:]
        return try session.rows(
            "SELECT idx, borrower, number, kind, at_ms, bytes FROM leaf WHERE idx >= ? AND idx < ? ORDER BY idx",
            [.integer(first), .integer(end)]
        ) { row in
            let borrower = row.optionalInteger(1)
            if let borrower, owners[borrower] == nil { owners[borrower] = try owner(borrower, session, vault) }
            return StoredLeaf(
                index: row.integer(0), borrower: borrower, number: row.integer(2), kind: row.text(3),
                at_ms: row.integer(4), bytes: row.blob(5), owner: borrower.flatMap { owners[$0] })
        }
    }

    private static func owner(_ borrower: Int64, _ session: any SQLSession, _ vault: Vault) throws -> Owner? {
        try inBook(borrower, session, vault) ?? erased(borrower, session, vault)
    }

    /// Who left the book and whose record is kept.
    private static func erased(_ borrower: Int64, _ session: any SQLSession, _ vault: Vault) throws -> Owner? {
        guard let key = try Keys.existing(borrower: borrower, .record, in: session, vault: vault),
            let subject = try ErasureRecord.subject(of: borrower, in: session, vault: vault)
        else { return nil }
        return Owner(key: key, portfolio: subject.portfolio, reference: subject.reference)
    }

    private static func inBook(_ borrower: Int64, _ session: any SQLSession, _ vault: Vault) throws -> Owner? {
        try session.first(
            """
            SELECT b.ref, coalesce(p.key, ''), k.wrapped FROM borrower b LEFT JOIN portfolio p ON p.id = b.portfolio
            LEFT JOIN borrower_key k ON k.borrower = b.id AND k.retention = ? WHERE b.id = ?
            """, [.integer(Retention.record.rawValue), .integer(borrower)]
        ) {
            let wrapped = $0.isNull(2) ? nil : $0.blob(2)
            return Owner(
                key: try wrapped.map { try vault.unwrap($0, borrower: borrower, retention: .record) },
                portfolio: $0.text(1), reference: $0.text(0))
        }
    }
}
