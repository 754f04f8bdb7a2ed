#if canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// Files that only their owner may read: the database and the master key.
enum PrivateFile {
    struct Failure: Error {
        enum Cause { case noSuchFolder, isFolder, denied, full, other }
        var cause: Cause
        /// The system's word for it.
        var words: String
    }

    static let mode: mode_t = 0o600

    /// Makes an empty file; leaves one that is there as it is. One that is there is not opened: closing it would let go of
    /// the locks that SQLite holds on it elsewhere in this process.
    static func makeIfMissing(path: String) throws {
        var status = stat()
        if unsafe stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT != S_IFDIR else { throw failure(EISDIR) }
            guard unsafe access(path, R_OK | W_OK) == 0 else { throw failure(errno) }
            return
        }
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(errno) }
        close(descriptor)
    }

    /// Writes a new file whole or not at all: a temporary file beside it, flushed, then linked under its name. Returns
    /// false, and changes nothing, when a file of that name is there.
    static func create(path: String, bytes: [UInt8]) throws -> Bool {
        let temporary = path + ".new-\(getpid())"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { unsafe unlink(temporary) }
        do {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw failure(errno) }
        }
        guard unsafe link(temporary, path) == 0 else {
            if errno == EEXIST { return false }
            throw failure(errno)
        }
        try flushFolder(of: path)
        return true
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// At most `limit` bytes of a file, with its mode; nil when there is none.
    static func contents(of path: String, limit: Int) throws -> (bytes: [UInt8], mode: mode_t)? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure(EISDIR) }
        var problem: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            let got = unsafe read(descriptor, buffer.baseAddress, limit)
            if got < 0 { problem = errno }
            count = max(0, got)
        }
        guard problem == 0 else { throw failure(problem) }
        return (bytes, status.st_mode & 0o777)
    }

    /// A whole file; nil when there is none. One that is longer than `limit` is refused.
    static func whole(_ path: String, limit: Int) throws -> [UInt8]? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw failure(errno)
        }
        guard status.st_size <= limit else { throw Failure(cause: .other, words: "it is longer than \(limit) bytes") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var part = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let got = unsafe part.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw failure(errno) }
            guard got > 0, bytes.count <= limit else { return bytes }
            bytes.append(contentsOf: part.prefix(got))
        }
    }

    /// Writes a file whole or not at all, over one of that name.
    static func replace(path: String, bytes: [UInt8]) throws {
        let temporary = path + ".new-\(getpid())"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(errno) }
        do {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
            guard fsync(descriptor) == 0, unsafe rename(temporary, path) == 0 else { throw failure(errno) }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        try flushFolder(of: path)
    }

    /// Adds bytes at the end of a file and then writes its beginning over; both are on disk when it returns.
    static func append(path: String, _ bytes: [UInt8], rewriting beginning: [UInt8]) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else { throw failure(errno) }
        try write(bytes, to: descriptor)
        guard fsync(descriptor) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure(errno) }
        try write(beginning, to: descriptor)
        guard fsync(descriptor) == 0 else { throw failure(errno) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var done = 0
        while done < bytes.count {
            let part = unsafe bytes[done...].withUnsafeBytes { unsafe Self.write(descriptor, $0) }
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { throw failure(part < 0 ? errno : ENOSPC) }
            done += part
        }
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            unsafe Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func flushFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(errno) }
    }

    private static func failure(_ number: Int32) -> Failure {
        let cause: Failure.Cause =
            switch number {
            case ENOENT, ENOTDIR: .noSuchFolder
            case EISDIR: .isFolder
            case EACCES, EPERM, EROFS: .denied
            case ENOSPC, EDQUOT: .full
            default: .other
            }
        return unsafe Failure(cause: cause, words: String(cString: strerror(number)))
    }
}
