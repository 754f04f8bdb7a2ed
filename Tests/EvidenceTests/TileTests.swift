import Evidence
import Testing

@Suite struct TileTests {
    @Test(arguments: [
        (Tile(.hashes(level: 0), index: 0), "tile/0/000"), (Tile(.hashes(level: 1), index: 999), "tile/1/999"),
        (Tile(.hashes(level: 0), index: 1000), "tile/0/x001/000"),
        (Tile(.hashes(level: 3), index: 1_234_067), "tile/3/x001/x234/067"),
        (Tile(.hashes(level: 0), index: 1234, width: 17), "tile/0/x001/234.p/17"),
        (Tile(.entries, index: 273, width: 112), "tile/entries/273.p/112"),
        (Tile(.entries, index: 5), "tile/entries/005"),
    ]) func `a tile's path is written and read`(tile: Tile, path: String) {
        #expect(tile.path == path)
        #expect(Tile(path: path) == tile)
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000/001", "tile/0/x001",
        "tile/00/000", "tile/8/000", "tile/-1/000", "tile/+1/000", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/001/234", "tile/0/x001/x234", "tile/entrie/000",
        "tile/0/-01", "tile/0/+01", "/tile/0/000", "tile/0/000/", "tile//000", "tile/0/x001/234.p/17/1",
        "tile/0/..", "tile/0/000.p/-1", "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ]) func `what is no tile's path is refused`(path: String) {
        #expect(Tile(path: path) == nil)
    }

    @Test func `the specification's example of 70000 leaves has its tiles`() {
        let partials = TreeEdge.partialTiles(size: 70_000)
        #expect(partials.map { $0?.width } == [112, 17, 1])
        #expect(partials.map { $0?.index } == [273, 1, 0])
        #expect(TreeEdge.partialTiles(size: 256).map { $0?.width } == [nil, 1])
        #expect(TreeEdge.partialTiles(size: 0).map { $0?.width } == [nil])
    }

    @Test func `appending gives every tile once, and roots and proofs come out of the tiles alone`() throws {
        let sizes: Set<Int> = [1, 255, 256, 257, 600, 65_535, 65_536, 65_537, 66_000]
        var edge = TreeEdge()
        var files: [String: [UInt8]] = [:]
        let tree = NaiveTree(count: 66_000)
        for (number, leaf) in tree.leaves.enumerated() {
            edge.append(leaf) { tile, hashes in
                #expect(files.updateValue(TileHashes.encode(hashes), forKey: tile.path) == nil)
            }
            let size = number + 1
            guard sizes.contains(size) else { continue }
            var snapshot = files
            for (tile, hashes) in edge.partials { snapshot[tile.path] = TileHashes.encode(hashes) }
            let load: (Tile) throws -> [UInt8] = { try #require(snapshot[$0.path]) }
            var reader = TileReader(size: Int64(size), load: load)
            let root = tree.root(0..<size)
            #expect(edge.root == root)
            #expect(try MerkleTree.root(size: Int64(size)) { try reader.hash(level: $0, index: $1) } == root)
            for index in Set([0, size / 3, size / 2, size - 1]) {
                let proof = try MerkleTree.inclusionProof(index: Int64(index), size: Int64(size)) {
                    try reader.hash(level: $0, index: $1)
                }
                #expect(
                    MerkleTree.isIncluded(
                        tree.leaves[index], index: Int64(index), size: Int64(size), root: root, proof: proof))
            }
            let resumed = try TreeEdge(size: Int64(size), read: load)
            #expect(resumed.root == root && resumed.rows == edge.rows)
        }
        #expect(files.keys.filter { $0.hasPrefix("tile/0/") }.count == 257)
        #expect(files.keys.filter { $0.hasPrefix("tile/1/") } == ["tile/1/000"])
    }

    @Test func `a tile of the wrong length is named`() {
        let tile = Tile(.hashes(level: 0), index: 7, width: 2)
        #expect(throws: TileFault.length("tile/0/007.p/2", bytes: 63, expected: 64)) {
            try TileHashes.decode([UInt8](repeating: 0, count: 63), tile)
        }
        #expect(throws: TileFault.length("tile/0/007.p/2", bytes: 8224, expected: 64)) {
            try TileHashes.decode([UInt8](repeating: 0, count: 8224), tile)
        }
    }

    @Test func `entries go into a bundle and come out`() throws {
        let entries: [[UInt8]] = [[], [1], [UInt8](repeating: 7, count: 300), [UInt8](repeating: 9, count: 65_535)]
        var bundle: [UInt8] = []
        for entry in entries { try EntryBundle.append(entry, to: &bundle) }
        #expect(bundle.prefix(5) == [0, 0, 0, 1, 1])
        #expect(try EntryBundle.decode(bundle, path: "p").map { Array($0) } == entries)
        #expect(throws: TileFault.cutShort("p", entry: 3)) { try EntryBundle.decode(bundle.dropLast(), path: "p") }
        #expect(throws: TileFault.cutShort("p", entry: 0)) { try EntryBundle.decode([0], path: "p") }
        #expect(throws: TileFault.tooManyEntries("p")) {
            try EntryBundle.decode([UInt8](repeating: 0, count: 514), path: "p")
        }
        #expect(throws: TileFault.entryTooLong(bytes: 65_536)) {
            try EntryBundle.append([UInt8](repeating: 0, count: 65_536), to: &bundle)
        }
    }
}
