package import CivilTime
internal import Crypto
package import Evidence

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// What a backup says of itself: the file `manifest.json` in its folder, written last.
package struct BackupManifest: Sendable, Equatable {
    package struct File: Sendable, Equatable {
        /// Below the backup's folder.
        package var path: String
        package var bytes: Int64
        /// SHA-256, lower-case hex.
        package var sum: String
    }

    package static let name = "manifest.json"
    package static let format: Int64 = 1
    private static let longest_bytes = 1 << 28

    /// The moment of which the copy is, by the time of law.
    package var at: Instant
    package var schema: Int64
    /// The generation of the master key without which nothing in it opens.
    package var generation: Int64
    /// Leaves in the store, and their root.
    package var leaves: Int64
    package var root: TreeHash
    /// The public key of the log; nil where nothing was ever signed.
    package var log: String?
    package var files: [File]

    package var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }

    func encoded() throws -> [UInt8] {
        try CanonicalJSON.encode(
            .object([
                ("at", .text(at.description)),
                (
                    "files",
                    .list(
                        files.map {
                            .object([
                                ("bytes", .integer($0.bytes)), ("path", .text($0.path)), ("sha256", .text($0.sum)),
                            ])
                        })
                ),
                ("format", .integer(Self.format)), ("generation", .integer(generation)), ("leaves", .integer(leaves)),
                ("log", log.map { .text($0) } ?? .null), ("root", .text(Base64.encode(root.bytes))),
                ("schema", .integer(schema)),
            ])) + [10]
    }

    /// Reads a backup's manifest. A folder without one is no backup, or one that was never finished.
    package static func found(in folder: String) throws -> BackupManifest {
        let path = "\(folder)/\(name)"
        guard let bytes = try DurableFile.contents(of: path, limit: longest_bytes) else {
            throw StoreError(
                .cannotOpen, "there is no finished backup here", at: folder, fix: "Name the folder that holds \(name)")
        }
        let value: LeafValue
        do { value = try CanonicalJSON.decode(bytes.dropLast()) } catch { throw unreadable(path, "\(error)") }
        guard value["format"]?.integer == format else {
            throw StoreError(
                .newerSchema, "the backup is of format \(value["format"]?.integer ?? 0), this program knows \(format)",
                at: folder, fix: "Run the newer dunlin")
        }
        guard let at = value["at"]?.text.flatMap({ Instant(iso: $0) }), let schema = value["schema"]?.integer,
            let generation = value["generation"]?.integer, let leaves = value["leaves"]?.integer,
            let root = value["root"]?.text.flatMap({ Base64.decode($0) }).flatMap({ TreeHash(bytes: $0) }),
            case .list(let list)? = value["files"]
        else { throw unreadable(path, "something is missing in it") }
        let files = try list.map { file in
            guard let name = file["path"]?.text, let bytes = file["bytes"]?.integer, let sum = file["sha256"]?.text,
                !name.hasPrefix("/"), !name.split(separator: "/").contains("..")
            else { throw unreadable(path, "a file of it is not named well") }
            return File(path: name, bytes: bytes, sum: sum)
        }
        return BackupManifest(
            at: at, schema: schema, generation: generation, leaves: leaves, root: root, log: value["log"]?.text,
            files: files)
    }

    private static func unreadable(_ path: String, _ words: String) -> StoreError {
        StoreError(.unreadableRow, "it is no manifest: \(words)", at: path, fix: "Take another backup")
    }

    /// Every file with what the manifest says of it. `progress`: bytes read.
    package func check(folder: String, progress: (_ done: Int64, _ total: Int64) -> Void) throws {
        var done: Int64 = 0
        for file in files {
            let path = "\(folder)/\(file.path)"
            let found: File
            do {
                found = try Self.file(file.path, in: folder) { progress(done + $0, bytes) }
            } catch let error as EvidenceError {
                throw StoreError(.corrupted, "\(error)", at: path, fix: "Take another backup")
            }
            guard found == file else {
                throw StoreError(
                    .corrupted, "is not what the manifest says: \(found.bytes) bytes, SHA-256 \(found.sum.prefix(16))…",
                    at: path, fix: "Take another backup")
            }
            done += file.bytes
        }
    }

    /// Length and sum of a file that is there. `isFlushed`: it is on disk afterwards, for its owner only.
    static func file(
        _ name: String, in folder: String, isFlushed: Bool = false, progress: (Int64) -> Void = { _ in }
    ) throws -> File {
        let path = "\(folder)/\(name)"
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DurableFile.failure(path) }
        defer { close(descriptor) }
        if isFlushed, fchmod(descriptor, PrivateFile.mode) != 0 || fsync(descriptor) != 0 {
            throw DurableFile.failure(path)
        }
        var hash = SHA256()
        var length: Int64 = 0
        var part = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let got = unsafe part.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw DurableFile.failure(path) }
            if got == 0 { break }
            unsafe part.withUnsafeBytes {
                unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0.prefix(got)))
            }
            length += Int64(got)
            progress(length)
        }
        return File(path: name, bytes: length, sum: Hexadecimal.encode(Array(hash.finalize())))
    }
}
