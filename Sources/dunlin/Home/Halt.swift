/// A wish to stop that reaches one task and leaves its neighbours running: a gateway is stopped first, drains its
/// window, and only then does its lane end.
struct Halt: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func callsFor() { continuation.finish() }

    /// Returns when somebody called for it, or when the task is cancelled.
    func wait() async { for await _ in stream {} }

    /// Runs `body`, and cancels it (and nothing else) when somebody calls for it.
    func cancelling(_ body: @escaping @Sendable @concurrent () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(operation: body)
            group.addTask { await wait() }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
