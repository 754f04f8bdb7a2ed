import Messaging
import Synchronization

/// What waits for the next turn of a lane: events of its gateway, in order, and the wish to be run without any.
///
/// Bounded: `put` suspends while more than `limit` events wait, which stops reading from the carrier (no fact is
/// dropped, no memory grows).
final class Inbox: Sendable {
    private struct State {
        var events: [GatewayEvent] = []
        var ticked = false
        var closed = false
        var taker: CheckedContinuation<Void, Never>?
        var putter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func put(_ events: [GatewayEvent]) async {
        wakeTaker { $0.events.append(contentsOf: events) }
        await withCheckedContinuation { continuation in
            let full = state.withLock { state in
                guard state.events.count >= limit, !state.closed else { return false }
                state.putter = continuation
                return true
            }
            if !full { continuation.resume() }
        }
    }

    /// Asks for a turn though nothing came: time has passed, or something was planned.
    func tick() { wakeTaker { $0.ticked = true } }

    /// No more turns: `take` returns nil from now on, once what waits is taken.
    func close() {
        wakeTaker { $0.closed = true }
        releasePutter()
    }

    /// Everything that waits, as soon as there is something or a tick; nil after `close`.
    func take() async -> [GatewayEvent]? {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                guard state.events.isEmpty, !state.ticked, !state.closed else { return true }
                state.taker = continuation
                return false
            }
            if ready { continuation.resume() }
        }
        let taken: [GatewayEvent]? = state.withLock { state in
            let events = state.events
            state.events = []
            state.ticked = false
            return events.isEmpty && state.closed ? nil : events
        }
        releasePutter()
        return taken
    }

    private func wakeTaker(_ change: (inout State) -> Void) {
        let taker = state.withLock { state in
            change(&state)
            let taker = state.taker
            state.taker = nil
            return taker
        }
        taker?.resume()
    }

    private func releasePutter() {
        let putter = state.withLock { state in
            let putter = state.putter
            state.putter = nil
            return putter
        }
        putter?.resume()
    }
}
