internal import CivilTime
internal import LoanBook
internal import Store

/// A borrower whose row changed: the old content becomes a revision, addresses that left are retired, new ones added.
struct BorrowerRevision {
    let batch: ImportBatch
    let known: BorrowerFacts.Known

    func apply(_ row: BorrowerRow, digest: KeyedHash) throws {
        let own = try ContactPointFacts.own(borrower: known.id, in: batch.session)
        // Whoever was erased has no key: nothing of the old content is left to keep.
        if let key = try Keys.existing(borrower: known.id, .profile, in: batch.session, vault: batch.vault) {
            try keepOld(own, key)
        }
        let key = try batch.key(of: known.id, .profile)
        try BorrowerFacts.update(
            BorrowerFacts.Entry(row, id: known.id, digest: digest.written, key: key), batch: batch.id, in: batch.session
        )
        try settle(row, own, channel: .email, key)
        let phones = try settle(row, own, channel: .sms, key)
        if let current = phones.current {
            let consent = ImportedConsent(
                batch: batch, borrower: Borrower.ID(known.id), contactPoint: ContactPoint.ID(current))
            try consent.record(row.smsConsent, others: phones.others.map { ContactPoint.ID($0) })
            if let phone = row.addresses.first(where: { $0.channel == .sms }) {
                try consent.keepRevocations(ofNumber: batch.vault.lookup(phone.text))
            }
        }
    }

    private func keepOld(_ own: [ContactPointFacts.Entry], _ key: BorrowerKey) throws {
        guard let old = try BorrowerFacts.entry(known.id, in: batch.session) else { return }
        let profile = try BorrowerProfile(decoding: key.open(old.profile, context: BorrowerProfile.context))
        let addresses = try own.filter { $0.standing == .usable }.map { entry in
            let bytes = try key.open(entry.address, context: ContactPoints.sealContext)
            return JSONText.quoted(String(decoding: bytes, as: UTF8.self))
        }
        try batch.revise(
            "borrower", subject: known.id, borrower: known.id, batchBefore: known.batch, retention: .profile,
            before: [
                ("name", JSONText.quoted(profile.name)),
                ("birth_date", profile.birthDate.map { JSONText.quoted("\($0)") } ?? "null"),
                ("kind", "\(old.kind.rawValue)"),
                ("language", JSONText.quoted(old.language)), ("region", JSONText.quoted(old.region)),
                ("zone", JSONText.quoted(old.zone)), ("addresses", "[\(addresses.joined(separator: ", "))]"),
            ])
    }

    /// Makes the row's address on `channel` the usable one, and retires those that the row no longer has.
    @discardableResult
    private func settle(
        _ row: BorrowerRow, _ own: [ContactPointFacts.Entry], channel: Channel, _ key: BorrowerKey
    ) throws -> (current: Int64?, others: [Int64]) {
        let wanted = row.addresses.first { $0.channel == channel }
        let lookup = wanted.map { batch.vault.lookup($0.text) }
        let here = own.filter { $0.channel == channel }
        func isWanted(_ entry: ContactPointFacts.Entry) -> Bool { lookup?.matches(entry.lookup) == true }
        let others = here.filter { !isWanted($0) }
        for entry in others where entry.standing == .usable { try setStanding(.invalid, entry) }
        let otherIDs = others.map(\.id)
        guard let wanted else { return (nil, otherIDs) }
        if let known = here.first(where: isWanted) {
            // The lender's newer word; a number that went to somebody else stays retired.
            if known.standing == .invalid { try setStanding(.usable, known) }
            return (known.id, otherIDs)
        }
        let id = try Numbers.take("contact_point", 1, in: batch.session)
        let entry = try ContactPointFacts.Entry(
            borrower: known.id, id: id, wanted, key: key, vault: batch.vault)
        try ContactPointFacts.insert([entry], batch: batch.id, in: batch.session)
        return (id, otherIDs)
    }

    private func setStanding(_ standing: ContactPoint.Standing, _ entry: ContactPointFacts.Entry) throws {
        try ContactPointFacts.setStanding(
            standing, borrower: known.id, id: entry.id, batch: batch.id, in: batch.session)
    }
}
