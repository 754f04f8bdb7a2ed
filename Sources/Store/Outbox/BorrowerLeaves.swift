package import Evidence
package import LoanBook

/// One borrower's leaves, opened: what a story is told from.
package enum BorrowerLeaves {
    package struct Leaf: Sendable {
        package var index: Int64
        package var content: LeafContent
    }

    /// Oldest first. Empty when the borrower has no leaves; throws `missingKey` when they were erased.
    package static func read(
        _ borrower: Borrower.ID, in session: any SQLSession, vault: Vault
    ) throws -> [Leaf] {
        let rows = try session.rows(
            "SELECT idx, bytes FROM leaf WHERE borrower = ? ORDER BY number", [.integer(borrower.number)]
        ) { (index: $0.integer(0), bytes: $0.blob(1)) }
        guard !rows.isEmpty else { return [] }
        guard let key = try Keys.existing(borrower: borrower.number, .record, in: session, vault: vault) else {
            throw StoreError(.missingKey, "the key of this borrower's evidence is gone", at: "borrower_key")
        }
        return try rows.map { row in
            let record = try LeafRecord(decoding: row.bytes)
            let plain = try key.open(record.box, context: "leaf")
            return Leaf(index: row.index, content: try LeafContent(plainText: plain, of: record))
        }
    }
}
