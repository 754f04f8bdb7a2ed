import CivilTime
import Synchronization

/// A clock that the demo moves by hand, so that three weeks pass in a minute.
final class VirtualClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }

    var law: LawClock { LawClock(name: "virtual") { self.now } }

    /// Time never goes back.
    func advance(to next: Instant) { instant.withLock { $0 = max($0, next) } }
}
