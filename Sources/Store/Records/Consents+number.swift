internal import CivilTime
package import LoanBook

/// What the owner of a number has said of it, whichever borrower it was said for, and also where nobody had the number
/// then, or who had it was erased since.
extension Consents {
    static let ofNumber = """
        SELECT c.contact_point, c.class, c.given, c.at_ms, c.act FROM contact_point p
        JOIN consent c ON c.borrower = p.borrower AND c.contact_point = p.id
        WHERE p.lookup = ? AND c.act <> 1 ORDER BY c.at_ms, c.id
        """
    static let ofNumberAlone = """
        SELECT 0, class, given, at_ms, act FROM number_consent WHERE lookup = ? ORDER BY at_ms, id
        """

    /// The classes that the number's owner last revoked by an own act, with that entry; its contact point is another's, or
    /// none. `lookup` is `Vault.lookup`.
    package static func revoked(lookup: KeyedHash, in session: any SQLSession) throws -> [Consent] {
        var entries: [Consent] = []
        for sql in [ofNumber, ofNumberAlone] {
            for form in lookup.forms {
                try session.query(sql, [.blob(form)]) { row in
                    entries.append(
                        Consent(
                            contactPoint: ContactPoint.ID(row.integer(0)),
                            messageClass: try row.value(1, "consent.class"), given: row.bool(2), at: row.instant(3),
                            act: try row.value(4, "consent.act")))
                }
            }
        }
        var latest: [MessageClass: Consent] = [:]
        for entry in entries where latest[entry.messageClass].map({ $0.at <= entry.at }) ?? true {
            latest[entry.messageClass] = entry
        }
        return latest.values.filter { !$0.given }.sorted { $0.messageClass.rawValue < $1.messageClass.rawValue }
    }

    /// Whether anybody has said anything by an own act; until then no number needs to be asked for.
    package static func hasOwnActs(in session: any SQLSession) throws -> Bool {
        for sql in ["SELECT 1 FROM number_consent LIMIT 1", "SELECT 1 FROM consent WHERE act <> 1 LIMIT 1"]
        where try session.integer(sql) != nil { return true }
        return false
    }

    /// Notes what the owner of a number says that no borrower has.
    package static func append(
        _ entries: [Consent], ofNumber lookup: KeyedHash, in session: any SQLSession
    ) throws {
        guard !entries.isEmpty else { return }
        let first = try Numbers.take("number_consent", Int64(entries.count), in: session)
        try session.runMany(
            "INSERT INTO number_consent (id, lookup, class, given, at_ms, act) VALUES (?, ?, ?, ?, ?, ?)",
            entries.enumerated().map { index, entry in
                [
                    .integer(first + Int64(index)), .blob(lookup.written), .integer(entry.messageClass.rawValue),
                    .bool(entry.given), .instant(entry.at), .integer(entry.act.rawValue),
                ]
            })
    }
}
