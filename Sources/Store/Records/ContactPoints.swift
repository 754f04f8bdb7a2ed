package import LoanBook

/// Addresses of borrowers as the store keeps them: sealed, and found by keyed hash.
package enum ContactPoints {
    /// The context of an address's seal; the sealed bytes are its UTF-8.
    package static let sealContext = "contact_point"

    static let byLookup = "SELECT borrower, id FROM contact_point WHERE lookup = ? ORDER BY borrower, id"

    /// Whose an address is: several borrowers may share a number. `lookup` is `Vault.lookup` of the address.
    package static func find(
        lookup: KeyedHash, in session: any SQLSession
    ) throws -> [(borrower: Borrower.ID, contactPoint: ContactPoint.ID)] {
        let found = try lookup.forms.map { form in
            try session.rows(byLookup, [.blob(form)]) {
                (borrower: Borrower.ID($0.integer(0)), contactPoint: ContactPoint.ID($0.integer(1)))
            }
        }
        guard found.count > 1 else { return found.first ?? [] }
        return found.joined().sorted { ($0.borrower, $0.contactPoint) < ($1.borrower, $1.contactPoint) }
    }

    static let ownersList = RowList(
        [.blob], named: "lookup", select: "c.borrower", from: "contact_point c", such: "c.lookup = v.lookup")

    /// The borrowers who have one of these addresses.
    package static func owners(of lookups: [KeyedHash], in session: any SQLSession) throws -> Set<Int64> {
        var owners: Set<Int64> = []
        try ownersList.query(lookups.flatMap(\.forms).map { [.blob($0)] }, in: session) {
            owners.insert($0.integer(0))
        }
        return owners
    }

    /// Keyed hashes of a borrower's addresses on a channel, worked out from the addresses themselves, so that they hold
    /// also while those in the store are rewritten. Empty for a borrower who was erased.
    package static func lookups(
        of borrower: Borrower.ID, channel: Channel, in session: any SQLSession, vault: Vault
    ) throws -> [KeyedHash] {
        guard let key = try Keys.existing(borrower: borrower.number, .profile, in: session, vault: vault) else {
            return []
        }
        return try session.rows(
            "SELECT address FROM contact_point WHERE borrower = ? AND channel = ? ORDER BY id",
            [.id(borrower), .integer(channel.rawValue)]
        ) { vault.lookup(String(decoding: try key.open($0.blob(0), context: sealContext), as: UTF8.self)) }
    }

    /// Changes what an address is good for; what carriers said of it is forgotten. Returns false when there is no such contact point.
    @discardableResult package static func mark(
        _ contactPoint: ContactPoint.ID, of borrower: Borrower.ID, _ standing: ContactPoint.Standing,
        in session: any SQLSession
    ) throws -> Bool {
        try session.run(
            """
            UPDATE contact_point SET standing = ?, trouble = NULL, trouble_until_ms = NULL, trouble_source = NULL
            WHERE borrower = ? AND id = ?
            """,
            [.integer(standing.rawValue), .id(borrower), .id(contactPoint)]) > 0
    }
}
