internal import CivilTime
internal import LoanBook
package import Logging
package import Messaging
package import Store

/// Delivery over one route: what is due goes out, what comes back is recorded.
///
/// A lane works in turns. A turn is one transaction: it records what the carrier said, takes what is due up to the
/// room of the window, asks the facts and the law again, and writes the attempts. Only after the commit are the
/// carrier's deliveries answered and the attempts handed to the gateway. A crash before the commit changes nothing; a
/// crash after it leaves at most a window of attempts without an answer, which `Recovery` turns to `unknown`, here or on
/// another node.
///
/// A lane holds a lease in the store, which its turns prolong; see `Seat`.
package actor DeliveryLane {
    let context: LaneContext
    let gateway: any Gateway
    private let portfolioNumbers: [Int64]
    private let inbox: Inbox
    let log: Logger
    var seat = Seat()
    /// The route's binds that the gateway may hold, and when that was settled.
    var share = 0
    var shareSettled: ContinuousClock.Instant?
    /// How the route stands, and when that was looked at.
    package var standing = RouteStanding()
    var standingSettled: ContinuousClock.Instant?
    /// What was heard of the route and not told yet, and when the lane began, by the time of law.
    var sample = RouteSample()
    var began: Instant?
    private var flights: [Attempt.ID: Flight] = [:]
    package private(set) var counts = DeliveryCounts()
    package private(set) var isLinkUp = false
    /// What the gateway said of its link last.
    package private(set) var linkWords = "not connected yet"
    /// How receipts would match that match nothing; nil when no such was seen.
    package private(set) var otherReading: OtherReading?
    /// Why nothing goes out though something may be due; nil when there is no such reason.
    package private(set) var holding: String?
    /// Why the store cannot be written to; nil when it can.
    package var storeTrouble: StoreError?

    /// `portfolios`: the numbers of the portfolios whose messages travel by this route.
    package init(context: LaneContext, gateway: any Gateway, portfolios: [Int64], log: Logger) {
        self.context = context
        self.gateway = gateway
        self.portfolioNumbers = portfolios
        self.inbox = Inbox(limit: context.settings.inbox)
        self.log = log
        // Other nodes may hold them: see `settleShareInTime`.
        gateway.hold(binds: 0)
    }

    package nonisolated var route: String { gateway.route }

    /// Attempts handed to the gateway that wait for an answer.
    package var outstanding: Int { flights.count }

    /// Asks for a turn soon: time has passed, or something was planned.
    package nonisolated func tick() { inbox.tick() }

    /// Runs until the gateway has stopped and everything it said is recorded. `afterTurn` is told what each turn did.
    package func run(afterTurn: @Sendable (TurnReport) async -> Void = { _ in }) async throws {
        let inbox = inbox
        let gateway = gateway
        // The first turn enters the lane; from then on it has its share of the binds.
        inbox.tick()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    let events = await gateway.events(limit: 500)
                    if events.isEmpty { break }
                    await inbox.put(events)
                }
                inbox.close()
            }
            defer { inbox.close() }
            while let events = await inbox.take() {
                try await settleStandingInTime()
                let report = try await turn(events)
                try await settleShareInTime()
                if report.hasMore { inbox.tick() }
                await afterTurn(report)
            }
            try await group.waitForAll()
        }
        try await leave()
    }

    /// One turn: see the type's comment. `events` come first, so that what they free is room for what is due.
    package func turn(_ events: [GatewayEvent]) async throws -> TurnReport {
        note(links: events)
        let (context, gateway, seat, open) = (context, gateway, seat, flights)
        // What is out of use takes nothing; answers and receipts are heard.
        let portfolioNumbers = standing.drained == nil ? portfolioNumbers : []
        let outcome = try await commit { session in
            var turn = try Turn(context: context, gateway: gateway, seat: seat, flights: open, session: session)
            return try turn.run(events, portfolios: portfolioNumbers, room: { gateway.room })
        }
        take(outcome)
        if !outcome.tokens.isEmpty { gateway.acknowledge(outcome.tokens) }
        if !outcome.submissions.isEmpty {
            // A lane that sleeps past its lease hands nothing over that others have given up.
            let deadline = ContinuousClock.now.advanced(by: context.settings.writeWithin)
            let writeBefore = outcome.seat.leaseEnds.map { min($0, deadline) } ?? deadline
            gateway.submit(
                outcome.submissions.map { prepared in
                    Submission(
                        attempt: prepared.attempt, to: prepared.to, text: prepared.text,
                        validUntil: prepared.validUntil, writeBefore: writeBefore)
                })
        }
        return TurnReport(
            counts: outcome.counts, outstanding: flights.count, hasMore: outcome.hasMore, isLinkUp: isLinkUp)
    }

    /// The gateway has stopped: what it never answered is unknown from here on, and the lane leaves.
    private func leave() async throws {
        let events = flights.values.flatMap { flight in
            flight.segments.indices.filter { flight.segments[$0] == .written }.map {
                GatewayEvent.unanswered(flight.row.id, segment: $0)
            }
        }
        guard seat.id != nil || !events.isEmpty else { return }
        let (context, gateway, seat, open) = (context, gateway, seat, flights)
        take(
            try await commit { session in
                var turn = try Turn(context: context, gateway: gateway, seat: seat, flights: open, session: session)
                return try turn.end(events)
            })
    }

    private func take(_ outcome: Turn.Outcome) {
        flights = outcome.flights
        seat = outcome.seat
        counts = counts + outcome.counts
        sample += outcome.sample
        if let reason = outcome.holding, reason != holding {
            log.error("\(reason)", metadata: ["route": "\(gateway.route)"])
        }
        holding = outcome.holding
        if let reading = outcome.otherReading, reading != otherReading {
            otherReading = reading
            log.warning("\(reading.words)", metadata: ["route": "\(gateway.route)"])
        }
    }

    private func note(links events: [GatewayEvent]) {
        for event in events {
            switch event {
            case .link(let up, let words):
                isLinkUp = up
                linkWords = words
                log.log(level: up ? .info : .warning, "\(words)", metadata: ["route": "\(gateway.route)"])
            case .remark(let words, let warns):
                log.log(level: warns ? .warning : .info, "\(words)", metadata: ["route": "\(gateway.route)"])
            default: break
            }
        }
    }
}

/// What one turn did.
package struct TurnReport: Sendable {
    package var counts: DeliveryCounts
    package var outstanding: Int
    /// More is due than this turn could take for its batch limit.
    package var hasMore: Bool
    package var isLinkUp: Bool
}
