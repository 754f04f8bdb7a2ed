internal import LoanBook
internal import Store

/// Borrowers' rows → borrowers, their keys, contact points and consents.
struct BorrowerStage: Stage {
    struct Prepared: Sendable {
        var row: BorrowerRow
        var digest: KeyedHash
    }

    private struct Fresh: Sendable {
        var prepared: Prepared
        var id: Int64
        var firstContactPoint: Int64
    }

    private struct Sealed: Sendable {
        var entry: BorrowerFacts.Entry
        var key: BorrowerKey
        var contactPoints: [ContactPointFacts.Entry]
    }

    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private var seen = SeenNumbers()
    /// Whether any person has revoked or given consent by an own act; asked for once a batch.
    private var hasOwnActs: Bool?

    init(batch: ImportBatch, reader: RowReader, ledger: RowLedger) {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
    }

    mutating func take(_ records: [Record]) throws {
        let rows = try read(records)
        let references = rows.compactMap { $0.row?.row.reference }
        let known = try BorrowerFacts.find(references, portfolio: batch.portfolio, in: batch.session)
        let erased = try batch.erased.references(
            of: rows.compactMap(\.row?.row).filter { known[$0.reference] == nil })
        var fresh: [Prepared] = []
        var freshReferences: Set<Reference> = []
        for (record, row) in zip(records, rows) {
            let prepared: Prepared
            switch row {
            case .failure(let fault):
                let name = reader.rejected(.reference, record)
                try ledger.enter(batch.outcome(fault, ofBorrower: name), of: record)
                continue
            case .success(let value): prepared = value
            }
            if let known = known[prepared.row.reference] {
                guard seen.insert(known.id) else {
                    try ledger.reject(record, RowFault(.reference, .repeatedKey))
                    continue
                }
                ledger.accept(try settle(prepared, known))
            } else if erased.contains(prepared.row.reference) {
                ledger.leaveOut()
                continue
            } else {
                guard freshReferences.insert(prepared.row.reference).inserted else {
                    try ledger.reject(record, RowFault(.reference, .repeatedKey))
                    continue
                }
                fresh.append(prepared)
                ledger.accept(.new)
            }
            if let warning = prepared.row.warnings.first { ledger.warn(record, warning) }
        }
        try insert(fresh)
    }

    /// Telephone numbers take most of the time, so rows are read on all cores.
    private func read(_ records: [Record]) throws -> [ReadRow<Prepared>] {
        let (reader, vault) = (reader, batch.vault)
        return try records.parallelMap { record in
            do throws(RowFault) {
                let row = try reader.borrower(record)
                return .success(Prepared(row: row, digest: vault.digest(row.canonicalBytes)))
            } catch {
                return .failure(error)
            }
        }
    }

    private func settle(_ prepared: Prepared, _ known: BorrowerFacts.Known) throws -> FactChange {
        if prepared.digest.matches(known.digest) { return .unchanged }
        if try batch.isStale(against: known.batch) { return .stale }
        try BorrowerRevision(batch: batch, known: known).apply(prepared.row, digest: prepared.digest)
        return .revised
    }

    private mutating func insert(_ prepared: [Prepared]) throws {
        guard !prepared.isEmpty else { return }
        let session = batch.session
        var id = try Numbers.take("borrower", Int64(prepared.count), in: session)
        let contactPoints = prepared.reduce(Int64(0)) { $0 + Int64($1.row.addresses.count) }
        var contactPoint = contactPoints > 0 ? try Numbers.take("contact_point", contactPoints, in: session) : 0
        var fresh: [Fresh] = []
        fresh.reserveCapacity(prepared.count)
        for entry in prepared {
            fresh.append(Fresh(prepared: entry, id: id, firstContactPoint: contactPoint))
            _ = seen.insert(id)
            id += 1
            contactPoint += Int64(entry.row.addresses.count)
        }
        let vault = batch.vault
        let sealed = try fresh.parallelMap { try Self.seal($0, vault) }
        try BorrowerFacts.insert(
            sealed.map(\.entry), portfolio: batch.portfolio, batch: batch.id, in: session)
        try BorrowerFacts.insertKeys(sealed.map { ($0.entry.id, $0.key) }, .profile, in: session)
        try ContactPointFacts.insert(sealed.flatMap(\.contactPoints), batch: batch.id, in: session)
        try Consents.append(fresh.flatMap { consents($0) }, in: session)
        try keepRevocations(fresh)
        let flags = try batch.erased.flags(of: prepared.map(\.row.reference))
        for borrower in fresh {
            for flag in flags[borrower.prepared.row.reference] ?? [] {
                try Flags.raise(flag, of: Borrower.ID(borrower.id), since: batch.now, source: "tombstone", in: session)
            }
        }
    }

    /// Who said STOP from a number is not written to on it under another borrower id either.
    private mutating func keepRevocations(_ fresh: [Fresh]) throws {
        let ask: Bool
        if let known = hasOwnActs { ask = known } else { ask = try Consents.hasOwnActs(in: batch.session) }
        hasOwnActs = ask
        guard ask else { return }
        var entries: [(borrower: Borrower.ID, consent: Consent)] = []
        for borrower in fresh {
            // The first address is the phone, when there is one.
            guard let phone = borrower.prepared.row.phone else { continue }
            for revoked in try Consents.revoked(lookup: batch.vault.lookup(phone), in: batch.session) {
                var consent = revoked
                consent.contactPoint = ContactPoint.ID(borrower.firstContactPoint)
                entries.append((Borrower.ID(borrower.id), consent))
            }
        }
        try Consents.append(entries, in: batch.session)
    }

    private static func seal(_ fresh: Fresh, _ vault: Vault) throws -> Sealed {
        let row = fresh.prepared.row
        let key = try vault.newKey(borrower: fresh.id, retention: .profile)
        var contactPoints: [ContactPointFacts.Entry] = []
        for (offset, address) in row.addresses.enumerated() {
            contactPoints.append(
                try ContactPointFacts.Entry(
                    borrower: fresh.id, id: fresh.firstContactPoint + Int64(offset), address, key: key, vault: vault))
        }
        let entry = try BorrowerFacts.Entry(row, id: fresh.id, digest: fresh.prepared.digest.written, key: key)
        return Sealed(entry: entry, key: key, contactPoints: contactPoints)
    }

    private func consents(_ fresh: Fresh) -> [(borrower: Borrower.ID, consent: Consent)] {
        // The first address is the phone, when there is one.
        guard fresh.prepared.row.phone != nil, let given = fresh.prepared.row.smsConsent else { return [] }
        return ImportedConsent.classes.map {
            (
                Borrower.ID(fresh.id),
                Consent(
                    contactPoint: ContactPoint.ID(fresh.firstContactPoint), messageClass: $0, given: given,
                    at: batch.asOf, act: .importedRow)
            )
        }
    }
}
