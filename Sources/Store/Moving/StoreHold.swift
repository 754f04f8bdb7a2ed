internal import Dispatch
internal import Synchronization

/// One write transaction that stays open while other work is done: meanwhile nobody else commits facts or leaves.
///
/// It has a thread of its database to itself. Nothing is undone when it is lost (the process or the connection ends): the
/// work that leaned on it fails.
final class StoreHold: Sendable {
    private struct Released: Error {}

    /// How often the transaction is heard, so that a server does not take it for forgotten.
    private static let pulse = DispatchTimeInterval.milliseconds(500)

    private let last = Mutex<(@Sendable (any SQLSession) throws -> Void)?>(nil)
    private let ended = DispatchSemaphore(value: 0)
    private let begun = AsyncStream<Void>.makeStream()

    private init() {}

    /// Runs `body` while the hold lasts, then `closing` as the hold's last act, which is committed with its end. When one
    /// of them throws nothing of the hold is kept.
    static func on<Value: Sendable>(
        _ database: any SQLDatabase, _ body: () async throws -> Value,
        closing: @escaping @Sendable (any SQLSession) throws -> Void
    ) async throws -> Value {
        let hold = StoreHold()
        async let held: Void = hold.keep(database)
        for await _ in hold.begun.stream {}
        let value: Value
        do {
            value = try await body()
        } catch {
            hold.ended.signal()
            do { try await held } catch is Released {}
            throw error
        }
        hold.last.withLock { $0 = closing }
        hold.ended.signal()
        try await held
        return value
    }

    @concurrent private func keep(_ database: any SQLDatabase) async throws {
        // Also where it could not be begun: then `body` finds out at its end.
        defer { begun.continuation.finish() }
        try await database.write { session in
            try session.lock([.facts, .log], .exclusive)
            self.begun.continuation.finish()
            while self.ended.wait(timeout: .now() + Self.pulse) == .timedOut { _ = try session.clock_ms() }
            guard let last = self.last.withLock({ $0 }) else { throw Released() }
            try last(session)
        }
    }
}
