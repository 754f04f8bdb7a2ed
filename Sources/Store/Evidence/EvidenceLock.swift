#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Keeps a second process from publishing into the same folder; gone with the process.
@safe final class EvidenceLock: Sendable {
    private let file: Int32

    init(_ folder: EvidenceFolder) throws {
        try DurableFile.makeFolders(folder.path)
        let path = folder.path(of: ".lock")
        file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, DurableFile.publicMode)
        guard file >= 0 else { throw DurableFile.failure(path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw EvidenceError.busy(folder.path)
        }
    }

    deinit { close(file) }
}
