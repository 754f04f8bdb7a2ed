import Evidence

/// Keys, references and next numbers of the borrowers that one append concerns.
///
/// Lives for one call: what a transaction that is undone read or made must not be used by the next.
struct LeafWriters {
    struct Writer {
        /// Nil where there is no borrower: the store's own key seals.
        var key: BorrowerKey?
        var subject: LeafContent.Subject?
    }

    private struct Known {
        let key: BorrowerKey
        let portfolio: String
        let reference: String
        var lastNumber: Int64
    }

    private let session: any SQLSession
    private let vault: Vault
    private var known: [Int64: Known] = [:]

    init(session: any SQLSession, vault: Vault) {
        self.session = session
        self.vault = vault
    }

    /// The writer of the borrower's next leaf.
    mutating func next(for borrower: Int64?) throws -> Writer {
        guard let borrower else { return Writer() }
        var writer = try known[borrower] ?? load(borrower)
        writer.lastNumber += 1
        known[borrower] = writer
        return Writer(
            key: writer.key,
            subject: .init(portfolio: writer.portfolio, reference: writer.reference, number: writer.lastNumber))
    }

    private func load(_ borrower: Int64) throws -> Known {
        var row: (wrapped: [UInt8]?, portfolio: String, reference: String, number: Int64)?
        // The last number comes from the end of the index leaf_borrower.
        try session.query(
            """
            SELECT b.ref, coalesce(p.key, ''), k.wrapped,
                (SELECT max(l.number) FROM leaf l WHERE l.borrower = b.id)
            FROM borrower b LEFT JOIN portfolio p ON p.id = b.portfolio
            LEFT JOIN borrower_key k ON k.borrower = b.id AND k.retention = ?
            WHERE b.id = ?
            """, [.integer(Retention.record.rawValue), .integer(borrower)]
        ) {
            row = ($0.isNull(2) ? nil : $0.blob(2), $0.text(1), $0.text(0), $0.integer(3))
        }
        guard let row else { throw EvidenceError.unknownBorrower }
        let key =
            try row.wrapped.map { try vault.unwrap($0, borrower: borrower, retention: .record) }
            ?? Keys.key(borrower: borrower, .record, in: session, vault: vault)
        return Known(key: key, portfolio: row.portfolio, reference: row.reference, lastNumber: row.number)
    }
}
