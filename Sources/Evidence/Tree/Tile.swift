/// One file of the tiled log: 256 consecutive hashes of one level, or fewer at the tree's right edge.
/// <https://c2sp.org/tlog-tiles>, "Merkle Tree".
package struct Tile: Sendable, Hashable {
    /// Hashes in a full tile, and entries in a full bundle.
    package static let fullWidth = 256
    /// A tile stands for a subtree of this height.
    package static let height = 8
    package static let highestLevel = 7

    /// What the file holds.
    package enum Content: Sendable, Hashable {
        /// Hashes of complete subtrees of 256 to the power of the level leaves.
        case hashes(level: Int)
        /// The log's entries themselves.
        case entries
    }

    package let content: Content
    /// The index of the tile within its level.
    package let index: Int64
    /// From 1 to `fullWidth`.
    package let width: Int

    package init(_ content: Content, index: Int64, width: Int = fullWidth) {
        self.content = content
        self.index = index
        self.width = width
    }

    package var isFull: Bool { width == Self.fullWidth }

    /// The same tile when it is full.
    package var full: Tile { Tile(content, index: index) }

    /// The path below the log's prefix, such as `tile/0/x001/234.p/17`.
    package var path: String { isFull ? fullPath : "\(partialDirectory)/\(width)" }

    /// Where the partial forms of this tile stand.
    package var partialDirectory: String { fullPath + ".p" }

    private var fullPath: String {
        let level =
            switch content {
            case .hashes(let level): String(level)
            case .entries: "entries"
            }
        var groups: [String] = []
        var rest = index
        repeat {
            let group = String(rest % 1000)
            groups.append(String(repeating: "0", count: 3 - group.utf8.count) + group)
            rest /= 1000
        } while rest > 0
        let upper = groups.dropFirst().reversed().map { "x\($0)/" }.joined()
        return "tile/\(level)/\(upper)\(groups[0])"
    }

    /// How many hashes the tree of `size` leaves has at tile level `level`.
    package static func hashes(atLevel level: Int, size: Int64) -> Int64 { size >> Int64(level * height) }
}
