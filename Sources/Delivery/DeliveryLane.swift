internal import CivilTime
internal import LoanBook
package import Logging
package import Messaging
internal import Store

/// Delivery over one route: what is due goes out, what comes back is recorded.
///
/// A lane works in turns. A turn is one transaction: it records what the carrier said, takes what is due up to the
/// room of the window, asks the facts and the law again, and writes the attempts. Only after the commit are the
/// carrier's deliveries answered and the attempts handed to the gateway. A crash before the commit changes nothing; a
/// crash after it leaves at most a window of attempts without an answer, which `Recovery` turns to `unknown`.
package actor DeliveryLane {
    private let context: LaneContext
    private let gateway: any Gateway
    private let portfolioNumbers: [Int64]
    private let inbox: Inbox
    private let log: Logger
    private var flights: [Attempt.ID: Flight] = [:]
    package private(set) var counts = DeliveryCounts()
    package private(set) var isLinkUp = false
    /// What the gateway said of its link last.
    package private(set) var linkWords = "not connected yet"

    /// `portfolios`: the numbers of the portfolios whose messages travel by this route.
    package init(context: LaneContext, gateway: any Gateway, portfolios: [Int64], log: Logger) {
        self.context = context
        self.gateway = gateway
        self.portfolioNumbers = portfolios
        self.inbox = Inbox(limit: context.settings.inbox)
        self.log = log
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
                let report = try await turn(events)
                if report.hasMore { inbox.tick() }
                await afterTurn(report)
            }
            try await group.waitForAll()
        }
        try await giveBackFlights()
    }

    /// One turn: see the type's comment. `events` come first, so that what they free is room for what is due.
    package func turn(_ events: [GatewayEvent]) async throws -> TurnReport {
        note(links: events)
        let open = flights
        let (context, gateway, portfolioNumbers) = (context, gateway, portfolioNumbers)
        let outcome = try await commit { session in
            // The law is asked about the moment at which the store is ours, however long that was waited for.
            let now = context.clock.now()
            var turn = Turn(context: context, gateway: gateway, now: now, flights: open, session: session)
            try turn.record(events)
            try turn.submitDue(portfolios: portfolioNumbers, room: { gateway.room })
            try turn.appendLeaves()
            return turn.outcome
        }
        flights = outcome.flights
        counts = counts + outcome.counts
        if !outcome.tokens.isEmpty { gateway.acknowledge(outcome.tokens) }
        if !outcome.submissions.isEmpty {
            let writeBefore = ContinuousClock.now.advanced(by: context.settings.writeWithin)
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

    /// The gateway has stopped: what it never answered is unknown from here on.
    private func giveBackFlights() async throws {
        let events = flights.values.flatMap { flight in
            flight.segments.indices.filter { flight.segments[$0] == .written }.map {
                GatewayEvent.unanswered(flight.row.id, segment: $0)
            }
        }
        guard !events.isEmpty else { return }
        let open = flights
        let (context, gateway) = (context, gateway)
        let outcome = try await commit { session in
            let now = context.clock.now()
            var turn = Turn(context: context, gateway: gateway, now: now, flights: open, session: session)
            try turn.record(events)
            try turn.appendLeaves()
            return turn.outcome
        }
        flights = outcome.flights
        counts = counts + outcome.counts
    }

    /// Runs `body` as one transaction. Another process may hold the store for longer than it waits for it, as the import
    /// of a large book does: then nothing has happened, and it is tried again.
    private func commit<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        while true {
            do {
                return try await context.database.write(body)
            } catch let error as StoreError where error.code == .locked {
                try Task.checkCancellation()
                log.warning("delivery waits: another process holds the store", metadata: ["route": "\(gateway.route)"])
            }
        }
    }

    private func note(links events: [GatewayEvent]) {
        for case .link(let up, let words) in events {
            isLinkUp = up
            linkWords = words
            log.log(level: up ? .info : .warning, "\(words)", metadata: ["route": "\(gateway.route)"])
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
