package import LoanBook

/// Borrowers as imports write them: table `borrower`, and `borrower_key` for those that are new.
package enum BorrowerFacts {
    package struct Known: Sendable, Hashable {
        package var id: Int64
        package var digest: [UInt8]
        package var batch: Int64
    }

    /// One row of the table; `profile` is sealed, `digest` the keyed hash of the imported row.
    package struct Entry: Sendable {
        package var id: Int64
        package var reference: Reference
        package var kind: Borrower.Kind
        package var language: String
        package var region: String
        package var zone: String
        package var profile: [UInt8]
        package var digest: [UInt8]

        package init(
            id: Int64, reference: Reference, kind: Borrower.Kind, language: String, region: String, zone: String,
            profile: [UInt8], digest: [UInt8]
        ) {
            self.id = id
            self.reference = reference
            self.kind = kind
            self.language = language
            self.region = region
            self.zone = zone
            self.profile = profile
            self.digest = digest
        }
    }

    private static let findList = ReferenceList("f.ref, f.id, f.digest, f.batch", from: "borrower f")

    package static func find(
        _ references: [Reference], portfolio: Int64, in session: any SQLSession
    ) throws -> [Reference: Known] {
        var known: [Reference: Known] = [:]
        try findList.query(references, portfolio: portfolio, in: session) {
            known[$0.text(0)] = Known(id: $0.integer(1), digest: $0.blob(2), batch: $0.integer(3))
        }
        return known
    }

    /// The portfolio of a borrower; nil when there is none of that number.
    package static func portfolio(of borrower: Int64, in session: any SQLSession) throws -> Int64? {
        try session.integer("SELECT portfolio FROM borrower WHERE id = ?", [.integer(borrower)])
    }

    package static func insert(
        _ entries: [Entry], portfolio: Int64, batch: Int64, in session: any SQLSession
    ) throws {
        try session.runMany(
            """
            INSERT INTO borrower (id, portfolio, ref, kind, language, region, zone, profile, digest, batch)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            entries.map {
                [
                    .integer($0.id), .integer(portfolio), .text($0.reference), .integer($0.kind.rawValue),
                    .text($0.language), .text($0.region), .text($0.zone), .blob($0.profile), .blob($0.digest),
                    .integer(batch),
                ]
            })
    }

    package static func insertKeys(
        _ keys: [(borrower: Int64, key: BorrowerKey)], _ retention: Retention, in session: any SQLSession
    ) throws {
        try session.runMany(
            "INSERT INTO borrower_key (borrower, retention, wrapped) VALUES (?, ?, ?)",
            keys.map { [.integer($0.borrower), .integer(retention.rawValue), .blob($0.key.wrapped)] })
    }

    package static func update(_ entry: Entry, batch: Int64, in session: any SQLSession) throws {
        try session.run(
            """
            UPDATE borrower SET kind = ?, language = ?, region = ?, zone = ?, profile = ?, digest = ?, batch = ?
            WHERE id = ?
            """,
            [
                .integer(entry.kind.rawValue), .text(entry.language), .text(entry.region), .text(entry.zone),
                .blob(entry.profile), .blob(entry.digest), .integer(batch), .integer(entry.id),
            ])
    }

    /// The row as it stands; nil when there is none.
    package static func entry(_ id: Int64, in session: any SQLSession) throws -> Entry? {
        try session.first(
            "SELECT ref, kind, language, region, zone, profile, digest FROM borrower WHERE id = ?", [.integer(id)]
        ) {
            Entry(
                id: id, reference: $0.text(0), kind: Borrower.Kind(rawValue: Int($0.integer(1))) ?? .person,
                language: $0.text(2), region: $0.text(3), zone: $0.text(4), profile: $0.blob(5), digest: $0.blob(6))
        }
    }
}
