import Evidence

/// Holds tiles and bundles on disk against the leaves of the store, a bundle at a time, and names what differs.
struct LogFilesAudit {
    private let folder: EvidenceFolder
    private let size: Int64
    /// Roots that were countersigned, by size.
    private let roots: [Int64: TreeHash]
    private var edge = TreeEdge()

    init(folder: EvidenceFolder, size: Int64, roots: [Int64: TreeHash] = [:]) {
        self.folder = folder
        self.size = size
        self.roots = roots
    }

    var root: TreeHash { edge.root }

    /// `rows`: the store's leaves from `first` on, at most a bundle.
    mutating func take(_ rows: [StoredLeaf], from first: Int64, _ report: inout AuditReport) {
        guard first < size else { return }
        let width = Int(min(Int64(Tile.fullWidth), size - first))
        let index = first / Int64(Tile.fullWidth)
        let bundle = Tile(.entries, index: index, width: width)
        let tile = Tile(.hashes(level: 0), index: index, width: width)
        let entries = entries(bundle, &report)
        let hashes = hashes(tile, &report)
        let leaves = Dictionary(uniqueKeysWithValues: rows.map { ($0.index, $0.bytes) })
        for position in 0..<width {
            let number = first + Int64(position)
            let stored = leaves[number].map { TreeHash.leaf($0) }
            let published = entries?[position]
            let tiled = hashes?[position]
            if stored == nil { report.add("leaf \(number)", "it is missing in the store") }
            // Two of three that agree show which one was changed.
            let others = [published, tiled].compactMap { $0 }
            if let stored, !others.isEmpty, !others.contains(stored) {
                report.add("leaf \(number)", "in the store it is not what was published")
            }
            let truth = stored.flatMap { others.contains($0) || others.isEmpty ? $0 : nil } ?? tiled ?? published
            if let published, published != truth { report.add(bundle.path, "entry \(position) is not leaf \(number)") }
            if let tiled, tiled != truth { report.add(tile.path, "hash \(position) is not that of leaf \(number)") }
            append(truth ?? .empty, &report)
        }
    }

    private mutating func append(_ leaf: TreeHash, _ report: inout AuditReport) {
        var filled: [(tile: Tile, hashes: [TreeHash])] = []
        edge.append(leaf) { filled.append(($0, $1)) }
        for (tile, hashes) in filled where tile.content != .hashes(level: 0) { compare(tile, hashes, &report) }
        if let root = roots[edge.size], root != edge.root {
            report.add(
                EvidenceFolder.checkpointName(ofSize: edge.size), "its root is not that of the \(edge.size) leaves")
        }
    }

    /// The tiles at the right edge, what earlier checkpoints left there, and the signed root.
    mutating func finish(_ checkpoint: Checkpoint, _ report: inout AuditReport) {
        for (tile, hashes) in edge.partials {
            if tile.content != .hashes(level: 0) { compare(tile, hashes, &report) }
            compareEarlier(tile, TileHashes.encode(hashes), TreeHash.length, &report)
        }
        if edge.size == checkpoint.size, edge.root != checkpoint.root {
            report.add(EvidenceFolder.checkpointName, "its root is not that of the \(checkpoint.size) leaves")
        }
    }

    /// Partial tiles of smaller trees were signed over too: each is the beginning of today's.
    private func compareEarlier(_ tile: Tile, _ bytes: [UInt8], _ unit: Int, _ report: inout AuditReport) {
        guard folder.hasPartials(tile) else { return }
        for width in 1..<tile.width {
            let earlier = Tile(tile.content, index: tile.index, width: width)
            guard DurableFile.exists(folder.path(of: earlier.path)) else { continue }
            guard let found = read(earlier, &report) else { continue }
            if found[...] != bytes.prefix(width * unit) { report.add(earlier.path, "it is not how the tile begins") }
        }
        guard tile.content == .hashes(level: 0) else { return }
        compareEarlierBundles(tile, &report)
    }

    private func compareEarlierBundles(_ tile: Tile, _ report: inout AuditReport) {
        for width in 1..<tile.width {
            let earlier = Tile(.entries, index: tile.index, width: width)
            guard DurableFile.exists(folder.path(of: earlier.path)) else { continue }
            guard let found = entries(earlier, &report) else { continue }
            for (position, hash) in found.enumerated() where hash != edge.rows[0][position] {
                report.add(
                    earlier.path,
                    "entry \(position) is not leaf \(tile.index * Int64(Tile.fullWidth) + Int64(position))")
            }
        }
    }

    private func compare(_ tile: Tile, _ expected: [TreeHash], _ report: inout AuditReport) {
        guard let found = hashes(tile, &report) else { return }
        for (position, hash) in expected.enumerated() where found[position] != hash {
            report.add(tile.path, "hash \(position) is not that of the leaves below it")
        }
    }

    /// Hashes of a tile's file; nil, and a fault, where it cannot be had.
    private func hashes(_ tile: Tile, _ report: inout AuditReport) -> [TreeHash]? {
        guard let bytes = read(tile, &report) else { return nil }
        guard !isOwnFile(tile) || bytes.count == tile.width * TreeHash.length else {
            report.add(tile.path, "it holds \(bytes.count) bytes; \(tile.width * TreeHash.length) were expected")
            return nil
        }
        do { return try TileHashes.decode(bytes, tile) } catch {
            report.add(tile.path, error.description)
            return nil
        }
    }

    /// Hashes of a bundle's entries; a bundle that holds too few is refused whole.
    private func entries(_ tile: Tile, _ report: inout AuditReport) -> [TreeHash]? {
        guard let bytes = read(tile, &report) else { return nil }
        do {
            let entries = try EntryBundle.decode(bytes, path: tile.path)
            guard entries.count >= tile.width, entries.count == tile.width || !isOwnFile(tile) else {
                report.add(tile.path, "it holds \(entries.count) entries; \(tile.width) were expected")
                return nil
            }
            return entries.prefix(tile.width).map { TreeHash.leaf(Array($0)) }
        } catch {
            report.add(tile.path, error.description)
            return nil
        }
    }

    /// A file under the tile's own name must have exactly its width; the full one that replaced it may have more.
    private func isOwnFile(_ tile: Tile) -> Bool { DurableFile.exists(folder.path(of: tile.path)) }

    private func read(_ tile: Tile, _ report: inout AuditReport) -> [UInt8]? {
        do {
            let bytes = try folder.read(tile)
            report.files += 1
            return bytes
        } catch {
            report.add(tile.path, "\(error)")
            return nil
        }
    }
}
