import Glibc
import Store

/// Only one process delivers from a home. The kernel lets go of the lock when the process ends, however it ends.
final class DeliveryLock: Sendable {
    private let descriptor: Int32

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
    }

    /// The lock of a store that need not be the home's own; nil for a server, whose nodes know of each other by their leases.
    convenience init?(ofFile address: StoreAddress, home: String) throws {
        guard case .sqlite = address else { return nil }
        try self.init(Home(path: home, database: address))
    }

    deinit { close(descriptor) }
}
