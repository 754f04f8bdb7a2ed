internal import CivilTime
internal import LoanBook

/// A borrower as the book has it a last time: what the tombstone is made of.
struct ErasureSubject {
    let portfolio: Portfolio.Key
    let reference: Reference
    let region: String
    /// The hashes of the borrower's addresses.
    let lookups: [KeyedHash]
    private let marks: [ErasedMark]
    private let said: [Tombstone.Said]
    private let flags: [BorrowerFlag]

    init(_ borrower: Borrower.ID, in session: any SQLSession, vault: Vault) throws {
        let row = try session.first(
            """
            SELECT b.ref, coalesce(p.key, ''), b.profile, b.region FROM borrower b
            LEFT JOIN portfolio p ON p.id = b.portfolio WHERE b.id = ?
            """, [.id(borrower)]
        ) { (reference: $0.text(0), portfolio: $0.text(1), profile: $0.blob(2), region: $0.text(3)) }
        guard let row, let key = try Keys.existing(borrower: borrower.number, .profile, in: session, vault: vault)
        else {
            throw StoreError(.missingKey, "the borrower is not in the book", at: "borrower")
        }
        (portfolio, reference, region) = (row.portfolio, row.reference, row.region)
        let name = try BorrowerProfile(decoding: key.open(row.profile, context: BorrowerProfile.context)).name
        let points = try session.rows(
            "SELECT id, address, standing FROM contact_point WHERE borrower = ? ORDER BY id", [.id(borrower)]
        ) { row in
            (
                id: row.integer(0), standing: row.integer(2),
                address: String(
                    decoding: try key.open(row.blob(1), context: ContactPoints.sealContext), as: UTF8.self)
            )
        }
        lookups = points.map { vault.lookup($0.address) }
        // A number that went to somebody else says nothing of this person any more.
        let own = zip(points, lookups).filter {
            ContactPoint.Standing(rawValue: Int($0.0.standing))?.isStrangers != true
        }
        let loans = try session.rows("SELECT ref FROM loan WHERE borrower = ? ORDER BY id", [.id(borrower)]) {
            $0.text(0)
        }
        marks =
            [.reference(row.reference)] + loans.map { .loan($0) }
            + own.map { .person(name: name, address: $0.0.address) }
        let consents = try Consents.list(borrower, in: session).filter { $0.act != .importedRow }
        said = own.flatMap { point, lookup in
            var latest: [MessageClass: Consent] = [:]
            for consent in consents where consent.contactPoint.number == point.id {
                latest[consent.messageClass] = consent
            }
            return latest.values.sorted { $0.messageClass.rawValue < $1.messageClass.rawValue }.map {
                Tombstone.Said(
                    root: lookup.root, messageClass: $0.messageClass, given: $0.given, at: $0.at, act: $0.act)
            }
        }
        flags = try Flags.list(borrower, in: session)
            .filter { $0.until == nil && Tombstone.lastingFlags.contains($0.kind) }.map(\.kind)
    }

    func tombstone(at now: Instant, random: RandomSource, vault: Vault) -> Tombstone {
        Tombstone(
            id: random.bytes(Tombstone.idLength), at: now, isRecordGone: false, flags: Array(Set(flags)),
            marks: marks.map {
                Tombstone.Mark(kind: $0.kind, root: vault.lookup($0.text(portfolio: portfolio)).root)
            }, said: said)
    }
}
