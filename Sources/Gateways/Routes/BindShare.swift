import Synchronization

/// Which of a route's binds this node may hold, and which of them have a connection: `hold` changes the first, the
/// binds' keepers the second.
///
/// A bind that is dismissed keeps its place until its sockets are closed, so that this node and the one that takes the
/// share over never hold more than the carrier allows.
final class BindShare: Sendable {
    private struct Bind {
        var isWanted = false
        /// Connections open or being opened; two where a bind is a transmitter and a receiver.
        var open: Set<LinkRole> = []
        var bound: Set<LinkRole> = []

        /// It is to go, and has not gone yet.
        var isLeaving: Bool { !isWanted && !open.isEmpty }
    }

    private struct State {
        var allowed: Int
        var binds: [Bind]
        var keepers: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var isStopped = false
    }

    private let state: Mutex<State>
    let most: Int

    init(binds: Int) {
        most = binds
        state = Mutex(State(allowed: binds, binds: Array(repeating: Bind(isWanted: true), count: binds)))
    }

    /// Binds that may be held.
    var allowed: Int { state.withLock { $0.allowed } }

    /// Binds with a connection.
    var held: Int { state.withLock { $0.binds.count { !$0.open.isEmpty } } }

    func isWanted(_ place: BindPlace) -> Bool { state.withLock { $0.binds[place.number - 1].isWanted } }

    func allow(_ binds: Int) {
        change { state in
            state.allowed = min(max(0, binds), most)
            Self.dismissSurplus(&state)
        }
    }

    /// Waits until the bind of this place is wanted, and counts the place as open from then on; false when the route has
    /// stopped.
    func open(_ place: BindPlace) async -> Bool {
        while true {
            let opened: Bool? = state.withLock { state in
                if state.isStopped { return false }
                guard state.binds[place.number - 1].isWanted else { return nil }
                state.binds[place.number - 1].open.insert(place.role)
                return true
            }
            if let opened { return opened }
            await wait(for: place.number)
        }
    }

    func bound(_ place: BindPlace) { state.withLock { _ = $0.binds[place.number - 1].bound.insert(place.role) } }

    /// The place's socket is closed.
    func closed(_ place: BindPlace) {
        change { state in
            state.binds[place.number - 1].open.remove(place.role)
            state.binds[place.number - 1].bound.remove(place.role)
        }
    }

    /// No connection is opened any more.
    func stop() { change { $0.isStopped = true } }

    private func wait(for number: Int) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.isStopped || state.binds[number - 1].isWanted { return true }
                state.keepers.append((number, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Makes a change, calls for binds that there is now room for, and wakes their keepers.
    private func change(_ body: (inout State) -> Void) {
        let woken = state.withLock { state in
            body(&state)
            var free = state.allowed - state.binds.count { $0.isWanted || $0.isLeaving }
            for index in state.binds.indices where free > 0 && !state.binds[index].isWanted {
                if state.binds[index].isLeaving { continue }
                state.binds[index].isWanted = true
                free -= 1
            }
            let woken = state.keepers.filter { state.isStopped || state.binds[$0.number - 1].isWanted }
            state.keepers.removeAll { state.isStopped || state.binds[$0.number - 1].isWanted }
            return woken
        }
        for keeper in woken { keeper.continuation.resume() }
    }

    /// Those without a connection go first, then those that are not bound yet, then the last.
    private static func dismissSurplus(_ state: inout State) {
        var surplus = state.binds.count { $0.isWanted } - state.allowed
        guard surplus > 0 else { return }
        let order = state.binds.indices.sorted { first, second in
            let (a, b) = (state.binds[first], state.binds[second])
            return (a.open.isEmpty ? 0 : 1, a.bound.isEmpty ? 0 : 1, second)
                < (b.open.isEmpty ? 0 : 1, b.bound.isEmpty ? 0 : 1, first)
        }
        for index in order where surplus > 0 && state.binds[index].isWanted {
            state.binds[index].isWanted = false
            surplus -= 1
        }
    }
}
