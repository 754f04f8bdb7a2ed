import Evidence

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The published log on disk, in the tlog-tiles layout.
struct EvidenceFolder: Sendable {
    static let checkpointName = "checkpoint"
    /// A full bundle of the longest leaves.
    static let longestFile_bytes = Tile.fullWidth * (2 + EntryBundle.longestEntry)

    let path: String

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// The signed note as it stands; nil before the first publication.
    func checkpointNote() throws -> [UInt8]? {
        try DurableFile.contents(of: path(of: Self.checkpointName), limit: SignedNote.longest_bytes)
    }

    /// Bytes of a tile or bundle; of the full one where it has replaced the partial.
    func read(_ tile: Tile) throws -> [UInt8] {
        for name in tile.isFull ? [tile.path] : [tile.path, tile.full.path] {
            if let bytes = try DurableFile.contents(of: path(of: name), limit: Self.longestFile_bytes) { return bytes }
        }
        throw EvidenceError.missingFile(tile.path)
    }

    /// Writes a tile or bundle. One that is there already is left as it is; a full one that differs is an error, and a
    /// partial one too, because a checkpoint may have been signed over it.
    /// Returns the folder that has a new name in it.
    func write(_ tile: Tile, _ bytes: [UInt8]) throws -> String? {
        let file = path(of: tile.path)
        if let there = try DurableFile.contents(of: file, limit: Self.longestFile_bytes) {
            guard there == bytes else { throw EvidenceError.fileDiffers(tile.path) }
            return nil
        }
        let folder = Self.folder(of: file)
        try DurableFile.makeFolders(folder)
        try DurableFile.replace(file, with: bytes)
        return folder
    }

    /// Hashes of the subtrees of the log at this size.
    func reader(size: Int64) -> TileReader { TileReader(size: size) { try read($0) } }

    /// The root of the first `size` leaves, from the tiles of a tree of `whole`.
    func root(of size: Int64, within whole: Int64) throws -> TreeHash {
        var reader = reader(size: whole)
        do {
            return try MerkleTree.root(size: size) { try reader.hash(level: $0, index: $1) }
        } catch let fault as TileFault { throw EvidenceError.tile(fault) }
    }

    func writeCheckpoint(_ note: [UInt8]) throws {
        try DurableFile.makeFolders(path)
        try DurableFile.replace(path(of: Self.checkpointName), with: note)
        try DurableFile.flushFolder(path)
    }

    /// Keeps the folder under a name that says which log it holds, and leaves its own free.
    func setAside(log name: String) throws {
        let tail = name.split(separator: "/").last.map(String.init) ?? "log"
        let names = (0...1_000).lazy.map { "\(path)-ended-\(tail)" + ($0 == 0 ? "" : "-\($0)") }
        guard let free = names.first(where: { !DurableFile.exists($0) }) else {
            throw EvidenceError.file("\(path)-ended-\(tail)", words: "it is there already")
        }
        try DurableFile.move(path, to: free)
    }

    /// Makes the names of files and of the folders above them last, up to the log's own folder.
    func flush(_ folders: Set<String>) throws {
        var all: Set<String> = [path]
        for folder in folders {
            var folder = folder
            while folder.utf8.count > path.utf8.count, all.insert(folder).inserted { folder = Self.folder(of: folder) }
        }
        for folder in all { try DurableFile.flushFolder(folder) }
    }

    func hasPartials(_ tile: Tile) -> Bool { DurableFile.exists(path(of: tile.partialDirectory)) }

    /// Removes the partial forms of a tile that is full now.
    func removePartials(_ tile: Tile) throws {
        let folder = path(of: tile.partialDirectory)
        for width in 1..<Tile.fullWidth {
            for suffix in ["", ".new"] where unsafe unlink("\(folder)/\(width)\(suffix)") != 0 && errno != ENOENT {
                throw DurableFile.failure(folder)
            }
        }
        guard unsafe rmdir(folder) == 0 || errno == ENOENT else { throw DurableFile.failure(folder) }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
