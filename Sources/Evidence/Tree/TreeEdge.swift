/// The right edge of a growing tree: all that is needed to append leaves and to know the root.
///
/// It keeps the hashes of the tile that is not yet full at each level: at most 8 levels of 255 hashes.
package struct TreeEdge: Sendable {
    /// Leaves appended so far.
    package private(set) var size: Int64
    /// `rows[level]`: the hashes of that level's partial tile, left to right; may be empty.
    package private(set) var rows: [[TreeHash]]

    package init() {
        size = 0
        rows = [[]]
    }

    /// The edge of a tree of `size` leaves whose partial tiles `read` gives; a tile's bytes are checked for length.
    package init(size: Int64, read: (Tile) throws -> [UInt8]) throws {
        self.size = size
        rows = []
        for tile in Self.partialTiles(size: size) {
            guard let tile else {
                rows.append([])
                continue
            }
            rows.append(try TileHashes.decode(try read(tile), tile))
        }
    }

    /// Appends one leaf; `full` is given every tile that this leaf fills, lowest level first.
    package mutating func append(_ leaf: TreeHash, full: (Tile, [TreeHash]) throws -> Void) rethrows {
        size += 1
        rows[0].append(leaf)
        var level = 0
        while rows[level].count == Tile.fullWidth {
            let index = Tile.hashes(atLevel: level + 1, size: size) - 1
            try full(Tile(.hashes(level: level), index: index), rows[level])
            if rows.count == level + 1 { rows.append([]) }
            rows[level + 1].append(Self.fold(rows[level][...]))
            rows[level].removeAll(keepingCapacity: true)
            level += 1
        }
    }

    /// The tiles at the right edge that are not full and not empty, lowest level first.
    package var partials: [(tile: Tile, hashes: [TreeHash])] {
        zip(Self.partialTiles(size: size), rows).compactMap { tile, row in tile.map { ($0, row) } }
    }

    /// MTH of all leaves so far.
    package var root: TreeHash {
        // Complete subtrees from the greatest to the smallest, joined from the right: RFC 6962's splitting.
        var subtrees: [TreeHash] = []
        for row in rows.reversed() {
            var rest = row[...]
            while !rest.isEmpty {
                let width = 1 << (Int.bitWidth - 1 - rest.count.leadingZeroBitCount)
                subtrees.append(Self.fold(rest.prefix(width)))
                rest = rest.dropFirst(width)
            }
        }
        guard var root = subtrees.popLast() else { return .empty }
        while let left = subtrees.popLast() { root = .node(left, root) }
        return root
    }

    /// The partial tile of every level of a tree of `size` leaves; nil where that level's last tile is full or empty.
    package static func partialTiles(size: Int64) -> [Tile?] {
        var tiles: [Tile?] = []
        var level = 0
        repeat {
            let count = Tile.hashes(atLevel: level, size: size)
            let width = Int(count % Int64(Tile.fullWidth))
            tiles.append(
                width == 0
                    ? nil : Tile(.hashes(level: level), index: count / Int64(Tile.fullWidth), width: width))
            level += 1
        } while Tile.hashes(atLevel: level, size: size) > 0
        return tiles
    }

    /// The hash over a power of two of neighbours.
    static func fold(_ hashes: ArraySlice<TreeHash>) -> TreeHash {
        var row = Array(hashes)
        while row.count > 1 {
            row = stride(from: 0, to: row.count - 1, by: 2).map { .node(row[$0], row[$0 + 1]) }
        }
        return row[0]
    }
}
