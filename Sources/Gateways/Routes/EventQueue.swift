import Messaging
import Synchronization

/// Events on their way from the event loop to delivery, in order.
///
/// Bounded by its owner: `publish` says when the backlog is full, and the owner then stops reading from the carrier.
final class EventQueue: Sendable {
    private struct State {
        var events: [GatewayEvent] = []
        var waiters: [Waiter] = []
        var nextWaiter = 0
        var isFull = false
        var finished = false
    }

    private struct Waiter {
        var id: Int
        var limit: Int
        var continuation: CheckedContinuation<[GatewayEvent], Never>
    }

    private let state = Mutex(State())
    private let backlog: Int

    init(backlog: Int) { self.backlog = backlog }

    /// Whether the backlog is full now.
    func publish(_ events: [GatewayEvent]) -> Bool {
        let (isFull, woken) = state.withLock { state in
            state.events.append(contentsOf: events)
            var woken: (Waiter, [GatewayEvent])?
            if !state.events.isEmpty, !state.waiters.isEmpty {
                let waiter = state.waiters.removeFirst()
                woken = (waiter, Self.take(&state, waiter.limit))
            }
            if state.events.count >= backlog { state.isFull = true }
            return (state.isFull, woken)
        }
        if let (waiter, taken) = woken { waiter.continuation.resume(returning: taken) }
        return isFull
    }

    /// Up to `limit` events as soon as there are any; none when finished, or when the caller's task is cancelled.
    /// `hasCaughtUp`: a full queue has half emptied by this.
    func next(limit: Int) async -> (events: [GatewayEvent], hasCaughtUp: Bool) {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let taken = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready: [GatewayEvent]? = state.withLock { state in
                    if state.events.isEmpty, !state.finished, !Task.isCancelled {
                        state.waiters.append(Waiter(id: id, limit: limit, continuation: continuation))
                        return nil
                    }
                    return Self.take(&state, limit)
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let place = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
                return state.waiters.remove(at: place)
            }
            waiter?.continuation.resume(returning: [])
        }
        let hasCaughtUp = state.withLock { state in
            guard state.isFull, state.events.count <= backlog / 2 else { return false }
            state.isFull = false
            return true
        }
        return (taken, hasCaughtUp)
    }

    /// Nothing more will come: takers get what is left, then nothing.
    func finish() {
        let waiters = state.withLock { state in
            state.finished = true
            let waiters = state.waiters
            state.waiters = []
            return waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: []) }
    }

    private static func take(_ state: inout State, _ limit: Int) -> [GatewayEvent] {
        guard state.events.count > limit else {
            let all = state.events
            state.events = []
            return all
        }
        let taken = Array(state.events.prefix(limit))
        state.events.removeFirst(limit)
        return taken
    }
}
