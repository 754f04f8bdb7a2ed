import Glibc
import Store

/// Only one process delivers from a home. The kernel lets go of the lock when the process ends, however it ends.
final class DeliveryLock: Sendable {
    private let descriptor: Int32
    /// The last process that sent from this home did not come to its end: what it said last may not have been published.
    let wasCut: Bool

    init(_ home: Home) throws {
        let descriptor = unsafe open(home.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure("\(home.lock) could not be opened (errno \(errno))", fix: "check the folder's permissions")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Failure(
                "another dunlin process is delivering from \(home.deliversFrom)",
                fix: "wait for it, stop it, or name another data folder with --home")
        }
        self.descriptor = descriptor
        wasCut = lseek(descriptor, 0, SEEK_END) != 0
    }

    /// From now on something may be sent. Stands in the file until `sendingEnded`, also when the process is killed: see
    /// `StoreRestore`.
    func sendingBegins() throws {
        let word = Array("sending\n".utf8)
        let written = unsafe word.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard written == word.count, fsync(descriptor) == 0 else { throw failure() }
    }

    /// Everything that was done is published.
    func sendingEnded() throws {
        guard ftruncate(descriptor, 0) == 0, fsync(descriptor) == 0 else { throw failure() }
    }

    private func failure() -> Failure {
        Failure(
            "the delivery lock could not be written (errno \(errno))",
            fix: "free space on its disk, and check its rights")
    }

    /// The lock of a store that need not be the home's own; nil for a server, whose nodes know of each other by their leases.
    convenience init?(ofFile address: StoreAddress, home: String) throws {
        guard case .sqlite = address else { return nil }
        try self.init(Home(path: home, database: address))
    }

    deinit { close(descriptor) }
}
