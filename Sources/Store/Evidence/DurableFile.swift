#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Files that are whole or not there, also when the power fails.
enum DurableFile {
    static let publicMode: mode_t = 0o644

    /// Writes under a temporary name, flushes, and renames over `path`. The folder's own entry is flushed by
    /// `flushFolder`, once for many files.
    static func replace(_ path: String, with bytes: [UInt8], mode: mode_t = publicMode) throws(EvidenceError) {
        let temporary = path + ".new"
        let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw failure(temporary) }
        do {
            defer { close(file) }
            try append(bytes, to: file, path: temporary)
            guard fsync(file) == 0 else { throw failure(temporary) }
        }
        guard unsafe rename(temporary, path) == 0 else { throw failure(path) }
    }

    /// Renames a file or folder, for good. What has the new name is replaced, if it is a file.
    static func move(_ old: String, to new: String) throws(EvidenceError) {
        guard unsafe rename(old, new) == 0 else { throw failure(new) }
        try flushFolder(new.lastIndex(of: "/").map { String(new[..<$0]) } ?? ".")
    }

    static func append(_ bytes: [UInt8], to file: Int32, path: String) throws(EvidenceError) {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes[done...].withUnsafeBytes {
                unsafe write(file, $0.baseAddress, $0.count)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw failure(path)
            }
            done += written
        }
    }

    /// Nil when there is no such file. Files longer than `limit` are refused.
    static func contents(of path: String, limit: Int) throws(EvidenceError) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure(path)
        }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .file(path, words: "it is not a file") }
        guard status.st_size <= limit else {
            throw .file(path, words: "\(status.st_size) bytes; the limit is \(limit)")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            let got = unsafe bytes[done...].withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw failure(path) }
            guard got > 0 else { break }
            done += got
        }
        return Array(bytes.prefix(done))
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    static func makeFolders(_ path: String) throws(EvidenceError) {
        if exists(path) { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolders(String(path[..<slash])) }
        guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure(path) }
    }

    /// Makes the names in a folder last.
    static func flushFolder(_ path: String) throws(EvidenceError) {
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure(path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure(path) }
    }

    static func failure(_ path: String) -> EvidenceError {
        unsafe .file(path, words: String(cString: strerror(errno)))
    }
}
