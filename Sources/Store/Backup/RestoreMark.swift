#if canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// A file beside the store that stands there while files change places: nobody opens the store meanwhile, also after a crash.
/// It holds the name under which the old files are kept.
package struct RestoreMark: Sendable {
    private static let longest_bytes = 4_096

    /// The store's file.
    let store: String

    private var path: String { store + ".restoring" }

    package init(store: String) { self.store = store }

    /// Throws `unfinished` while a restore into this store has begun and not ended.
    package func refuse() throws {
        guard DurableFile.exists(path) else { return }
        throw StoreError(
            .unfinished, "a restore into it is not finished", at: store, fix: "Run the same `dunlin restore` again")
    }

    /// Where the old files go, and whether there is an old store.
    struct Aside {
        var name: String
        var isAnything: Bool

        /// A store's own name is a path, and no path ends so.
        private static let nothing = "/nothing/"

        init(name: String, isAnything: Bool) {
            self.name = name
            self.isAnything = isAnything
        }

        init(bytes: [UInt8]) {
            let text = String(decoding: bytes, as: UTF8.self)
            isAnything = !text.hasSuffix(Self.nothing)
            name = isAnything ? text : String(text.dropLast(Self.nothing.utf8.count))
        }

        var bytes: [UInt8] { Array((isAnything ? name : name + Self.nothing).utf8) }
    }

    /// What a run that was killed has begun, or what this one begins, which then `isNew`.
    func begin(_ aside: Aside) throws -> (aside: Aside, isNew: Bool) {
        if let bytes = try DurableFile.contents(of: path, limit: Self.longest_bytes) {
            return (Aside(bytes: bytes), false)
        }
        guard try PrivateFile.create(path: path, bytes: aside.bytes) else { return try begin(aside) }
        return (aside, true)
    }

    func end() throws {
        try FolderFiles.removeAll(beginning: path + ".new-")
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw DurableFile.failure(path) }
        try DurableFile.flushFolder(FolderFiles.parent(path))
    }

    var isThere: Bool { DurableFile.exists(path) }

    /// Whether another process has the store open: SQLite keeps a lock on bytes of the file as long as it does, in WAL mode.
    func isOpenElsewhere() throws -> Bool {
        let descriptor = unsafe open(store, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return false }
            throw DurableFile.failure(store)
        }
        defer { close(descriptor) }
        // SQLite's file format, "File Locking": the pending byte, the reserved one, and 510 that readers share.
        var lock = flock()
        (lock.l_type, lock.l_whence) = (Int16(F_WRLCK), Int16(SEEK_SET))
        (lock.l_start, lock.l_len) = (0x4000_0000, 512)
        guard unsafe fcntl(descriptor, F_GETLK, &lock) == 0 else { throw DurableFile.failure(store) }
        return lock.l_type != Int16(F_UNLCK)
    }
}
