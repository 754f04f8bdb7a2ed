package import LoanBook

/// Contacts that happened, Dunlin's own and imported ones: what caps count.
package enum Contacts {
    private static let insert = """
        INSERT INTO contact (borrower, id, loan, kind, channel, class, contact_point, at_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """

    package static func append(
        _ entries: [(borrower: Borrower.ID, contact: PastContact)], in session: any SQLSession
    ) throws {
        guard !entries.isEmpty else { return }
        let first = try Numbers.take("contact", Int64(entries.count), in: session)
        try session.runMany(
            insert,
            entries.enumerated().map { index, entry in
                let contact = entry.contact
                return [
                    .id(entry.borrower), .integer(first + Int64(index)), .id(contact.loan),
                    .integer(contact.kind.rawValue), .integer(contact.channel.rawValue),
                    .integer(contact.messageClass.rawValue), .id(contact.contactPoint), .instant(contact.at),
                ]
            })
    }
}
