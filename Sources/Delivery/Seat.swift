import CivilTime
import LoanBook
import Messaging
import Store

/// A lane's place among the nodes: its row in the store, and until when it may act on what it knows.
struct Seat: Sendable {
    /// The row of `lane`; nil before the first turn, and when there is none any more.
    var id: Int64?
    /// Turns that changed anything.
    var turn: Int64 = 0
    /// The end of the lease on this node's monotonic clock, which goes on while the process is stopped. Reckoned from
    /// before the lease was asked for, so that it never ends later than the database's.
    var leaseEnds: ContinuousClock.Instant?
}

extension Turn {
    /// Takes the lane's seat for the length of the turn. A lane that was taken for dead, because it was away for longer
    /// than its lease, enters itself anew and takes back what still waits for its answers.
    mutating func takeSeat() throws {
        // Facts of many borrowers are committed before this turn or after it, never within (promise P3).
        try session.lock([.facts], .shared)
        // Also a lane that slept while the store was moved away or brought back: there are never two that send.
        try StoreMark.refuse(in: session, knowing: context.lapse)
        if let id = seat.id {
            try session.lock([.lane(id)], .exclusive)
            if let row = try Lanes.find(id, in: session) {
                leaseLeft = row.until - storeNow
                return
            }
        }
        let id = try Lanes.register(
            route: route, node: context.node, until: storeNow + context.settings.lease, at: storeNow, in: session)
        try session.lock([.lane(id)], .exclusive)
        seat = Seat(id: id)
        seat.leaseEnds = began.advanced(by: .milliseconds(context.settings.lease.milliseconds))
        leaseLeft = context.settings.lease
        try takeBackFlights()
    }

    /// Prolongs the lease and marks the turn, when it changed anything or half of the lease is gone.
    mutating func keepSeat() throws {
        guard let id = seat.id else { return }
        let isHalfGone = leaseLeft.milliseconds < context.settings.lease.milliseconds / 2
        guard hasEffects || isHalfGone else { return }
        seat.turn += 1
        seat.leaseEnds = began.advanced(by: .milliseconds(context.settings.lease.milliseconds))
        try Lanes.renew(id, turn: seat.turn, until: storeNow + context.settings.lease, in: session)
    }

    /// What was given up in this lane's absence and has no word yet waits for its answers again.
    ///
    /// A receipt that came meanwhile found its segment by the borrower's number, and among several any of them may have been
    /// meant: the answers would give other ids to what it settled. Such an attempt goes on as one whose answers are lost. So
    /// does one of which a part was refused: it has failed for good.
    private mutating func takeBackFlights() throws {
        guard !outcome.flights.isEmpty, let lane = seat.id else { return }
        try session.lock(Set(outcome.flights.values.map { .borrower($0.row.borrower.number) }), .exclusive)
        for (id, flight) in outcome.flights.sorted(by: { $0.key < $1.key }) {
            guard let row = try Attempts.find(id, of: flight.row.borrower, in: session) else {
                outcome.flights[id] = nil
                continue
            }
            var flight = flight
            let stored = try Attempts.segments(of: row, in: session)
            let back = flight.segments.indices.filter { flight.segments[$0] == .written }
            guard row.state == .unknown, back.allSatisfy({ stored[$0] == .unknown }) else {
                outcome.flights[id] = nil
                continue
            }
            for index in flight.segments.indices where !back.contains(index) { flight.segments[index] = stored[index] }
            flight.row.state = .written
            outcome.flights[id] = flight
            try Attempts.takeBack(row, segments: back, lane: lane, at: now, in: session)
            leaves.append(.takenBack(row, at: now))
        }
    }
}
