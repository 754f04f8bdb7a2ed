internal import CivilTime
internal import Evidence

/// The tombstones once more, in a file outside of the database: a restored backup of the database knows nothing of those
/// who were erased after it was made, and this list does.
///
/// Text. The first line is `dunlin-erased 1`, the generation of the master key, number and sum of the entries, at fixed
/// width. An entry: id, version, generation, and the tombstone sealed under a key of that master, in Base64. The last
/// entry of an id stands; a line that a crash cut short is none.
package struct ErasedList: Sendable {
    package struct Entry: Sendable, Hashable {
        package var id: [UInt8]
        var version: Int64
        var generation: UInt8
        var box: [UInt8]
    }

    static let headerLength = 64
    private static let title = "dunlin-erased 1"
    private static let context = "erased"
    /// A list of ten million.
    static let longest_bytes = 1 << 33

    package let path: String

    package init(path: String) { self.path = path }

    /// What the first line says; nil when there is no file. Throws when it is no list.
    func header() throws -> (generation: UInt8, sum: Tombstones.Sum)? {
        let text: String
        do {
            guard let found = try PrivateFile.contents(of: path, limit: Self.headerLength) else { return nil }
            text = String(decoding: found.bytes, as: UTF8.self)
        } catch let error as PrivateFile.Failure { throw unreadable(error.words) }
        guard text.utf8.count == Self.headerLength, text.hasPrefix(Self.title) else {
            throw unreadable("it does not begin as one")
        }
        let words = text.dropFirst(Self.title.count).split(whereSeparator: \.isWhitespace)
        guard words.count == 3, let generation = UInt8(words[0]),
            let sum = Tombstones.Sum(text: "\(words[1]) \(words[2])")
        else { throw unreadable("its first line is broken") }
        return (generation, sum)
    }

    /// Every entry, the last of each id.
    package func entries() throws -> [[UInt8]: Entry] {
        let bytes: [UInt8]
        do {
            guard let found = try PrivateFile.whole(path, limit: Self.longest_bytes) else { return [:] }
            bytes = found
        } catch let error as PrivateFile.Failure { throw unreadable(error.words) }
        guard bytes.count >= Self.headerLength, bytes.starts(with: Array(Self.title.utf8)) else {
            throw unreadable("it does not begin as one")
        }
        var entries: [[UInt8]: Entry] = [:]
        // What follows the last line break was cut short.
        let end = (bytes.lastIndex(of: 10) ?? 0) + 1
        for line in bytes[Self.headerLength..<max(end, Self.headerLength)].split(separator: 10) {
            guard let entry = Entry(line: String(decoding: line, as: UTF8.self)) else {
                throw unreadable("a line is broken")
            }
            if let known = entries[entry.id], known.version > entry.version { continue }
            entries[entry.id] = entry
        }
        return entries
    }

    func opened(_ entry: Entry, _ vault: Vault) throws -> Tombstone? {
        guard let key = vault.ring.lists[entry.generation] else { return nil }
        return try Tombstone(decoding: Sealing.open(entry.box[...], under: key, context: Self.context))
    }

    func sealed(_ tombstone: Tombstone, _ vault: Vault) throws -> Entry {
        let ring = vault.ring
        guard let key = ring.lists[ring.state.current] else {
            throw StoreError(.masterKeyMissing, "the list of the erased cannot be sealed", at: path)
        }
        return Entry(
            id: tombstone.id, version: tombstone.version, generation: ring.state.current,
            box: try Sealing.seal(tombstone.encoded(), under: key, context: Self.context, random: vault.random))
    }

    /// Writes the list anew, whole or not at all.
    func replace(_ entries: [Entry], _ vault: Vault, sum: Tombstones.Sum) throws {
        var bytes = header(vault, sum)
        for entry in entries { bytes.append(contentsOf: entry.line) }
        do { try PrivateFile.replace(path: path, bytes: bytes) } catch let error as PrivateFile.Failure {
            throw unwritable(error.words)
        }
    }

    /// Adds entries at the end, and says so in the first line.
    func append(_ entries: [Entry], _ vault: Vault, sum: Tombstones.Sum) throws {
        let lines = entries.flatMap(\.line)
        do { try PrivateFile.append(path: path, lines, rewriting: header(vault, sum)) } catch let error
            as PrivateFile.Failure
        { throw unwritable(error.words) }
    }

    private func header(_ vault: Vault, _ sum: Tombstones.Sum) -> [UInt8] {
        let text = "\(Self.title) \(vault.ring.state.current) \(sum)"
        let padding = String(repeating: " ", count: max(0, Self.headerLength - 1 - text.utf8.count))
        return Array((text + padding + "\n").utf8)
    }

    private func unreadable(_ words: String) -> StoreError {
        StoreError(
            .unreadableRow, "the list of the erased cannot be read: \(words)", at: path,
            fix: "Restore it from your backup; without it a restored database may hold people who were erased")
    }

    private func unwritable(_ words: String) -> StoreError {
        StoreError(
            .disk, "the list of the erased cannot be written: \(words)", at: path,
            fix: "Free space, or give this user the right to write it, and run dunlin erase --reapply")
    }
}

extension ErasedList.Entry {
    fileprivate var line: [UInt8] {
        Array("\(Hexadecimal.encode(id)) \(version) \(generation) \(Base64.encode(box))\n".utf8)
    }

    fileprivate init?(line: String) {
        let words = line.split(separator: " ")
        guard words.count == 4, let id = Hexadecimal.decode(String(words[0])), id.count == Tombstone.idLength,
            let version = Int64(words[1]), let generation = UInt8(words[2]), let box = Base64.decode(String(words[3]))
        else { return nil }
        self.init(id: id, version: version, generation: generation, box: box)
    }
}
