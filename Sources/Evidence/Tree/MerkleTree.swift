/// The Merkle tree of RFC 6962 section 2.1, seen through its complete subtrees.
///
/// A tree of `size` leaves splits into complete subtrees: `read(level, index)` gives the hash over the leaves from
/// `index << level` to `(index + 1) << level`. Roots and proofs need nothing else, so that they are made alike from
/// leaf hashes in memory and from tiles on disk.
package enum MerkleTree {
    package typealias Read = (_ level: Int, _ index: Int64) throws -> TreeHash

    /// MTH(D[0:size]).
    package static func root(size: Int64, _ read: Read) throws -> TreeHash {
        size == 0 ? .empty : try hash(from: 0, to: size, read)
    }

    /// PATH(index, D[0:size]) of section 2.1.1: the siblings from the leaf up. `index` lies below `size`.
    package static func inclusionProof(index: Int64, size: Int64, _ read: Read) throws -> [TreeHash] {
        var siblings: [TreeHash] = []
        var low: Int64 = 0
        var high = size
        while high - low > 1 {
            let middle = low + splitPoint(high - low)
            if index < middle {
                siblings.append(try hash(from: middle, to: high, read))
                high = middle
            } else {
                siblings.append(try hash(from: low, to: middle, read))
                low = middle
            }
        }
        return siblings.reversed()
    }

    /// PROOF(old, D[0:new]) of section 2.1.2; empty when the sizes are equal or `old` is 0.
    package static func consistencyProof(old: Int64, new: Int64, _ read: Read) throws -> [TreeHash] {
        guard old > 0, old < new else { return [] }
        var nodes: [TreeHash] = []
        var low: Int64 = 0
        var high = new
        var isWholeOldTree = true
        while old < high {
            let middle = low + splitPoint(high - low)
            if old <= middle {
                nodes.append(try hash(from: middle, to: high, read))
                high = middle
            } else {
                nodes.append(try hash(from: low, to: middle, read))
                low = middle
                isWholeOldTree = false
            }
        }
        if !isWholeOldTree { nodes.append(try hash(from: low, to: high, read)) }
        return nodes.reversed()
    }

    /// MTH(D[low:high]) for a range that the tree's own splitting makes; such a range starts at a multiple of every
    /// power of two that is not greater than its length.
    static func hash(from low: Int64, to high: Int64, _ read: Read) throws -> TreeHash {
        let count = high - low
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return try read(level, low >> Int64(level))
        }
        let middle = low + splitPoint(count)
        return .node(try hash(from: low, to: middle, read), try hash(from: middle, to: high, read))
    }

    /// The greatest power of two below `count`, which is at least 2.
    private static func splitPoint(_ count: Int64) -> Int64 {
        1 << Int64(63 - (count - 1).leadingZeroBitCount)
    }
}
