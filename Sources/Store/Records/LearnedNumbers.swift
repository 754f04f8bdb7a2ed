package import CivilTime
package import LoanBook
package import Messaging

/// What carriers have said of numbers: a fact beside what the lender says of them, with an end or without.
package enum LearnedNumbers {
    package struct Word: Sendable, Hashable {
        package var trouble: NumberTrouble
        /// Nil for as long as nobody says otherwise.
        package var until: Instant?
        /// The route and its code.
        package var source: String

        package init(trouble: NumberTrouble, until: Instant?, source: String) {
            self.trouble = trouble
            self.until = until
            self.source = source
        }
    }

    /// The contact point that an attempt went to; nil once its contact is gone.
    package static func contactPoint(
        of attempt: Attempt.ID, _ borrower: Borrower.ID, in session: any SQLSession
    ) throws -> ContactPoint.ID? {
        try session.integer(
            """
            SELECT c.contact_point FROM attempt a
            JOIN contact c ON c.borrower = a.borrower AND c.at_ms = a.written_ms AND c.id = a.id
            WHERE a.borrower = ? AND a.id = ?
            """, [.id(borrower), .id(attempt)]
        ).map { ContactPoint.ID($0) }
    }

    /// Takes a word down. False where it says nothing new: the lender holds the number for unusable, or the same, or a stricter
    /// word stands for as long.
    package static func note(
        _ word: Word, of contactPoint: ContactPoint.ID, _ borrower: Borrower.ID, at now: Instant,
        in session: any SQLSession
    ) throws -> Bool {
        try session.run(
            """
            UPDATE contact_point SET trouble = ?, trouble_until_ms = ?, trouble_source = ?
            WHERE borrower = ? AND id = ? AND standing = 0 AND (
                trouble IS NULL OR trouble_until_ms <= ? OR trouble = 4 AND ? <> 4 OR trouble = 5 AND ? < 4
                OR trouble_until_ms IS NOT NULL AND CAST(? AS BIGINT) IS NULL)
            """,
            [
                .integer(word.trouble.rawValue), .instant(word.until), .text(word.source), .id(borrower),
                .id(contactPoint), .instant(now), .integer(word.trouble.rawValue), .integer(word.trouble.rawValue),
                .instant(word.until),
            ]) > 0
    }

    /// What stands of a borrower's numbers, by contact point.
    package static func of(
        _ borrower: Borrower.ID, at now: Instant, in session: any SQLSession
    ) throws -> [Int64: Word] {
        var words: [Int64: Word] = [:]
        try session.query(
            """
            SELECT id, trouble, trouble_until_ms, trouble_source FROM contact_point
            WHERE borrower = ? AND trouble IS NOT NULL AND (trouble_until_ms IS NULL OR trouble_until_ms > ?)
            """, [.id(borrower), .instant(now)]
        ) { row in
            words[row.integer(0)] = Word(
                trouble: try row.value(1, "contact_point.trouble"), until: row.optionalInstant(2), source: row.text(3))
        }
        return words
    }

    /// Whether the borrower has a number of their own for texts that may be used.
    package static func hasUsable(_ borrower: Borrower.ID, at now: Instant, in session: any SQLSession) throws -> Bool {
        try session.integer(
            """
            SELECT 1 FROM contact_point WHERE borrower = ? AND owner IN (0, 3) AND channel = 1 AND standing = 0
                AND (trouble IS NULL OR trouble = 4 OR trouble_until_ms <= ?) LIMIT 1
            """, [.id(borrower), .instant(now)]) != nil
    }
}
