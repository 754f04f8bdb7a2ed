internal import CivilTime
internal import Evidence
package import LoanBook

/// Contacts that were made outside Dunlin: rows of `contact` with a reference. Caps count them like our own.
package enum OutsideContacts {
    /// The context of the seal of `details`.
    package static let context = "contact"

    package struct Known: Sendable, Hashable {
        package var contact: PastContact
        package var id: Int64
        /// As stored, sealed; empty where there are none.
        package var details: [UInt8]
        /// Nil: recorded by hand.
        package var batch: Int64?
    }

    package struct Key: Sendable, Hashable {
        package var borrower: Int64
        package var reference: Reference

        package init(borrower: Int64, reference: Reference) {
            self.borrower = borrower
            self.reference = reference
        }
    }

    /// What came of a contact, and who made it. Personal.
    package struct Details: Sendable, Hashable {
        package var result: String
        package var by: String

        package init(result: String, by: String) {
            self.result = result
            self.by = by
        }

        package func sealed(_ key: BorrowerKey) throws -> [UInt8] {
            guard !result.isEmpty || !by.isEmpty else { return [] }
            return try key.seal(
                CanonicalJSON.encode(.object([("by", .text(by)), ("result", .text(result))])),
                context: OutsideContacts.context)
        }

        package init(_ sealed: [UInt8], key: BorrowerKey) throws {
            guard !sealed.isEmpty else {
                self.init(result: "", by: "")
                return
            }
            let json = try CanonicalJSON.decode(key.open(sealed, context: OutsideContacts.context))
            self.init(result: json["result"]?.text ?? "", by: json["by"]?.text ?? "")
        }
    }

    private static let findList = RowList(
        [.integer, .text], named: "borrower, reference",
        select: """
            c.borrower, c.reference, c.id, c.kind, c.channel, c.class, c.contact_point, c.loan, c.at_ms, c.details, c.batch
            """,
        from: "contact c", such: "c.borrower = v.borrower AND c.reference = v.reference")

    package static func find(_ keys: [Key], in session: any SQLSession) throws -> [Key: Known] {
        var known: [Key: Known] = [:]
        try findList.query(keys.map { [.integer($0.borrower), .text($0.reference)] }, in: session) { row in
            let contact = PastContact(
                kind: try row.value(3, "contact.kind"), channel: try row.value(4, "contact.channel"),
                messageClass: try row.value(5, "contact.class"),
                contactPoint: row.optionalInteger(6).map { ContactPoint.ID($0) },
                loan: row.optionalInteger(7).map { Loan.ID($0) }, at: row.instant(8), isOutside: true)
            known[Key(borrower: row.integer(0), reference: row.text(1))] = Known(
                contact: contact, id: row.integer(2), details: row.blob(9), batch: row.optionalInteger(10))
        }
        return known
    }

    package static func insert(
        _ entries: [(key: Key, contact: PastContact, details: [UInt8])], batch: Int64?, in session: any SQLSession
    ) throws {
        guard !entries.isEmpty else { return }
        let first = try Numbers.take("contact", Int64(entries.count), in: session)
        try session.runMany(
            """
            INSERT INTO contact (
                borrower, id, loan, kind, channel, class, contact_point, at_ms, reference, details, batch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            entries.enumerated().map { index, entry in
                let contact = entry.contact
                return [
                    .integer(entry.key.borrower), .integer(first + Int64(index)), .id(contact.loan),
                    .integer(contact.kind.rawValue), .integer(contact.channel.rawValue),
                    .integer(contact.messageClass.rawValue), .id(contact.contactPoint), .instant(contact.at),
                    .text(entry.key.reference), entry.details.isEmpty ? .null : .blob(entry.details), .integer(batch),
                ]
            })
    }

    package static func update(
        _ key: Key, _ contact: PastContact, details: [UInt8], batch: Int64?, in session: any SQLSession
    ) throws {
        try session.run(
            """
            UPDATE contact SET loan = ?, kind = ?, channel = ?, class = ?, contact_point = ?, at_ms = ?, details = ?,
                batch = ? WHERE borrower = ? AND reference = ?
            """,
            [
                .id(contact.loan), .integer(contact.kind.rawValue), .integer(contact.channel.rawValue),
                .integer(contact.messageClass.rawValue), .id(contact.contactPoint), .instant(contact.at),
                details.isEmpty ? .null : .blob(details), .integer(batch), .integer(key.borrower),
                .text(key.reference),
            ])
    }

    /// What the lender calls them leads to the person elsewhere: it goes with the profile, also while the record is kept.
    static func forgetReferences(of borrower: Borrower.ID, in session: any SQLSession) throws {
        try session.run(
            "UPDATE contact SET reference = 'erased-' || id WHERE borrower = ? AND reference IS NOT NULL",
            [.id(borrower)])
    }

    /// Those of a borrower, the newest first.
    package static func list(
        _ borrower: Borrower.ID, in session: any SQLSession
    ) throws -> [(reference: Reference, known: Known)] {
        let references = try session.rows(
            "SELECT reference FROM contact WHERE borrower = ? AND reference IS NOT NULL ORDER BY at_ms DESC, id DESC",
            [.id(borrower)]
        ) { Key(borrower: borrower.number, reference: $0.text(0)) }
        let known = try find(references, in: session)
        return references.compactMap { key in known[key].map { (key.reference, $0) } }
    }
}
