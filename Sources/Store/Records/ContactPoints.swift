package import LoanBook

/// Addresses of borrowers as the store keeps them: sealed, and found by keyed hash.
package enum ContactPoints {
    /// The context of an address's seal; the sealed bytes are its UTF-8.
    package static let sealContext = "contact_point"

    static let byLookup = "SELECT borrower, id FROM contact_point WHERE lookup = ? ORDER BY borrower, id"

    /// Whose an address is: several borrowers may share a number. `lookup` is `Vault.lookup` of the address.
    package static func find(
        lookup: [UInt8], in session: any SQLSession
    ) throws -> [(borrower: Borrower.ID, contactPoint: ContactPoint.ID)] {
        try session.rows(byLookup, [.blob(lookup)]) {
            (Borrower.ID($0.integer(0)), ContactPoint.ID($0.integer(1)))
        }
    }

    private static let ownersSQL =
        "SELECT DISTINCT borrower FROM contact_point WHERE lookup IN (\(KeyList.parameters))"

    /// The borrowers who have one of these addresses.
    package static func owners(of lookups: [[UInt8]], in session: any SQLSession) throws -> Set<Int64> {
        var owners: Set<Int64> = []
        try KeyList.query(ownersSQL, [], keys: lookups.map { .blob($0) }, in: session) { owners.insert($0.integer(0)) }
        return owners
    }

    /// Keyed hashes of a borrower's addresses on a channel.
    package static func lookups(
        of borrower: Borrower.ID, channel: Channel, in session: any SQLSession
    ) throws -> [[UInt8]] {
        try session.rows(
            "SELECT lookup FROM contact_point WHERE borrower = ? AND channel = ? ORDER BY id",
            [.id(borrower), .integer(channel.rawValue)]
        ) { $0.blob(0) }
    }

    /// Changes what an address is good for. Returns false when there is no such contact point.
    @discardableResult package static func mark(
        _ contactPoint: ContactPoint.ID, of borrower: Borrower.ID, _ standing: ContactPoint.Standing,
        in session: any SQLSession
    ) throws -> Bool {
        try session.run(
            "UPDATE contact_point SET standing = ? WHERE borrower = ? AND id = ?",
            [.integer(standing.rawValue), .id(borrower), .id(contactPoint)]) > 0
    }
}
