import Messaging
import Synchronization

/// The door between delivery's threads and the route's event loop: what was handed in, and how much more may be.
final class RouteRoom: Sendable {
    struct Taken {
        var submissions: [Submission] = []
        var acknowledgements: [DeliveryToken] = []
    }

    private struct State {
        var taken = Taken()
        var wakeScheduled = false
        /// Segments handed in and not ended.
        var inFlight = 0
        /// Those among them that are not written.
        var waiting = 0
        /// Windows of the binds that are up.
        var capacity = 0
        var waitingLimit = Int.max
    }

    private let state = Mutex(State())

    var room: Int {
        state.withLock { state in
            max(0, min(state.capacity - state.inFlight, state.waitingLimit - state.waiting))
        }
    }

    var inFlight: Int { state.withLock { $0.inFlight } }

    /// Whether the event loop must be woken.
    func put(_ submissions: [Submission]) -> Bool {
        let segments = submissions.reduce(0) { $0 + $1.text.segments.count }
        return state.withLock { state in
            state.taken.submissions.append(contentsOf: submissions)
            state.inFlight += segments
            state.waiting += segments
            defer { state.wakeScheduled = true }
            return !state.wakeScheduled
        }
    }

    func put(_ tokens: [DeliveryToken]) -> Bool {
        state.withLock { state in
            state.taken.acknowledgements.append(contentsOf: tokens)
            defer { state.wakeScheduled = true }
            return !state.wakeScheduled
        }
    }

    func take() -> Taken {
        state.withLock { state in
            defer {
                state.taken = Taken()
                state.wakeScheduled = false
            }
            return state.taken
        }
    }

    /// What the event loop did since it last said so.
    func account(written: Int, ended: Int, capacity: Int, waitingLimit: Int) {
        state.withLock { state in
            state.waiting -= written
            state.inFlight -= ended
            state.capacity = capacity
            state.waitingLimit = waitingLimit
        }
    }
}
