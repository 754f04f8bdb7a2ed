internal import Dispatch
internal import Store
internal import Synchronization

/// Connections for one kind of transaction, each with a thread of its own; made when they are needed, up to a limit.
/// Who finds all of them in use waits in line, for a stated time.
final class ConnectionPool: Sendable {
    /// Runs on a worker's thread. Given the error that keeps it from a connection, or the connection.
    typealias Work = @Sendable (Result<PostgresConnection, any Error>) -> Void

    private struct Waiting {
        let id: UInt64
        let work: Work
    }

    private struct State {
        var waiting: [Waiting] = []
        var workers = 0
        var idle = 0
        var nextID: UInt64 = 0
        var isClosed = false
    }

    private let address: PostgresAddress
    private let settings: PostgresSettings
    private let limit: Int
    private let state = Mutex(State())
    /// Counts what waits: an idle worker waits here.
    private let calls = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()

    init(_ address: PostgresAddress, _ settings: PostgresSettings, limit: Int) {
        self.address = address
        self.settings = settings
        self.limit = max(1, limit)
    }

    /// Runs `body` on a connection that works. Throws `exhausted` when none is free in time, `closed` after `close`.
    ///
    /// Cancellation ends only the waiting, and only where `isCancellable`: what delivery has heard from a carrier it
    /// writes also while its task is being cancelled.
    func run<Value: Sendable>(
        isCancellable: Bool, _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
                let hasToWait = enter(id) { connection in
                    continuation.resume(with: Result { try body(connection.get()) })
                }
                guard hasToWait else { return }
                if isCancellable, Task.isCancelled { give(up: id, CancellationError()) }
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(settings.waiting_ms)) {
                    [weak self] in
                    self?.tooLate(id)
                }
            }
        } onCancel: {
            if isCancellable { give(up: id, CancellationError()) }
        }
    }

    /// Waits for the transactions that run, and ends every connection. What waits in line gets `closed`.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            for _ in 0..<state.workers { calls.signal() }
            return state.waiting
        }
        for one in waiting { one.work(.failure(closed)) }
        ended.wait()
    }

    /// As `close`, without waiting.
    func abandon() {
        let workers = state.withLock { state in
            state.isClosed = true
            return state.workers
        }
        for _ in 0..<workers { calls.signal() }
    }

    private var closed: StoreError { StoreError(.closed, "the database was closed", at: address.place) }

    /// Puts work in line; returns whether it has to wait for others.
    private func enter(_ id: UInt64, _ work: @escaping Work) -> Bool {
        enum Step { case refuse, waits, begins, needsWorker }
        let step = state.withLock { state -> Step in
            guard !state.isClosed else { return .refuse }
            state.waiting.append(Waiting(id: id, work: work))
            if state.waiting.count <= state.idle { return .begins }
            guard state.workers < limit else { return .waits }
            state.workers += 1
            return .needsWorker
        }
        if step == .refuse {
            work(.failure(closed))
            return false
        }
        calls.signal()
        guard step == .needsWorker else { return step == .waits }
        ended.enter()
        do throws(StoreError) {
            try Worker.start { [self] in serve() }
        } catch {
            state.withLock { $0.workers -= 1 }
            ended.leave()
            give(up: id, error)
        }
        return false
    }

    /// What a worker's thread does: one transaction after another, until the pool is closed.
    private func serve() {
        var connection: PostgresConnection?
        while true {
            state.withLock { $0.idle += 1 }
            calls.wait()
            let (next, isClosed) = state.withLock { state in
                state.idle -= 1
                // Nothing may be left for a call: whoever waited gave up.
                return (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isClosed)
            }
            if let next {
                next.work(Result { try ready(&connection) })
            } else if isClosed {
                break
            }
        }
        connection = nil
        ended.leave()
    }

    /// The worker's connection, made anew where the last one has ended meanwhile.
    private func ready(_ connection: inout PostgresConnection?) throws -> PostgresConnection {
        if let open = connection, open.isTrusted(settings) { return open }
        connection = nil
        let made = try PostgresConnection(address, settings)
        connection = made
        return made
    }

    private func tooLate(_ id: UInt64) {
        give(
            up: id,
            StoreError(
                .exhausted, "all \(limit) connections were in use for \(settings.waiting_ms) milliseconds",
                at: address.place, fix: "Allow more connections, or look for what keeps them"))
    }

    /// Takes work out of the line, if it is still there, and refuses it.
    private func give(up id: UInt64, _ error: any Error) {
        let work = state.withLock { state -> Work? in
            guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiting.remove(at: index).work
        }
        work?(.failure(error))
    }
}
