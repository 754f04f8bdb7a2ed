package import CivilTime
internal import Evidence
internal import LoanBook

/// Whose keys were destroyed and what stays of them until when: table `erasure`.
package struct ErasureRecord: Sendable, Hashable {
    package var borrower: Int64
    package var erasedAt: Instant
    /// When the record may go; nil while no instant can be named, and once it is gone.
    package var recordUntil: Instant?
    /// The rules that keep the record, between commas.
    package var rules: String
    package var recordErasedAt: Instant?

    static let subjectContext = "subject"

    static func find(_ borrower: Int64, in session: any SQLSession) throws -> ErasureRecord? {
        try session.first(
            "SELECT borrower, erased_ms, record_until_ms, rules, record_erased_ms FROM erasure WHERE borrower = ?",
            [.integer(borrower)], ErasureRecord.init(row:))
    }

    /// Borrowers whose record is kept, after a number.
    static func kept(after borrower: Int64, limit: Int64, in session: any SQLSession) throws -> [ErasureRecord] {
        try session.rows(
            """
            SELECT borrower, erased_ms, record_until_ms, rules, record_erased_ms FROM erasure
            WHERE borrower > ? AND record_erased_ms IS NULL ORDER BY borrower LIMIT ?
            """, [.integer(borrower), .integer(limit)], ErasureRecord.init(row:))
    }

    init(borrower: Int64, erasedAt: Instant, recordUntil: Instant?, rules: String, recordErasedAt: Instant?) {
        self.borrower = borrower
        self.erasedAt = erasedAt
        self.recordUntil = recordUntil
        self.rules = rules
        self.recordErasedAt = recordErasedAt
    }

    private init(row: any SQLRow) {
        self.init(
            borrower: row.integer(0), erasedAt: row.instant(1), recordUntil: row.optionalInstant(2), rules: row.text(3),
            recordErasedAt: row.optionalInstant(4))
    }

    /// `subject`: sealed, empty where no record is kept.
    func insert(subject: [UInt8], in session: any SQLSession) throws {
        try session.run(
            """
            INSERT INTO erasure (borrower, subject, erased_ms, record_until_ms, rules, record_erased_ms)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(borrower), .blob(subject), .instant(erasedAt), .instant(recordUntil), .text(rules),
                .instant(recordErasedAt),
            ])
    }

    static func endRecord(of borrower: Int64, at now: Instant, in session: any SQLSession) throws {
        try session.run(
            """
            UPDATE erasure SET subject = ?, record_until_ms = NULL, rules = '', record_erased_ms = ? WHERE borrower = ?
            """, [.blob([]), .instant(now), .integer(borrower)])
    }

    /// Whose record it is, for leaves that are yet to come and for the law that binds.
    struct Subject: Sendable {
        var portfolio: Portfolio.Key
        var reference: Reference
        var region: String

        func sealed(_ key: BorrowerKey) throws -> [UInt8] {
            let json = try CanonicalJSON.encode(
                .object([
                    ("borrower", .text(reference)), ("portfolio", .text(portfolio)), ("region", .text(region)),
                ]))
            return try key.seal(json, context: ErasureRecord.subjectContext)
        }

        init(portfolio: Portfolio.Key, reference: Reference, region: String) {
            self.portfolio = portfolio
            self.reference = reference
            self.region = region
        }

        init(_ sealed: [UInt8], key: BorrowerKey) throws {
            let json = try CanonicalJSON.decode(key.open(sealed, context: ErasureRecord.subjectContext))
            guard let reference = json["borrower"]?.text, let portfolio = json["portfolio"]?.text,
                let region = json["region"]?.text
            else { throw StoreError(.unreadableRow, "a subject of an unknown form", at: "erasure.subject") }
            self.init(portfolio: portfolio, reference: reference, region: region)
        }
    }

    /// Nil for whoever has no record that is kept.
    static func subject(of borrower: Int64, in session: any SQLSession, vault: Vault) throws -> Subject? {
        let sealed = try session.first(
            "SELECT subject FROM erasure WHERE borrower = ? AND record_erased_ms IS NULL", [.integer(borrower)]
        ) { $0.blob(0) }
        guard let sealed, let key = try Keys.existing(borrower: borrower, .record, in: session, vault: vault) else {
            return nil
        }
        return try Subject(sealed, key: key)
    }
}
