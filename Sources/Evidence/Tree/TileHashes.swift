/// A tile's bytes: its hashes one after another.
package enum TileHashes {
    package static func encode(_ hashes: [TreeHash]) -> [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(hashes.count * TreeHash.length)
        for hash in hashes { bytes.append(contentsOf: hash.bytes) }
        return bytes
    }

    /// The first `tile.width` hashes. A full tile may stand in for the partial one that it replaced, so more bytes are
    /// accepted, but only whole hashes and never more than a full tile.
    package static func decode(_ bytes: [UInt8], _ tile: Tile) throws(TileFault) -> [TreeHash] {
        guard bytes.count >= tile.width * TreeHash.length, bytes.count <= Tile.fullWidth * TreeHash.length,
            bytes.count % TreeHash.length == 0
        else { throw .length(tile.path, bytes: bytes.count, expected: tile.width * TreeHash.length) }
        var hashes: [TreeHash] = []
        hashes.reserveCapacity(tile.width)
        for start in stride(from: 0, to: tile.width * TreeHash.length, by: TreeHash.length) {
            guard let hash = TreeHash(bytes: bytes[start..<start + TreeHash.length]) else { break }
            hashes.append(hash)
        }
        return hashes
    }
}

/// What is wrong with a tile or bundle by itself.
package enum TileFault: Error, Equatable, CustomStringConvertible {
    case length(_ path: String, bytes: Int, expected: Int)
    case cutShort(_ path: String, entry: Int)
    case tooManyEntries(_ path: String)
    case entryTooLong(bytes: Int)

    package var description: String {
        switch self {
        case .length(let path, let bytes, let expected): "\(path) holds \(bytes) bytes; \(expected) were expected"
        case .cutShort(let path, let entry): "\(path) ends within entry \(entry)"
        case .tooManyEntries(let path): "\(path) holds more than \(Tile.fullWidth) entries"
        case .entryTooLong(let bytes):
            "an entry of \(bytes) bytes does not fit a bundle; the limit is \(EntryBundle.longestEntry)"
        }
    }
}
