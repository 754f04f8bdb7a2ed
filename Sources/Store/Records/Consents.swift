package import LoanBook

/// The append-only consent record: the latest entry for a contact point and class stands.
package enum Consents {
    private static let insert = """
        INSERT INTO consent (borrower, id, contact_point, class, given, at_ms, act) VALUES (?, ?, ?, ?, ?, ?, ?)
        """

    /// Appends entries in their order.
    package static func append(
        _ entries: [(borrower: Borrower.ID, consent: Consent)], in session: any SQLSession
    ) throws {
        guard !entries.isEmpty else { return }
        let first = try Numbers.take("consent", Int64(entries.count), in: session)
        try session.runMany(
            insert,
            entries.enumerated().map { index, entry in
                let consent = entry.consent
                return [
                    .id(entry.borrower), .integer(first + Int64(index)), .id(consent.contactPoint),
                    .integer(consent.messageClass.rawValue), .bool(consent.given), .instant(consent.at),
                    .integer(consent.act.rawValue),
                ]
            })
    }

    /// Every entry of a borrower, oldest first.
    package static func list(_ borrower: Borrower.ID, in session: any SQLSession) throws -> [Consent] {
        try session.rows(
            "SELECT contact_point, class, given, at_ms, act FROM consent WHERE borrower = ? ORDER BY id",
            [.id(borrower)]
        ) {
            Consent(
                contactPoint: ContactPoint.ID($0.integer(0)), messageClass: try $0.value(1, "consent.class"),
                given: $0.bool(2), at: $0.instant(3), act: try $0.value(4, "consent.act"))
        }
    }
}
