import Dispatch
import Glibc
import Synchronization

/// Waiting for the signal that ends a command.
enum Interruption {
    private static let wish = Mutex(false)

    /// Whether somebody asked, since `heed` was called, that the command should end.
    static var isAsked: Bool { wish.withLock { $0 } }

    /// Runs `body`; SIGINT or SIGTERM meanwhile only set `isAsked`, so that it can end in its own order.
    static func heeding<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        let sources = watch { wish.withLock { $0 = true } }
        defer { for source in sources { source.cancel() } }
        return try await body()
    }

    /// Returns at SIGINT or SIGTERM.
    static func wait() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let sources = watch { continuation.finish() }
        for await _ in stream {}
        for source in sources { source.cancel() }
    }

    private static func watch(_ handler: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: handler)
            source.activate()
            return source
        }
    }
}
