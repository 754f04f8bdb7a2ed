internal import Glibc

/// A file that is read from its start to its end, block by block.
@safe final class ByteFile {
    /// What one read asks for; memory does not grow with the file.
    static let blockBytes = 128 * 1024

    let name: String
    /// In bytes, when it was opened.
    let size: Int
    private(set) var bytesRead = 0
    private let descriptor: CInt

    /// - Parameter name: how errors call the file.
    init(path: String, name: String) throws(IntakeError) {
        self.name = name
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ByteFile.unreadable(name, errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw ByteFile.unreadable(name, code)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw ByteFile.unreadable(name, EISDIR)
        }
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// The next block; empty at the end of the file.
    func next() throws(IntakeError) -> [UInt8] {
        var failure: CInt = 0
        let block = unsafe [UInt8](unsafeUninitializedCapacity: ByteFile.blockBytes) { buffer, count in
            var got = unsafe read(descriptor, buffer.baseAddress, ByteFile.blockBytes)
            while got < 0, errno == EINTR {
                got = unsafe read(descriptor, buffer.baseAddress, ByteFile.blockBytes)
            }
            if got < 0 { failure = errno }
            count = max(0, got)
        }
        guard failure == 0 else { throw ByteFile.unreadable(name, failure) }
        bytesRead += block.count
        return block
    }

    static func isFolder(_ path: String) throws(IntakeError) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw unreadable(path, errno) }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    private static func unreadable(_ name: String, _ code: CInt) -> IntakeError {
        switch code {
        case ENOENT: IntakeError(.unreadable, file: name, "is not there", fix: "Check the path")
        case EACCES, EPERM:
            IntakeError(.unreadable, file: name, "may not be read", fix: "Give this user the right to read it")
        case EISDIR: IntakeError(.unreadable, file: name, "is a folder", fix: "Give a file")
        default: IntakeError(.unreadable, file: name, "cannot be read (error \(code))", fix: "Check the disk")
        }
    }
}
