internal import Crypto

/// The keyed hash by which a number, address or reference is found, or a row is compared, though neither is readable.
///
/// HMAC-SHA256 cut to 16 bytes, under the key of generation 1; each later generation of the master key hashes that again
/// under a key of its own. So a stored hash is carried over to a new generation without the text that it stands for,
/// which may have been erased, and without the newest key nobody can try out guesses. Stored as its 16 bytes, from
/// generation 2 on with the generation before them.
package struct KeyedHash: Sendable, Hashable {
    static let length = 16

    /// As it is written now.
    package let written: [UInt8]
    /// As it may still stand in a row that a rotation under way has not come to.
    package let before: [UInt8]?
    /// Under the first key alone: the same in every generation, for what is sealed besides. Empty where only a stored
    /// form was known.
    package let root: [UInt8]

    /// What a row may hold: as many as must be asked for.
    package var forms: [[UInt8]] { before.map { [written, $0] } ?? [written] }

    /// Whether a row's column stands for the same text.
    package func matches(_ stored: [UInt8]) -> Bool { stored == written || stored == before }

    /// The generation of a stored hash; nil for one that is none (the empty one of an erased number).
    static func generation(of stored: [UInt8]) -> UInt8? {
        switch stored.count {
        case length: 1
        case length + 1: stored[0]
        default: nil
        }
    }

    static func stored(_ hash: [UInt8], generation: UInt8) -> [UInt8] { generation == 1 ? hash : [generation] + hash }

    static func hash(_ bytes: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key).prefix(length))
    }
}

/// The keys of one kind of hash, oldest generation first.
struct HashChain: Sendable {
    let keys: [SymmetricKey]

    /// - Parameter before: the generation that a rotation is leaving.
    func hash(_ bytes: [UInt8], before: UInt8?) -> KeyedHash {
        hash(root: keys.first.map { KeyedHash.hash(bytes, $0) } ?? [], before: before)
    }

    func hash(root: [UInt8], before: UInt8?) -> KeyedHash {
        var hash = root
        var earlier = before == 1 ? KeyedHash.stored(root, generation: 1) : nil
        for (index, key) in keys.enumerated().dropFirst() {
            hash = KeyedHash.hash(hash, key)
            let generation = UInt8(index + 1)
            if generation == before { earlier = KeyedHash.stored(hash, generation: generation) }
        }
        return KeyedHash(
            written: KeyedHash.stored(hash, generation: UInt8(keys.count)), before: earlier, root: root)
    }

    /// A stored hash as the newest generation has it; nil for one that is none, or of a generation not known here.
    func raised(_ stored: [UInt8]) -> [UInt8]? {
        guard let generation = KeyedHash.generation(of: stored), Int(generation) <= keys.count else { return nil }
        var hash = Array(stored.suffix(KeyedHash.length))
        for key in keys.dropFirst(Int(generation)) { hash = KeyedHash.hash(hash, key) }
        return KeyedHash.stored(hash, generation: UInt8(keys.count))
    }
}
