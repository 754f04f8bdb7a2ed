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
    /// the transaction fails: nothing is done that cannot be shown. Returns their indexes.
    ///
    /// `beside`: what the transaction still has to write otherwise. It is written while the leaves are sealed, but where the
    /// log has a lock that others wait for.
    @discardableResult package static func append(
        _ drafts: [LeafDraft], in session: any SQLSession, vault: Vault, random: RandomSource,
        beside: () throws -> Void = {}
    ) throws -> Range<Int64> {
        guard !drafts.isEmpty else {
            try beside()
            return 0..<0
        }
        let isLocked = session.engine == .postgres
        if isLocked { try beside() }
        let reading = LeafWriters.Reading(drafts, to: session.engine)
        try session.askAhead([lastIndex] + reading.questions, behind: [.log])
        let last = try size(in: session) - 1
        var writers = try LeafWriters(reading, in: session, vault: vault)
        // One call for all ids, salts and nonces: the kernel's price is by the call.
        let chance = random.bytes(drafts.count * LeafChance.length)
        let work = try drafts.enumerated().map { position, draft in
            (draft: draft, writer: try writers.next(for: draft.borrower), chance: LeafChance(chance, at: position))
        }
        let leaves = try work.parallelMap(atLeast: 24, beside: isLocked ? {} : beside) {
            try seal($0.draft, $0.writer, $0.chance, vault)
        }
        var rows: [[SQLValue]] = []
        rows.reserveCapacity(drafts.count)
        for (position, (draft, writer, _)) in work.enumerated() {
            rows.append([
                .integer(last + Int64(position) + 1), .integer(writer.borrower),
                .integer(writer.subject?.number ?? 0), .text(draft.kind.rawValue), .instant(draft.at),
                .blob(leaves[position]),
            ])
        }
        try session.runMany(
            "INSERT INTO leaf (idx, borrower, number, kind, at_ms, bytes) VALUES (?, ?, ?, ?, ?, ?)", rows)
        return last + 1..<last + 1 + Int64(rows.count)
    }

    private static func seal(
        _ draft: LeafDraft, _ writer: LeafWriters.Writer, _ chance: LeafChance, _ vault: Vault
    ) throws -> [UInt8] {
        let (kind, at_ms) = (draft.kind, draft.at.milliseconds)
        do {
            var plain = CanonicalJSON(capacity: 4096)
            try LeafContent.write(
                salt: chance.salt, at_ms: at_ms, kind: kind, borrower: writer.subject, record: .object(draft.content),
                to: &plain)
            let nonce = Array(chance.nonce)
            let box =
                try writer.sealer(vault)?.seal(plain.bytes, context: context, nonce: nonce)
                ?? vault.sealStore(plain.bytes, context: context, nonce: nonce)
            return try LeafRecord.encode(id: chance.id, at_ms: at_ms, plainText: plain.bytes, kind: kind, box: box)
        } catch let fault as LeafFault { throw EvidenceError.draft(kind: kind.rawValue, fault) }
    }

    private static let lastIndex = SQLQuestion("SELECT max(idx) FROM leaf", [])

    /// How many leaves the store holds.
    package static func size(in session: any SQLSession) throws -> Int64 {
        (try session.integer(lastIndex.sql, lastIndex.values) ?? -1) + 1
    }
}

/// One leaf's share of the random bytes: id, salt and nonce.
private struct LeafChance: Sendable {
    static let length = LeafRecord.idLength + LeafContent.saltLength + Sealing.nonceLength

    let id: ArraySlice<UInt8>
    let salt: ArraySlice<UInt8>
    let nonce: ArraySlice<UInt8>

    init(_ bytes: [UInt8], at position: Int) {
        let start = position * Self.length
        let salt = start + LeafRecord.idLength
        let nonce = salt + LeafContent.saltLength
        id = bytes[start..<salt]
        self.salt = bytes[salt..<nonce]
        self.nonce = bytes[nonce..<nonce + Sealing.nonceLength]
    }
}
