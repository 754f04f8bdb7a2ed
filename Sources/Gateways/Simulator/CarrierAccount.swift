import CivilTime
import NIOCore

/// One client of the simulated carrier, by its name (SMPP's system_id): its binds, wherever they come from, what they send in a second, and
/// what is owed to them.
struct CarrierAccount {
    private(set) var bound: [CarrierSession] = []
    /// Makes what a connection of the carrier's own speaks; nil where deliveries go over the client's.
    var callBack: (() -> (any CarrierWire)?)?
    /// A connection of the carrier's own is being made.
    var isCalling = false
    /// Due, and waiting for a place in the window of a connection that receives.
    var ready: [CarrierDelivery] = []
    private var turns: SeededNumbers
    private var asked = SecondWindow()
    private var taken = SecondWindow()

    init(seed: UInt64) { turns = SeededNumbers(seed: seed) }

    var binds: Int { bound.count { !$0.isOurs } }
    /// Deliveries wait for a connection that only the carrier can make.
    var mustCall: Bool { !ready.isEmpty && !isCalling && callBack != nil && !bound.contains(where: \.receives) }
    /// Texts sent in any one second, those refused among them.
    var highestRate: Int { asked.highest }

    mutating func add(_ session: CarrierSession) { bound.append(session) }
    mutating func remove(_ session: CarrierSession) { bound.removeAll { $0 === session } }

    /// Notes a text; false when it is one more than may be taken in a second.
    mutating func mayTake(at now: NIODeadline, most: Int?) -> Bool {
        asked.note(now)
        guard let most else { return true }
        guard taken.count(now) < most else { return false }
        taken.note(now)
        return true
    }

    /// A receiving connection with room, any of them: whichever sent the text that a delivery speaks of, and whichever had the
    /// part before, carriers promise nothing else.
    mutating func nextReceiver() -> CarrierSession? {
        guard !bound.isEmpty else { return nil }
        let first = Int(turns.next(upperBound: UInt64(bound.count)))
        for place in bound.indices {
            let session = bound[(first + place) % bound.count]
            if session.receives, session.deliveryRoom > 0 { return session }
        }
        return nil
    }
}

/// What happened within a second up to now, and the most that ever did.
private struct SecondWindow {
    private var times: [NIODeadline] = []
    private var first = 0
    private(set) var highest = 0

    mutating func count(_ now: NIODeadline) -> Int {
        while first < times.count, now - times[first] >= .seconds(1) { first += 1 }
        if first > 4_096, first > times.count / 2 {
            times.removeFirst(first)
            first = 0
        }
        return times.count - first
    }

    mutating func note(_ now: NIODeadline) {
        times.append(now)
        highest = max(highest, count(now))
    }
}
