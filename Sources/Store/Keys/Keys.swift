/// The borrowers' keys as the store keeps them: wrapped by the master.
package enum Keys {
    /// The key of a borrower and class; made and stored when it is missing.
    package static func key(
        borrower: Int64, _ retention: Retention, in session: any SQLSession, vault: Vault
    ) throws -> BorrowerKey {
        if let key = try existing(borrower: borrower, retention, in: session, vault: vault) { return key }
        let key = try vault.newKey(borrower: borrower, retention: retention)
        try insert(key, borrower: borrower, retention, in: session)
        return key
    }

    /// Nil when there is none: never made, or destroyed.
    package static func existing(
        borrower: Int64, _ retention: Retention, in session: any SQLSession, vault: Vault
    ) throws -> BorrowerKey? {
        let wrapped = try session.first(
            "SELECT wrapped FROM borrower_key WHERE borrower = ? AND retention = ?",
            [.integer(borrower), .integer(retention.rawValue)]
        ) { $0.blob(0) }
        return try wrapped.map { try vault.unwrap($0, borrower: borrower, retention: retention) }
    }

    /// Stores a key that `Vault.newKey` made for a borrower known to have none.
    package static func insert(
        _ key: BorrowerKey, borrower: Int64, _ retention: Retention, in session: any SQLSession
    ) throws {
        try session.run(
            "INSERT INTO borrower_key (borrower, retention, wrapped) VALUES (?, ?, ?)",
            [.integer(borrower), .integer(retention.rawValue), .blob(key.wrapped)])
    }
}
