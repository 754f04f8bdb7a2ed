internal import Crypto
internal import Synchronization

/// The keys of a store in one process.
///
/// They follow the database: a transaction that finds another generation of the master key there than it knows loads
/// the keys anew before it does anything (see `KeyedDatabase`).
package struct Vault: Sendable {
    /// Length of a hash: HMAC-SHA256 cut to 16 bytes.
    package static let lookupLength = KeyedHash.length

    private final class Live: Sendable {
        let ring: Mutex<KeyRing>
        init(_ ring: KeyRing) { self.ring = Mutex(ring) }
    }

    private let live: Live
    private let recordKeys = KnownKeys()
    let masters: MasterSource
    package let random: RandomSource

    /// A vault of one master, beside any database.
    package init(master: MasterKey, random: RandomSource) {
        self.init(KeyRing(deriving: master), masters: MasterSource(MasterKeys(master)), random: random)
    }

    init(_ ring: KeyRing, masters: MasterSource, random: RandomSource) {
        live = Live(ring)
        self.masters = masters
        self.random = random
    }

    var ring: KeyRing { live.ring.withLock { $0 } }

    /// The generation that this process writes with.
    package var state: KeyState { ring.state }

    /// Takes over a newer ring. One that is older than what is known is left: generations never go back.
    func take(_ ring: KeyRing) {
        live.ring.withLock { known in
            if ring.state.current >= known.state.current { known = ring }
        }
    }

    /// A fresh key for a borrower; the caller stores `wrapped`. Prefer `Keys.key`.
    package func newKey(borrower: Int64, retention: Retention) throws -> BorrowerKey {
        try wrap(random.bytes(MasterKey.length), borrower: borrower, retention: retention)
    }

    /// Throws `brokenSeal` for a key of another borrower or class, and `masterKeyMissing` for one of a master that was not
    /// given.
    package func unwrap(_ wrapped: [UInt8], borrower: Int64, retention: Retention) throws -> BorrowerKey {
        if retention == .record, let known = recordKeys.key(of: borrower, wrapped: wrapped) { return known }
        let bytes = try opened(wrapped, borrower: borrower, retention: retention)
        let key = BorrowerKey(wrapped: wrapped, secret: SymmetricKey(data: bytes), random: random)
        if retention == .record { recordKeys.keep(key, of: borrower) }
        return key
    }

    /// The same key under the current master; nil when that wraps it already.
    func rewrapped(_ wrapped: [UInt8], borrower: Int64, retention: Retention) throws -> [UInt8]? {
        guard wrapped.first != ring.state.current else { return nil }
        let bytes = try opened(wrapped, borrower: borrower, retention: retention)
        return try wrap(bytes, borrower: borrower, retention: retention).wrapped
    }

    /// The keyed hash by which a number, address or reference is found: the same text, the same hash.
    package func lookup(_ text: String) -> KeyedHash {
        let ring = ring
        return ring.lookups.hash(Array(text.utf8), before: ring.state.before)
    }

    /// The hash of a text of which only the root was kept.
    func lookup(root: [UInt8]) -> KeyedHash {
        let ring = ring
        return ring.lookups.hash(root: root, before: ring.state.before)
    }

    /// The hash that a row holds, as others may hold it. Nil for none, and for one that a rotation under way has rewritten
    /// already: what the others still hold cannot be worked out from it.
    package func lookup(stored: [UInt8]) -> KeyedHash? {
        let ring = ring
        guard let written = ring.lookups.raised(stored) else { return nil }
        if let before = ring.state.before {
            guard KeyedHash.generation(of: stored) == before else { return nil }
            return KeyedHash(written: written, before: stored, root: [])
        }
        return KeyedHash(written: written, before: nil, root: [])
    }

    /// The keyed hash of an imported row, to see whether it changed.
    package func digest(_ bytes: [UInt8]) -> KeyedHash {
        let ring = ring
        return ring.digests.hash(bytes, before: ring.state.before)
    }

    /// Seals what belongs to no borrower (yet): an unmatched reply, the signing key.
    package func sealStore(_ plain: [UInt8], context: String) throws -> [UInt8] {
        try sealStore(plain, context: context, nonce: random.bytes(Sealing.nonceLength))
    }

    func sealStore(_ plain: [UInt8], context: String, nonce: [UInt8]) throws -> [UInt8] {
        // A ring without a key cannot be made.
        guard let key = ring.seals.last else { throw StoreError(.missingKey, "the store has no key", at: "store_key") }
        return try Sealing.seal(plain, under: key, context: context, nonce: nonce)
    }

    /// Each box opens with one key only: the newest is tried first, and its error is the one that is told.
    package func openStore(_ box: [UInt8], context: String) throws -> [UInt8] {
        var first: (any Error)?
        for key in ring.seals.reversed() {
            do {
                return try Sealing.open(box[...], under: key, context: context)
            } catch let error as StoreError where error.code == .brokenSeal { first = first ?? error }
        }
        throw first ?? StoreError(.missingKey, "the store has no key", at: "store_key")
    }

    /// The same value under the newest key; nil when that seals it already.
    func resealed(_ box: [UInt8], context: String) throws -> [UInt8]? {
        if let newest = ring.seals.last, Sealing.opens(box, under: newest, context: context) { return nil }
        return try sealStore(openStore(box, context: context), context: context)
    }

    private func wrap(_ bytes: [UInt8], borrower: Int64, retention: Retention) throws -> BorrowerKey {
        let ring = ring
        let generation = ring.state.current
        guard let key = ring.wrapping[generation] else { throw Self.missing(generation) }
        let box = try Sealing.seal(bytes, under: key, context: Self.place(borrower, retention), random: random)
        return BorrowerKey(wrapped: [generation] + box, secret: SymmetricKey(data: bytes), random: random)
    }

    private func opened(_ wrapped: [UInt8], borrower: Int64, retention: Retention) throws -> [UInt8] {
        guard let generation = wrapped.first, generation > 0 else {
            throw StoreError(.unreadableRow, "a key wrapped in an unknown way", at: "borrower_key")
        }
        guard let key = ring.wrapping[generation] else { throw Self.missing(generation) }
        return try Sealing.open(wrapped[1...], under: key, context: Self.place(borrower, retention))
    }

    private static func missing(_ generation: UInt8) -> StoreError {
        StoreError(
            .masterKeyMissing, "a key is wrapped with generation \(generation) of the master key", at: "borrower_key",
            fix: "Give that master key too, by file or \(MasterKey.variable)")
    }

    private static func place(_ borrower: Int64, _ retention: Retention) -> String {
        "key/\(borrower)/\(retention.rawValue)"
    }
}
