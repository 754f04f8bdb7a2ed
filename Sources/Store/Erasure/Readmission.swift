package import CivilTime
internal import Evidence
package import LoanBook

/// Lets somebody who was erased into the book again, because the lender has a lawful reason: the next import takes the
/// rows in. What the person said of numbers goes on to count, and so do flags that outlive the data.
package enum Readmission {
    package enum Reason: String, Sendable, CaseIterable {
        /// The person took a new loan.
        case newContract = "new_contract"
        /// A claim has to be pursued or defended.
        case legalClaim = "legal_claim"
        /// The person asked for it.
        case request
        /// The wrong person was erased.
        case mistake
    }

    /// Returns what changed; nil when nobody of that reference is erased.
    package static func run(
        _ reference: Reference, portfolio: Portfolio.Key, reason: Reason, at now: Instant, in session: any SQLSession,
        vault: Vault
    ) throws -> Erasure.Done? {
        try session.lock([.book], .exclusive)
        let mark = vault.lookup(ErasedMark.reference(reference).text(portfolio: portfolio))
        guard let found = try Tombstones.find(mark, in: session, vault: vault), found.tombstone.readmittedAt == nil
        else {
            return nil
        }
        var tombstone = found.tombstone
        tombstone.readmittedAt = now
        tombstone.version += 1
        try Tombstones.update(
            found.number, from: found.tombstone.version, tombstone, borrower: found.borrower, in: session, vault: vault)
        try EvidenceLog.append(
            [
                LeafDraft(
                    kind: .readmission, borrower: nil, at: now,
                    content: [
                        ("reason", .text(reason.rawValue)), ("tombstone", .text(Base64.encode(tombstone.id))),
                    ])
            ], in: session, vault: vault, random: vault.random)
        return Erasure.Done(
            tombstone: tombstone.id, from: found.tombstone.version, to: tombstone.version, superseded: 0,
            isRecordGone: tombstone.isRecordGone)
    }

    private static let flagsSQL = """
        SELECT m.hash, t.content FROM tombstone_mark m JOIN tombstone t ON t.number = m.tombstone
        WHERE t.readmitted_ms IS NOT NULL AND m.hash IN (\(KeyList.parameters))
        """

    /// The flags that those who come back bring along, by their marks.
    package static func flags(
        of marks: [KeyedHash], in session: any SQLSession, vault: Vault
    ) throws -> [KeyedHash: [BorrowerFlag]] {
        var byForm: [[UInt8]: [UInt8]] = [:]
        try KeyList.query(flagsSQL, [], keys: marks.flatMap(\.forms).map { .blob($0) }, in: session) {
            byForm[$0.blob(0)] = $0.blob(1)
        }
        var flags: [KeyedHash: [BorrowerFlag]] = [:]
        for mark in marks {
            guard let content = mark.forms.lazy.compactMap({ byForm[$0] }).first else { continue }
            let found = try Tombstones.opened(content, vault).flags
            if !found.isEmpty { flags[mark] = found }
        }
        return flags
    }
}
