package import LoanBook

/// Entries of the consent record with the words that were shown when consent was given.
package enum ShownWords {
    /// The context of the seal of `words`.
    package static let context = "consent"

    /// An entry as it stands in the record.
    package struct Entry: Sendable {
        package var consent: Consent
        /// Sealed; empty where nobody knows what was shown.
        package var words: [UInt8]

        package init(consent: Consent, words: [UInt8]) {
            self.consent = consent
            self.words = words
        }

        package func opened(_ key: BorrowerKey) throws -> String {
            words.isEmpty ? "" : String(decoding: try key.open(words, context: ShownWords.context), as: UTF8.self)
        }
    }

    package static func sealed(_ words: String, _ key: BorrowerKey) throws -> [UInt8] {
        words.isEmpty ? [] : try key.seal(Array(words.utf8), context: context)
    }

    /// Appends entries in their order; returns the number of the first.
    @discardableResult package static func append(
        _ entries: [(borrower: Int64, entry: Entry)], in session: any SQLSession
    ) throws -> Int64 {
        guard !entries.isEmpty else { return 0 }
        let first = try Numbers.take("consent", Int64(entries.count), in: session)
        try session.runMany(
            """
            INSERT INTO consent (borrower, id, contact_point, class, given, at_ms, act, words)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            entries.enumerated().map { index, item in
                let consent = item.entry.consent
                return [
                    .integer(item.borrower), .integer(first + Int64(index)), .id(consent.contactPoint),
                    .integer(consent.messageClass.rawValue), .bool(consent.given), .instant(consent.at),
                    .integer(consent.act.rawValue), item.entry.words.isEmpty ? .null : .blob(item.entry.words),
                ]
            })
        return first
    }

    /// Every entry of a borrower, oldest first.
    package static func list(_ borrower: Borrower.ID, in session: any SQLSession) throws -> [Entry] {
        try session.rows(
            "SELECT contact_point, class, given, at_ms, act, words FROM consent WHERE borrower = ? ORDER BY id",
            [.id(borrower)]
        ) {
            Entry(
                consent: Consent(
                    contactPoint: ContactPoint.ID($0.integer(0)), messageClass: try $0.value(1, "consent.class"),
                    given: $0.bool(2), at: $0.instant(3), act: try $0.value(4, "consent.act")), words: $0.blob(5))
        }
    }
}
