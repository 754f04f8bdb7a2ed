internal import CLibPQ
internal import Store
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// Hears what other nodes tell, on a connection and a thread of its own, begun with the first who listens. A connection
/// that ends is made anew; what was told meanwhile nobody knows, so then everything is told.
final class WakeListener: Sendable {
    private struct State {
        var isRunning = false
        var isClosed = false
        /// Writing to it stops the thread's waiting.
        var bell: Int32 = -1
    }

    private let address: PostgresAddress
    private let settings: PostgresSettings
    private let hub: WakeHub
    /// Marks this process's own wakes, which the hub has told already.
    private let node: String
    private let state = Mutex(State())

    init(_ address: PostgresAddress, _ settings: PostgresSettings, hub: WakeHub, node: String) {
        self.address = address
        self.settings = settings
        self.hub = hub
        self.node = node
    }

    /// Begins to listen, once.
    func start() {
        let reading = state.withLock { state -> Int32? in
            guard !state.isRunning, !state.isClosed else { return nil }
            var ends: [Int32] = [-1, -1]
            guard unsafe pipe(&ends) == 0 else { return nil }
            state.isRunning = true
            state.bell = ends[1]
            return ends[0]
        }
        guard let reading else { return }
        do throws(StoreError) {
            try Worker.start { [self] in listen(untilRung: reading) }
        } catch {
            // A node that hears nothing looks by itself, only later.
            _ = Glibc.close(reading)
        }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            if state.bell >= 0 { _ = Glibc.close(state.bell) }
            state.bell = -1
        }
    }

    private func listen(untilRung bell: Int32) {
        defer { _ = Glibc.close(bell) }
        while !isRung(bell, within_ms: 0) {
            do throws(StoreError) {
                let connection = try PostgresConnection(address, settings)
                try connection.queuePlain("LISTEN \(PostgresLimits.channel)")
                try connection.settle()
                hub.tell(Wake.allCases)
                while let heard = try connection.notifications(unless: bell) {
                    hub.tell(heard.compactMap(wake))
                }
                return
            } catch {
                if isRung(bell, within_ms: PostgresLimits.listenAgain_ms) { return }
            }
        }
    }

    /// `outbox 3f…`: the wake, and who tells it.
    private func wake(_ text: String) -> Wake? {
        let words = text.split(separator: " ")
        guard words.count == 2, words[1] != node else { return nil }
        return Wake(rawValue: String(words[0]))
    }

    private func isRung(_ bell: Int32, within_ms patience: Int32) -> Bool {
        var descriptor = pollfd(fd: bell, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&descriptor, 1, patience) > 0
    }
}
