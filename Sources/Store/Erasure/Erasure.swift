package import CivilTime
internal import Evidence
package import LoanBook
internal import Messaging

/// Takes a borrower out of the book for good: destroys keys, removes rows, and leaves a tombstone. Each call is made inside
/// one transaction, by which everything of it is done or nothing.
package enum Erasure {
    /// What becomes of the record.
    package enum Record: Sendable, Hashable {
        case goes
        /// Until an instant, or as long as things stand as they do; `rules` say so.
        case stays(until: Instant?, rules: [String])
    }

    package enum Asker: String, Sendable {
        case `operator`
        /// A limit of the law packs.
        case retention
        /// The list of the erased, after a backup was restored.
        case list
    }

    package struct Done: Sendable, Hashable {
        package var tombstone: [UInt8]
        /// The tombstone's version before (0: there was none) and now.
        package var from: Int64
        package var to: Int64
        /// Messages that were open.
        package var superseded: Int
        package var isRecordGone: Bool

        package init(tombstone: [UInt8], from: Int64, to: Int64, superseded: Int, isRecordGone: Bool) {
            self.tombstone = tombstone
            self.from = from
            self.to = to
            self.superseded = superseded
            self.isRecordGone = isRecordGone
        }
    }

    /// Destroys the profile, and the record where it `goes`. The record never goes before the profile.
    ///
    /// - Parameter tombstone: the one from the list, where the borrower was erased before and came back.
    /// - Throws: `missingKey` when the borrower is not in the book.
    package static func run(
        _ borrower: Borrower.ID, record: Record, by asker: Asker, tombstone known: Tombstone? = nil, at now: Instant,
        in session: any SQLSession, vault: Vault
    ) throws -> Done {
        // No import is under way, and no turn or plan that has read what goes now. Imports take the two in this order.
        try session.lock([.book], .exclusive)
        try session.lock([.facts], .exclusive)
        let subject = try ErasureSubject(borrower, in: session, vault: vault)
        let key = try Keys.existing(borrower: borrower.number, .record, in: session, vault: vault)
        var record = record
        // Nothing was ever recorded: there is nothing to keep.
        if key == nil { record = .goes }
        let isGone = record == .goes
        let open = try supersedeOpen(borrower, at: now, in: session)
        var tombstone = known ?? subject.tombstone(at: now, random: vault.random, vault: vault)
        tombstone.isRecordGone = isGone
        if case .stays(let until, let rules) = record { (tombstone.recordUntil, tombstone.keptBy) = (until, rules) }
        let kept = isGone ? nil : borrower.number
        let done: Done
        if let standing = try standing(tombstone, in: session) {
            try Tombstones.update(
                standing.number, from: standing.version, tombstone, borrower: kept, in: session, vault: vault)
            done = Done(
                tombstone: tombstone.id, from: standing.version, to: tombstone.version, superseded: open.count,
                isRecordGone: isGone)
        } else {
            try Tombstones.insert(tombstone, borrower: kept, in: session, vault: vault)
            done = Done(
                tombstone: tombstone.id, from: 0, to: tombstone.version, superseded: open.count, isRecordGone: isGone)
        }
        for lookup in subject.lookups { try ErasedTables.clear(number: lookup, of: borrower.number, in: session) }
        try ErasedTables.clear(ErasedTables.withProfile, of: borrower.number, in: session)
        try OutsideContacts.forgetReferences(of: borrower, in: session)
        try session.run("DELETE FROM borrower WHERE id = ?", [.id(borrower)])
        try destroyKey(of: borrower.number, .profile, in: session)
        try session.run("UPDATE reply SET lookup = ? WHERE borrower = ?", [.blob([]), .id(borrower)])
        try session.run(
            "UPDATE task SET done_ms = ? WHERE borrower = ? AND done_ms IS NULL", [.instant(now), .id(borrower)])
        var entry = ErasureRecord(
            borrower: borrower.number, erasedAt: now, recordUntil: nil, rules: "", recordErasedAt: isGone ? now : nil)
        var sealed: [UInt8] = []
        if case .stays(let until, let rules) = record, let key {
            entry.recordUntil = until
            entry.rules = rules.joined(separator: ", ")
            sealed = try ErasureRecord.Subject(
                portfolio: subject.portfolio, reference: subject.reference, region: subject.region
            ).sealed(key)
        }
        try entry.insert(subject: sealed, in: session)
        if isGone {
            try ErasedTables.clearRecord(of: borrower.number, in: session)
            try destroyKey(of: borrower.number, .record, in: session)
        }
        try EvidenceLog.append(
            [.erasure(of: borrower.number, record: record, tombstone.id, superseded: open, by: asker, at: now)],
            in: session, vault: vault, random: vault.random)
        return done
    }

    /// Destroys the record of somebody whose profile went before.
    package static func endRecord(
        of borrower: Int64, by asker: Asker, at now: Instant, in session: any SQLSession, vault: Vault
    ) throws -> Done? {
        try session.lock([.book], .exclusive)
        try session.lock([.facts], .exclusive)
        guard let entry = try ErasureRecord.find(borrower, in: session), entry.recordErasedAt == nil else { return nil }
        try ErasedTables.clearRecord(of: borrower, in: session)
        try destroyKey(of: borrower, .record, in: session)
        try ErasureRecord.endRecord(of: borrower, at: now, in: session)
        var done = Done(tombstone: [], from: 0, to: 0, superseded: 0, isRecordGone: true)
        if let found = try Tombstones.find(borrower: borrower, in: session, vault: vault) {
            var tombstone = found.tombstone
            tombstone.isRecordGone = true
            (tombstone.recordUntil, tombstone.keptBy) = (nil, [])
            tombstone.version += 1
            done = Done(
                tombstone: tombstone.id, from: found.tombstone.version, to: tombstone.version, superseded: 0,
                isRecordGone: true)
            // From here on nothing leads from the tombstone to the leaves.
            try Tombstones.update(found.number, from: done.from, tombstone, borrower: nil, in: session, vault: vault)
        }
        try EvidenceLog.append(
            [.erasure(of: borrower, record: .goes, done.tombstone, superseded: [], by: asker, at: now)], in: session,
            vault: vault, random: vault.random)
        return done
    }

    /// The tombstone of the list stands here already, in this version or an older one.
    private static func standing(
        _ tombstone: Tombstone, in session: any SQLSession
    ) throws -> (number: Int64, version: Int64)? {
        try session.first("SELECT number, version FROM tombstone WHERE id = ?", [.blob(tombstone.id)]) {
            ($0.integer(0), $0.integer(1))
        }
    }

    private static func supersedeOpen(
        _ borrower: Borrower.ID, at now: Instant, in session: any SQLSession
    ) throws -> [Int64] {
        let open = try session.rows(
            "SELECT id FROM message WHERE borrower = ? AND state IN (1, 3) ORDER BY id", [.id(borrower)]
        ) { $0.integer(0) }
        try session.run(
            """
            UPDATE message SET state = ?, reason = 'the borrower was erased', changed_ms = ?
            WHERE borrower = ? AND state IN (1, 3)
            """, [.integer(MessageState.superseded.rawValue), .instant(now), .id(borrower)])
        return open
    }

    private static func destroyKey(of borrower: Int64, _ retention: Retention, in session: any SQLSession) throws {
        try session.run(
            "DELETE FROM borrower_key WHERE borrower = ? AND retention = ?",
            [.integer(borrower), .integer(retention.rawValue)])
    }
}

extension LeafDraft {
    /// That keys were destroyed, and why not all: a leaf of the borrower's own while the record stays, else the store's.
    /// `subject` is what an audit holds missing keys against.
    static func erasure(
        of borrower: Int64, record: Erasure.Record, _ tombstone: [UInt8], superseded: [Int64], by asker: Erasure.Asker,
        at now: Instant
    ) -> LeafDraft {
        var content: [(String, LeafValue)] = [("asked_by", .text(asker.rawValue))]
        switch record {
        case .goes:
            content.append(("classes", .list([.text(Retention.profile.word), .text(Retention.record.word)])))
        case .stays(let until, let rules):
            content += [
                ("classes", .list([.text(Retention.profile.word)])),
                ("kept", .list([.text(Retention.record.word)])), ("kept_by", .list(rules.map { .text($0) })),
                ("kept_until", until.map { .instant($0) } ?? .null),
            ]
        }
        content += [
            ("messages", .list(superseded.map { .integer($0) })), ("subject", .integer(borrower)),
            ("tombstone", .text(Base64.encode(tombstone))),
        ]
        return LeafDraft(kind: .erasure, borrower: record == .goes ? nil : borrower, at: now, content: content)
    }
}
