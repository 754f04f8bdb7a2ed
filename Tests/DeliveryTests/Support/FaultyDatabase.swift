import Store
import Synchronization

/// A database that fails at a commit, as the test says: the process ends just before it or just after, or the connection
/// does.
struct FaultyDatabase: SQLDatabase {
    struct Crash: Error {
        var moment: Moment
    }

    enum Moment: Sendable, CaseIterable {
        case beforeCommit, afterCommit
        /// Nobody knows whether it was done: it was not, or it was.
        case answerLostUndone, answerLostDone
        /// Nothing was done, and the same may succeed later.
        case full, unreachable
    }

    final class Faults: Sendable {
        private let next = Mutex<(moment: Moment, writes: Int)?>(nil)

        /// The write after `writes` more ends in a crash.
        func fail(_ moment: Moment, after writes: Int = 0) { next.withLock { $0 = (moment, writes) } }

        func clear() { next.withLock { $0 = nil } }

        fileprivate func take() -> Moment? {
            next.withLock { next in
                guard let (moment, writes) = next else { return nil }
                next = writes == 0 ? nil : (moment, writes - 1)
                return writes == 0 ? moment : nil
            }
        }
    }

    private let database: any SQLDatabase
    private let faults: Faults

    init(_ database: any SQLDatabase, _ faults: Faults) {
        self.database = database
        self.faults = faults
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        try await database.read(body)
    }

    var engine: SQLEngine { database.engine }

    func wakes() -> AsyncStream<Wake> { database.wakes() }

    func close() throws { try database.close() }

    @discardableResult func write<Value: Sendable>(
        repeatable: Bool, _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let moment = faults.take()
        let value = try await database.write(repeatable: repeatable) { session in
            let value = try body(session)
            switch moment {
            case .beforeCommit: throw Crash(moment: .beforeCommit)
            case .answerLostUndone: throw StoreError(.outcomeUnknown, "the connection ended")
            case .full: throw StoreError(.full, "no space left to write")
            case .unreachable: throw StoreError(.unreachable, "the server is away")
            case .afterCommit, .answerLostDone, nil: return value
            }
        }
        if moment == .afterCommit { throw Crash(moment: .afterCommit) }
        if moment == .answerLostDone { throw StoreError(.outcomeUnknown, "the connection ended") }
        return value
    }
}
