/// The entries of one level-0 tile: each a 16-bit big-endian length and that many bytes.
/// <https://c2sp.org/tlog-tiles>, "Log entries".
package enum EntryBundle {
    /// Bytes of one entry: what 16 bits can count.
    package static let longestEntry = 65_535

    package static func append(_ entry: [UInt8], to bundle: inout [UInt8]) throws(TileFault) {
        guard entry.count <= longestEntry else { throw .entryTooLong(bytes: entry.count) }
        bundle.append(UInt8(entry.count >> 8))
        bundle.append(UInt8(entry.count & 0xff))
        bundle.append(contentsOf: entry)
    }

    /// All entries; `path` names the file in a fault.
    package static func decode(_ bundle: [UInt8], path: String) throws(TileFault) -> [ArraySlice<UInt8>] {
        var entries: [ArraySlice<UInt8>] = []
        var at = 0
        while at < bundle.count {
            guard entries.count < Tile.fullWidth else { throw .tooManyEntries(path) }
            guard at + 2 <= bundle.count else { throw .cutShort(path, entry: entries.count) }
            let end = at + 2 + (Int(bundle[at]) << 8 | Int(bundle[at + 1]))
            guard end <= bundle.count else { throw .cutShort(path, entry: entries.count) }
            entries.append(bundle[at + 2..<end])
            at = end
        }
        return entries
    }
}
