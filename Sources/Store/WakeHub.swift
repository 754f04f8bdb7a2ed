internal import Synchronization

/// Hands wakes on to whoever listens in this process.
package final class WakeHub: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<Wake>.Continuation] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    package func stream() -> AsyncStream<Wake> {
        // A few are enough: the same wake again says nothing new.
        let (stream, continuation) = AsyncStream.makeStream(of: Wake.self, bufferingPolicy: .bufferingNewest(8))
        let id = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.listeners[id] = nil } }
        return stream
    }

    package func tell(_ wakes: some Sequence<Wake>) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for wake in wakes { for listener in listeners { listener.yield(wake) } }
    }

    /// Ends every stream.
    package func finish() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.finish() }
    }
}
