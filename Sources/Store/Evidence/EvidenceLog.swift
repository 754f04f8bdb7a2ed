import CivilTime
import Evidence

/// Appends to the evidence log, in the transaction that does what is recorded.
///
/// Indexes run from 0 without a gap, and so do each borrower's own numbers from 1. On SQLite the single writer keeps it
/// so. On PostgreSQL an append locks the log, and callers append last, so that the lock is held from the append to the
/// commit only.
package enum EvidenceLog {
    /// The context of a leaf's seal.
    static let context = "leaf"

    /// Seals the drafts and inserts them as the log's next leaves. A draft that does not fit a leaf throws, and with it
    /// the transaction fails: nothing is done that cannot be shown.
    package static func append(
        _ drafts: [LeafDraft], in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws {
        guard !drafts.isEmpty else { return }
        try session.lock([.log], .exclusive)
        let last = try session.integer("SELECT max(idx) FROM leaf") ?? -1
        var writers = try LeafWriters(for: drafts, in: session, vault: vault)
        // One call for all ids, salts and nonces: the kernel's price is by the call.
        var chance = random.bytes(
            drafts.count * (LeafRecord.idLength + LeafContent.saltLength + Sealing.nonceLength))[...]
        func take(_ count: Int) -> [UInt8] {
            defer { chance = chance.dropFirst(count) }
            return Array(chance.prefix(count))
        }
        var rows: [[SQLValue]] = []
        rows.reserveCapacity(drafts.count)
        for draft in drafts {
            let (id, salt, nonce) = (take(LeafRecord.idLength), take(LeafContent.saltLength), take(Sealing.nonceLength))
            let writer = try writers.next(for: draft.borrower)
            let number = writer.subject?.number ?? 0
            let bytes: [UInt8]
            do {
                let plain = try LeafContent(
                    at_ms: draft.at.milliseconds, kind: draft.kind, borrower: writer.subject,
                    record: .object(draft.content)
                ).plainText(salt: salt)
                let box =
                    try writer.key?.seal(plain, context: context, nonce: nonce)
                    ?? vault.sealStore(plain, context: context, nonce: nonce)
                bytes = try LeafRecord(
                    id: id, at_ms: draft.at.milliseconds, commitment: LeafContent.commitment(plain), kind: draft.kind,
                    box: box
                ).encode()
            } catch let fault as LeafFault { throw EvidenceError.draft(kind: draft.kind.rawValue, fault) }
            rows.append([
                .integer(last + Int64(rows.count) + 1), .integer(writer.borrower), .integer(number),
                .text(draft.kind.rawValue), .integer(draft.at.milliseconds), .blob(bytes),
            ])
        }
        try session.runMany(
            "INSERT INTO leaf (idx, borrower, number, kind, at_ms, bytes) VALUES (?, ?, ?, ?, ?, ?)", rows)
    }

    /// How many leaves the store holds.
    package static func size(in session: any SQLSession) throws -> Int64 {
        (try session.integer("SELECT max(idx) FROM leaf") ?? -1) + 1
    }
}
