internal import CivilTime
internal import LoanBook
internal import Store

/// Contacts' rows → contacts made outside Dunlin, which caps count. The key of a row is borrower and reference.
struct ImportedContacts: PersonFacts {
    private let batch: ImportBatch
    private var addresses: KnownAddresses
    private var loans: [Reference: LoanFacts.Place] = [:]
    private var known: [OutsideContacts.Key: OutsideContacts.Known] = [:]
    private var fresh: [(key: OutsideContacts.Key, contact: PastContact, details: [UInt8])] = []
    private var seen: Set<OutsideContacts.Key> = []

    init(batch: ImportBatch) {
        self.batch = batch
        addresses = KnownAddresses(vault: batch.vault)
    }

    static func read(_ record: Record, by reader: RowReader) throws(RowFault) -> ContactRow {
        try reader.contact(record)
    }

    mutating func open(_ rows: [(borrower: Int64, row: ContactRow)]) throws {
        fresh = []
        try addresses.open(rows.map(\.borrower), in: batch.session)
        loans = try LoanFacts.places(rows.compactMap(\.row.loan), portfolio: batch.portfolio, in: batch.session)
        known = try OutsideContacts.find(
            rows.map { OutsideContacts.Key(borrower: $0.borrower, reference: $0.row.reference) }, in: batch.session)
    }

    mutating func take(_ row: ContactRow, of borrower: Int64) throws -> RowOutcome {
        // Nothing that has yet to happen was made.
        guard row.at <= batch.now else { return .rejected(.at, .inTheFuture) }
        var loan: Loan.ID?
        if let reference = row.loan {
            guard let place = loans[reference] else { return .rejected(.loan, .unknownLoan) }
            guard place.borrower == borrower else { return .rejected(.loan, .otherBorrower) }
            loan = Loan.ID(place.loan)
        }
        let key = OutsideContacts.Key(borrower: borrower, reference: row.reference)
        guard seen.insert(key).inserted else { return .rejected(.reference, .repeatedKey) }
        // A number that the book does not have counts against every one: in doubt, silent.
        let point = row.address.flatMap { addresses.find($0, of: borrower) }
        let contact = PastContact(
            kind: row.kind, channel: row.channel, messageClass: row.messageClass,
            contactPoint: point.map { ContactPoint.ID($0.id) }, loan: loan, at: row.at, isOutside: true)
        let details = OutsideContacts.Details(result: row.result, by: row.by)
        let sealer = try batch.key(of: borrower, .record)
        guard let known = known[key] else {
            fresh.append((key, contact, try details.sealed(sealer)))
            return .accepted(.new)
        }
        let before = try OutsideContacts.Details(known.details, key: sealer)
        if known.contact == contact, before == details { return .accepted(.unchanged) }
        if let written = known.batch, try batch.isStale(against: written) { return .accepted(.stale) }
        try batch.revise(
            "contact", subject: known.id, borrower: borrower, batchBefore: known.batch ?? 0, retention: .record,
            before: [
                ("kind", JSONText.quoted(known.contact.kind.word)), ("at", JSONText.quoted("\(known.contact.at)")),
                ("loan", known.contact.loan.map { "\($0.number)" } ?? "null"),
                ("contact_point", known.contact.contactPoint.map { "\($0.number)" } ?? "null"),
                ("result", JSONText.quoted(before.result)), ("by", JSONText.quoted(before.by)),
            ])
        try OutsideContacts.update(
            key, contact, details: details.sealed(sealer), batch: batch.id, in: batch.session)
        return .accepted(.revised)
    }

    mutating func close() throws { try OutsideContacts.insert(fresh, batch: batch.id, in: batch.session) }
}
