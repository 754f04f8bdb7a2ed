import Delivery
import Synchronization

/// Tells the demo when a lane has taken a turn, so that it waits for what happens and not for time to pass.
final class TurnWatch: Sendable {
    private struct State {
        var turns = 0
        var last: TurnReport?
        var waiters: [(after: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var turns: Int { state.withLock { $0.turns } }
    var last: TurnReport? { state.withLock { $0.last } }

    func note(_ report: TurnReport) {
        let ready = state.withLock { state in
            state.turns += 1
            state.last = report
            let ready = state.waiters.filter { $0.after < state.turns }
            state.waiters.removeAll { $0.after < state.turns }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// Returns when more than `turns` turns were taken.
    func wait(after turns: Int) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.turns > turns { return true }
                state.waiters.append((turns, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// The lane has ended: nobody waits for another turn.
    func finish() {
        let waiters = state.withLock { state in
            state.turns = .max - 1
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume() }
    }
}
