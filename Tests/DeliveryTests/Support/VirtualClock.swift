import CivilTime
import Synchronization

/// Law time that only moves when a test moves it.
final class VirtualClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }
    var law: LawClock { LawClock(name: "virtual") { self.now } }

    func set(_ to: Instant) { instant.withLock { $0 = to } }
    func advance(_ by: Span) { instant.withLock { $0 = $0 + by } }
}
