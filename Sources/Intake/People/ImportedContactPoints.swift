internal import LoanBook
internal import Store

/// Contact points' rows → second numbers of borrowers, and those of guarantors, officers, contact persons and attorneys. The
/// key of a row is borrower, channel and address.
struct ImportedContactPoints: PersonFacts {
    private let batch: ImportBatch
    private var addresses: KnownAddresses
    private var fresh: [ListedContactPoints.Known] = []
    private var seen: Set<Int64> = []

    init(batch: ImportBatch) {
        self.batch = batch
        addresses = KnownAddresses(vault: batch.vault)
    }

    static func read(_ record: Record, by reader: RowReader) throws(RowFault) -> ContactPointRow {
        try reader.contactPoint(record)
    }

    mutating func open(_ rows: [(borrower: Int64, row: ContactPointRow)]) throws {
        fresh = []
        try addresses.open(rows.map(\.borrower), in: batch.session)
    }

    mutating func take(_ row: ContactPointRow, of borrower: Int64) throws -> RowOutcome {
        let key = try batch.key(of: borrower, .profile)
        guard var known = addresses.find(row.address, of: borrower, by: row.channel) else {
            let entry = try ListedContactPoints.Known(
                borrower: borrower, id: Numbers.take("contact_point", 1, in: batch.session), channel: row.channel,
                owner: row.owner, standing: row.standing ?? .usable, address: row.address, name: row.name,
                batch: batch.id, key: key, vault: batch.vault)
            addresses.note(entry)
            fresh.append(entry)
            seen.insert(entry.id)
            return .accepted(.new)
        }
        guard seen.insert(known.id).inserted else { return .rejected(.address, .repeatedKey) }
        // What the borrowers' file calls the borrower's own is nobody else's.
        guard known.isListed || row.owner == .borrower else { return .rejected(.owner, .ownAddress) }
        let name = try known.openedName(key)
        let standing = row.standing ?? (known.standing == .invalid && known.isListed ? .usable : known.standing)
        if known.owner == row.owner, known.standing == standing, name == row.name { return .accepted(.unchanged) }
        if try batch.isStale(against: known.batch) { return .accepted(.stale) }
        try batch.revise(
            "contact_point", subject: known.id, borrower: borrower, batchBefore: known.batch, retention: .profile,
            before: [
                ("owner", JSONText.quoted(known.owner.word)), ("standing", JSONText.quoted(known.standing.word)),
                ("name", JSONText.quoted(name)),
            ])
        (known.owner, known.standing, known.batch) = (row.owner, standing, batch.id)
        known.name = try ListedContactPoints.Known.sealed(name: row.name, key)
        try ListedContactPoints.update(known, in: batch.session)
        addresses.note(known)
        return .accepted(.revised)
    }

    mutating func close() throws {
        try ListedContactPoints.insert(fresh, in: batch.session)
        // Who said STOP from a number is not written to on it under another borrower id either.
        for entry in fresh where entry.channel != .email {
            let key = try batch.key(of: entry.borrower, .profile)
            let lookup = batch.vault.lookup(try entry.openedAddress(key))
            let revoked = try Consents.revoked(lookup: lookup, in: batch.session)
            try Consents.append(
                revoked.map {
                    var consent = $0
                    consent.contactPoint = ContactPoint.ID(entry.id)
                    return (Borrower.ID(entry.borrower), consent)
                }, in: batch.session)
        }
    }
}
