import Evidence
import Testing

@Suite struct MerkleTreeTests {
    let known = NaiveTree(KnownTree.leaves.map { TreeHash.leaf($0) })

    @Test(arguments: 0...8) func `the known leaves give the known roots`(size: Int) throws {
        #expect(try MerkleTree.root(size: Int64(size), known.read) == KnownTree.roots[size])
        var edge = TreeEdge()
        for leaf in known.leaves.prefix(size) { edge.append(leaf) { _, _ in } }
        #expect(edge.root == KnownTree.roots[size])
    }

    @Test func `the known inclusion proofs are made and hold`() throws {
        for (index, size, proof) in KnownTree.inclusion {
            let proof = KnownTree.hashes(proof)
            #expect(try MerkleTree.inclusionProof(index: index, size: size, known.read) == proof)
            #expect(
                MerkleTree.isIncluded(
                    known.leaves[Int(index)], index: index, size: size, root: KnownTree.roots[Int(size)], proof: proof))
        }
    }

    @Test func `the known consistency proofs are made and hold`() throws {
        for (old, new, proof) in KnownTree.consistency {
            let proof = KnownTree.hashes(proof)
            #expect(try MerkleTree.consistencyProof(old: old, new: new, known.read) == proof)
            #expect(
                MerkleTree.isConsistent(
                    old: old, new: new, oldRoot: KnownTree.roots[Int(old)], newRoot: KnownTree.roots[Int(new)],
                    proof: proof))
        }
    }

    @Test(arguments: Array(1...40) + [63, 64, 65, 127, 128, 129, 255, 256, 257, 300])
    func `every leaf of a tree is proved by its own proof and by no other index or hash`(size: Int) throws {
        let tree = NaiveTree(count: size)
        let root = tree.root(0..<size)
        let size64 = Int64(size)
        for index in 0..<size64 {
            let leaf = tree.leaves[Int(index)]
            let proof = try MerkleTree.inclusionProof(index: index, size: size64, tree.read)
            func holds(
                _ leaf: TreeHash, _ index: Int64, _ size: Int64, _ proof: [TreeHash]
            ) -> Bool { MerkleTree.isIncluded(leaf, index: index, size: size, root: root, proof: proof) }
            #expect(holds(leaf, index, size64, proof))
            #expect(!holds(leaf, (index + 1) % size64, size64, proof) || size == 1)
            #expect(!holds(leaf, index, size64, proof + [leaf]))
            #expect(!holds(.empty, index, size64, proof))
            #expect(!holds(leaf, -1, size64, proof) && !holds(leaf, size64, size64, proof))
            if !proof.isEmpty {
                #expect(!holds(leaf, index, size64, proof.dropLast()))
                #expect(!holds(leaf, index, size64, Array(proof.dropFirst())))
            }
        }
    }

    @Test(arguments: Array(1...33) + [64, 100, 255, 256, 257, 300])
    func `every earlier tree is consistent with a later one and with no other`(new: Int) throws {
        let tree = NaiveTree(count: new)
        let newRoot = tree.root(0..<new)
        for old in 0...new {
            let oldRoot = tree.root(0..<old)
            let proof = try MerkleTree.consistencyProof(old: Int64(old), new: Int64(new), tree.read)
            func holds(_ oldRoot: TreeHash, _ newRoot: TreeHash, _ proof: [TreeHash]) -> Bool {
                MerkleTree.isConsistent(
                    old: Int64(old), new: Int64(new), oldRoot: oldRoot, newRoot: newRoot, proof: proof)
            }
            #expect(holds(oldRoot, newRoot, proof))
            #expect(!holds(.leaf([9]), newRoot, proof))
            #expect(old == 0 || !holds(oldRoot, .leaf([9]), proof))
            #expect(!holds(oldRoot, newRoot, proof + [newRoot]))
            if !proof.isEmpty { #expect(!holds(oldRoot, newRoot, proof.dropLast())) }
        }
    }

    @Test func `a hash is 32 bytes or none`() {
        #expect(TreeHash(bytes: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(TreeHash(bytes: [UInt8](repeating: 1, count: 33)) == nil)
        #expect(TreeHash(bytes: [UInt8](repeating: 1, count: 32))?.bytes.count == 32)
    }
}
