import Evidence

/// Turns leaves, in order, into the files of the published log.
struct TileWriter {
    private let folder: EvidenceFolder
    private var edge: TreeEdge
    /// Hashes of the leaves that were published in the bundle that is still partial.
    private let published: [TreeHash]
    private let publishedSize: Int64
    private var bundle: [UInt8] = []
    private var bundled = 0
    private var bundleIndex: Int64
    private var changedFolders: Set<String> = []
    private var replaced: [Tile] = []

    /// Continues the log of `size` leaves that is on disk. Throws `rootDiffers` when its tiles do not have the root.
    init(folder: EvidenceFolder, size: Int64, root: TreeHash) throws {
        self.folder = folder
        do {
            edge = try TreeEdge(size: size) { try folder.read($0) }
        } catch let fault as TileFault { throw EvidenceError.tile(fault) }
        guard edge.root == root else { throw EvidenceError.rootDiffers(size: size) }
        published = edge.rows[0]
        publishedSize = size
        bundleIndex = size / Int64(Tile.fullWidth)
    }

    var root: TreeHash { edge.root }

    /// Throws when the log passes the size that was signed before, with another root.
    func check(_ signed: Checkpoint?) throws {
        guard let signed, signed.size == edge.size, signed.root != edge.root else { return }
        throw EvidenceError.rootDiffers(size: signed.size)
    }

    /// Takes the leaf at `index`; leaves of the partial bundle that are published already are compared.
    mutating func append(_ entry: [UInt8], index: Int64) throws {
        let hash = TreeHash.leaf(entry)
        if index < publishedSize {
            guard published[Int(index % Int64(Tile.fullWidth))] == hash else {
                throw EvidenceError.leafDiffers(index: index)
            }
        } else {
            var filled: [(tile: Tile, hashes: [TreeHash])] = []
            edge.append(hash) { filled.append(($0, $1)) }
            for (tile, hashes) in filled { try write(tile, TileHashes.encode(hashes)) }
        }
        do { try EntryBundle.append(entry, to: &bundle) } catch { throw EvidenceError.tile(error) }
        bundled += 1
    }

    /// Writes the entries taken since the last call: a full bundle, or the partial one at the end.
    mutating func writeBundle() throws {
        guard bundled > 0 else { return }
        try write(Tile(.entries, index: bundleIndex, width: bundled), bundle)
        bundle.removeAll(keepingCapacity: true)
        bundled = 0
        bundleIndex += 1
    }

    /// Writes the partial tiles, and flushes. Partial files go only when the full ones that replace them will last.
    mutating func finish() throws {
        for (tile, hashes) in edge.partials { try write(tile, TileHashes.encode(hashes)) }
        try folder.flush(changedFolders)
        for tile in replaced { try folder.removePartials(tile) }
    }

    private mutating func write(_ tile: Tile, _ bytes: [UInt8]) throws {
        if let changed = try folder.write(tile, bytes) { changedFolders.insert(changed) }
        if tile.isFull, folder.hasPartials(tile) { replaced.append(tile) }
    }
}
