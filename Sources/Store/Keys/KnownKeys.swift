internal import Synchronization

/// Record keys that were unwrapped lately: within seconds a message asks for its borrower's several times.
///
/// Nothing here can be stale. A key is given only for the wrapped form that the caller has just read in its own
/// transaction, so that one which was destroyed, or which an undone transaction made, is never given again.
final class KnownKeys: Sendable {
    /// When so many are known, all are forgotten: a few MiB, and more borrowers than wait for a carrier at any time.
    private static let limit = 20_000

    private let keys = Mutex<[Int64: BorrowerKey]>([:])

    /// Nil when the borrower's key is not known, or is known in another wrapping.
    func key(of borrower: Int64, wrapped: [UInt8]) -> BorrowerKey? {
        guard let key = keys.withLock({ $0[borrower] }), key.wrapped == wrapped else { return nil }
        return key
    }

    func keep(_ key: BorrowerKey, of borrower: Int64) {
        keys.withLock { keys in
            if keys.count >= Self.limit { keys.removeAll(keepingCapacity: true) }
            keys[borrower] = key
        }
    }
}
