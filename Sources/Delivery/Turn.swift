import CivilTime
import LoanBook
import Messaging
import Store

/// The work of one turn, inside its transaction. It changes copies; the lane takes them over after the commit.
struct Turn {
    struct Prepared: Sendable {
        var attempt: Attempt.ID
        var to: String
        var text: SegmentedText
        var validUntil: Instant
    }

    struct Outcome: Sendable {
        var flights: [Attempt.ID: Flight]
        var seat = Seat()
        /// Why nothing was submitted though something may be due; nil when there is no such reason.
        var holding: String?
        var counts = DeliveryCounts()
        var tokens: [DeliveryToken] = []
        var submissions: [Prepared] = []
        var hasMore = false
        var otherReading: OtherReading?
        /// Something was left to another lane.
        var passedOn = false
        /// Segments that go over this route.
        var segmentsGiven = 0
        /// What was heard of how the route does.
        var sample = RouteSample()
    }

    let context: LaneContext
    /// What decides in this turn.
    let inForce: DecisionsInForce.State
    /// Which ways there are in this turn.
    let routes: RouteMap
    var ways = Ways()
    let route: String
    let window: Int
    let textForm: TextForm
    let session: any SQLSession
    /// The time of law, taken when everything that the turn waits for is its own.
    var now: Instant
    /// The database's clock: the time of leases.
    let storeNow: Instant
    /// When the turn began, on the monotonic clock.
    let began: ContinuousClock.Instant
    var seat: Seat
    var leaseLeft: Span = .milliseconds(0)
    var outcome: Outcome
    var leaves: [LeafDraft] = []
    var ledger: OutboxLedger
    /// Borrowers of whose attempts the last answer came in this turn.
    var landed: Set<Borrower.ID> = []
    /// Messages of which nothing went out, and that are tried again.
    var returned: [OutboxMessage] = []
    /// Receipts looked at for another reading of their ids.
    var readings = 0
    private var receiptNumbers: Range<Int64> = 0..<0

    init(
        context: LaneContext, gateway: any Gateway, seat: Seat, flights: [Attempt.ID: Flight], session: any SQLSession
    ) throws {
        try self.init(
            context: context, route: gateway.route, window: gateway.window,
            textForm: gateway.textForm, seat: seat, flights: flights, session: session)
    }

    /// A turn that submits nothing, outside any lane.
    init(context: LaneContext, route: String, session: any SQLSession) throws {
        try self.init(
            context: context, route: route, window: 0, textForm: TextForm(), seat: Seat(), flights: [:],
            session: session)
    }

    private init(
        context: LaneContext, route: String, window: Int, textForm: TextForm, seat: Seat,
        flights: [Attempt.ID: Flight], session: any SQLSession
    ) throws {
        self.context = context
        inForce = context.decisions.current
        routes = context.routes.current
        self.route = route
        self.window = window
        self.textForm = textForm
        self.seat = seat
        self.session = session
        ledger = OutboxLedger(route: route, in: session)
        began = .now
        storeNow = Instant(milliseconds: try session.clock_ms())
        now = context.clock.now(store: storeNow)
        outcome = Outcome(flights: flights)
    }

    /// The whole turn: what came back, then what is due. `room`: segments that the gateway may be given.
    mutating func run(_ events: [GatewayEvent], portfolios: [Int64], room: () -> Int) throws -> Outcome {
        try takeSeat()
        try lockBudget()
        try lockConcerned(by: events)
        let clockDifference = try readClock()
        try record(events)
        // A node whose clock is far from the law's may be wrong about more than the time: it listens and says nothing (P10).
        if clockDifference > context.settings.clockDifferenceAtMost {
            let seconds = clockDifference.milliseconds / 1000
            outcome.holding =
                "this node's clock is \(seconds) s from the database's; nothing is sent until it is set"
        } else if let reason = inForce.holding {
            outcome.holding = reason
        } else {
            try submitDue(portfolios: portfolios, room: room)
        }
        return try finish()
    }

    /// Takes the time of law, now that everything that the turn waits for is its own; returns how far this node's clock is
    /// from the database's.
    @discardableResult private mutating func readClock() throws -> Span {
        let store = Instant(milliseconds: try session.clock_ms())
        now = context.clock.now(store: store)
        return context.clock.difference(store: store)
    }

    /// The same for the last turn of a lane, which submits nothing more.
    mutating func end(_ events: [GatewayEvent]) throws -> Outcome {
        try takeSeat()
        try lockConcerned(by: events)
        try readClock()
        try record(events)
        if let id = seat.id { try Lanes.remove(id, in: session) }
        try appendLeaves()
        return outcome
    }

    private mutating func finish() throws -> Outcome {
        try keepSeat()
        try noteWays()
        try appendLeaves()
        outcome.seat = seat
        return outcome
    }

    /// Whether the turn wrote anything.
    var hasEffects: Bool {
        !leaves.isEmpty || !outcome.tokens.isEmpty || !outcome.submissions.isEmpty || outcome.passedOn
    }

    mutating func record(_ events: [GatewayEvent]) throws {
        let receipts = events.count { if case .receipt = $0 { true } else { false } }
        if receipts > 0 {
            let first = try Numbers.take("receipt", Int64(receipts), in: session)
            receiptNumbers = first..<first + Int64(receipts)
        }
        try readAhead(events)
        // Of an id that nobody knows yet: its answer may stand behind it, heard over another bind.
        var early: [CarrierReceipt] = []
        var earlyIDs: Set<String> = []
        for event in events {
            switch event {
            case .accepted(let attempt, let segment, let carrierID):
                try accepted(attempt, segment: segment, carrierID: carrierID)
            case .refused(let attempt, let segment, let error):
                try answered(attempt, segment: segment, .refused, error)
            case .unanswered(let attempt, let segment):
                try answered(attempt, segment: segment, .unknown, nil)
            case .unwritten(let attempt, let segment):
                try answered(attempt, segment: segment, .unwritten, nil)
            case .receipt(let receipt, let token):
                if try earlyIDs.contains(receipt.carrierID) || newestPlaces(of: receipt).isEmpty {
                    early.append(receipt)
                    earlyIDs.insert(receipt.carrierID)
                } else {
                    try received(receipt)
                }
                outcome.tokens.append(token)
            case .reply(let reply, let token):
                try replied(reply)
                outcome.tokens.append(token)
            case .unreadable(let bytes, let token):
                try keepUnreadable(bytes)
                outcome.tokens.append(token)
            case .link, .remark:
                break
            }
        }
        try supersedeBesideReturned()
        // What was heard before goes first.
        try settleWhatWaited()
        for receipt in early { try received(receipt) }
    }

    private mutating func readAhead(_ events: [GatewayEvent]) throws {
        var (heard, given): (Set<String>, Set<String>) = ([], [])
        for event in events {
            switch event {
            case .accepted(_, _, let carrierID): given.insert(carrierID)
            case .receipt(let receipt, _): heard.insert(receipt.carrierID)
            default: break
            }
        }
        try catchUp()
        for flight in outcome.flights.values { ledger.know(flight.row, flight.segments, writtenAt: flight.writtenAt) }
        try ledger.readAhead(heard: heard, given: given)
    }

    /// What receipts that other nodes heard have made of the segments that were answered already: the store knows.
    private mutating func catchUp() throws {
        let flights = outcome.flights.values.filter(\.isAnsweredInPart)
        try ledger.read(flights.map(\.row))
        for flight in flights {
            guard let known = try ledger.attempt(flight.row.id, of: flight.row.borrower) else { continue }
            outcome.flights[flight.row.id]?.segments = known.segments
        }
    }

    mutating func nextReceiptNumber() throws -> Int64 {
        if let number = receiptNumbers.popFirst() { return number }
        return try Numbers.take("receipt", 1, in: session)
    }

    /// Writes what the turn has changed, and what it records.
    mutating func appendLeaves() throws {
        try EvidenceLog.append(leaves, in: session, vault: context.vault, random: context.random) { try ledger.write() }
        leaves = []
    }
}
