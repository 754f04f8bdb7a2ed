package import LoanBook

/// What the owner of a number has said of it, whichever borrower it was said for.
extension Consents {
    static let ofNumber = """
        SELECT c.contact_point, c.class, c.given, c.at_ms, c.act FROM contact_point p
        JOIN consent c ON c.borrower = p.borrower AND c.contact_point = p.id
        WHERE p.lookup = ? AND c.act <> 1 ORDER BY c.at_ms, c.id
        """

    /// The classes that the number's owner last revoked by an own act, with that entry. `lookup` is `Vault.lookup`.
    package static func revoked(lookup: [UInt8], in session: any SQLSession) throws -> [Consent] {
        var latest: [MessageClass: Consent] = [:]
        try session.query(ofNumber, [.blob(lookup)]) { row in
            let entry = Consent(
                contactPoint: ContactPoint.ID(row.integer(0)), messageClass: try row.value(1, "consent.class"),
                given: row.bool(2), at: row.instant(3), act: try row.value(4, "consent.act"))
            latest[entry.messageClass] = entry
        }
        return latest.values.filter { !$0.given }.sorted { $0.messageClass.rawValue < $1.messageClass.rawValue }
    }

    /// Whether anybody has said anything by an own act; until then no number needs to be asked for.
    package static func hasOwnActs(in session: any SQLSession) throws -> Bool {
        try session.integer("SELECT 1 FROM consent WHERE act <> 1 LIMIT 1") != nil
    }
}
