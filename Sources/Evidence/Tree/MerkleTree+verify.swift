extension MerkleTree {
    /// The longest proof a tree of `Int64` leaves can need.
    package static let longestProof = 64

    /// The root that `proof` leads to from a leaf, or nil where its length does not fit `index` and `size`.
    /// RFC 9162 section 2.1.3.2.
    package static func root(
        index: Int64, size: Int64, leaf: TreeHash, proof: [TreeHash]
    ) -> TreeHash? {
        guard index >= 0, index < size else { return nil }
        var position = index
        var last = size - 1
        var hash = leaf
        for sibling in proof {
            guard last > 0 else { return nil }
            if position & 1 == 1 || position == last {
                hash = .node(sibling, hash)
                while position & 1 == 0, position > 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }

    /// Whether the leaf stands at `index` of the tree of `size` leaves with this root.
    package static func isIncluded(
        _ leaf: TreeHash, index: Int64, size: Int64, root expected: TreeHash, proof: [TreeHash]
    ) -> Bool {
        root(index: index, size: size, leaf: leaf, proof: proof) == expected
    }

    /// Whether the tree of `new` leaves begins with the tree of `old` leaves. RFC 9162 section 2.1.4.2.
    package static func isConsistent(
        old: Int64, new: Int64, oldRoot: TreeHash, newRoot: TreeHash, proof: [TreeHash]
    ) -> Bool {
        guard old >= 0, old <= new else { return false }
        if old == new { return proof.isEmpty && oldRoot == newRoot }
        if old == 0 { return proof.isEmpty && oldRoot == .empty }
        // An old tree that is one complete subtree is its own first node, and the proof leaves it out.
        var nodes = proof[...]
        let first: TreeHash
        if old & (old - 1) == 0 {
            first = oldRoot
        } else {
            guard let node = nodes.popFirst() else { return false }
            first = node
        }
        var position = old - 1
        var last = new - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        var oldHash = first
        var newHash = first
        for node in nodes {
            guard last > 0 else { return false }
            if position & 1 == 1 || position == last {
                oldHash = .node(node, oldHash)
                newHash = .node(node, newHash)
                while position & 1 == 0, position > 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                newHash = .node(newHash, node)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == oldRoot && newHash == newRoot
    }
}
