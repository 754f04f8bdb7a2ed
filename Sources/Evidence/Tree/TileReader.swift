/// Hashes of complete subtrees, taken from the tiles of a log of `size` leaves: the `Read` of `MerkleTree`.
///
/// Keeps the tiles it has read, up to a limit, so that the proofs of many leaves share them.
package struct TileReader {
    /// Tiles kept; 256 of them are 2 MiB of hashes.
    static let keptTiles = 256

    private let size: Int64
    private let load: (Tile) throws -> [UInt8]
    private var kept: [Tile: [TreeHash]] = [:]

    /// `load` gives the bytes of a tile of the tree, or of the full tile that replaced it.
    package init(size: Int64, load: @escaping (Tile) throws -> [UInt8]) {
        self.size = size
        self.load = load
    }

    /// The hash over the leaves from `index << level` to `(index + 1) << level`, all of them below `size`.
    package mutating func hash(level: Int, index: Int64) throws -> TreeHash {
        let tileLevel = level / Tile.height
        let span = 1 << (level % Tile.height)
        let first = index * Int64(span)
        let hashes = try tile(level: tileLevel, index: first / Int64(Tile.fullWidth))
        let start = Int(first % Int64(Tile.fullWidth))
        guard start + span <= hashes.count else {
            throw TileFault.length(
                Tile(.hashes(level: tileLevel), index: first / Int64(Tile.fullWidth), width: start + span).path,
                bytes: hashes.count * TreeHash.length, expected: (start + span) * TreeHash.length)
        }
        return TreeEdge.fold(hashes[start..<start + span])
    }

    private mutating func tile(level: Int, index: Int64) throws -> [TreeHash] {
        let beyond = Tile.hashes(atLevel: level, size: size) - index * Int64(Tile.fullWidth)
        let width = Int(min(max(beyond, 1), Int64(Tile.fullWidth)))
        let tile = Tile(.hashes(level: level), index: index, width: width)
        if let hashes = kept[tile] { return hashes }
        let hashes = try TileHashes.decode(try load(tile), tile)
        if kept.count >= Self.keptTiles { kept.removeAll(keepingCapacity: true) }
        kept[tile] = hashes
        return hashes
    }
}
