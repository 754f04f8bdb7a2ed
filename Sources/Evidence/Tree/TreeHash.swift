import Crypto

/// A hash of the log's Merkle tree: 32 bytes of SHA-256, made as RFC 6962 section 2.1 says.
package struct TreeHash: Sendable, Hashable {
    package static let length = 32

    /// Always `length` bytes.
    package let bytes: [UInt8]

    /// Nil unless there are exactly `length` bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = Array(bytes)
    }

    init(digest: SHA256.Digest) { bytes = Array(digest) }

    /// The root of a tree without leaves.
    package static let empty = TreeHash(digest: SHA256.hash(data: [UInt8]()))

    /// MTH({d}) = SHA-256(0x00 ‖ d).
    package static func leaf(_ data: [UInt8]) -> TreeHash {
        var hasher = SHA256()
        hasher.update(data: leafPrefix)
        hasher.update(data: data)
        return TreeHash(digest: hasher.finalize())
    }

    /// SHA-256(0x01 ‖ left ‖ right).
    package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var block = [UInt8]()
        block.reserveCapacity(1 + 2 * length)
        block.append(0x01)
        block.append(contentsOf: left.bytes)
        block.append(contentsOf: right.bytes)
        return TreeHash(digest: SHA256.hash(data: block))
    }

    private static let leafPrefix: [UInt8] = [0x00]
}
