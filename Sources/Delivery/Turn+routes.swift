import CivilTime
import Decisions
import LoanBook
import Messaging
import Store

/// The way of each message, for portfolios that have several, or one that does not serve everybody.
///
/// A way is chosen at submission, inside the turn: by the facts, the text and the standing of routes of that moment. A
/// message whose way is another's is left to that lane; nothing has been claimed for it yet. See decision 0043.
extension Turn {
    /// What a turn knows of routes. Read once, by turns that choose.
    struct Ways: Sendable {
        var standings: [String: RouteStanding] = [:]
        /// Messages that were sent to try each route.
        var trials: [String: Int] = [:]
    }

    /// This route's segments are counted where somebody asks for the count.
    private var countsSegments: Bool {
        routes.cards[route].map { $0.segmentsADay != nil } ?? false
            || routes.candidates.contains { entry in
                entry.value.contains(route) && routes.choosing(entry.key) != nil
            }
    }

    /// Whoever gives a route with a budget its segments does so alone: two nodes are never both the last that may.
    func lockBudget() throws {
        guard session.engine == .postgres, routes.cards[route]?.segmentsADay != nil else { return }
        try session.lock([.route(route)], .exclusive)
    }

    /// Portfolios of which anything may go out now. Those of which every route is drained or has an open circuit wait as
    /// they are: nobody is asked anew, and they go on as soon as one comes back.
    mutating func open(_ portfolios: [Int64]) throws -> [Int64] {
        guard routes.chooses(any: portfolios) else { return portfolios }
        let days = routes.cards.mapValues { $0.day(at: now) }
        ways = Ways(standings: try RouteStandings.read(days: days, in: session))
        return portfolios.filter { portfolio in
            guard let cards = routes.choosing(portfolio) else { return true }
            return cards.contains { standing($0.name).isUsable }
        }
    }

    private func standing(_ name: String) -> RouteStanding { ways.standings[name] ?? RouteStanding() }

    /// What is due for this lane: what waits for it, then what nobody has a way for yet.
    func lease(_ portfolios: [Int64], limit: Int) throws -> [OutboxMessage] {
        var leased: [OutboxMessage] = []
        if routes.chooses(any: portfolios) {
            leased = try Outbox.lease(at: now, route: route, limit: limit, in: session)
        }
        guard leased.count < limit else { return leased }
        leased += try Outbox.lease(at: now, portfolios: portfolios, limit: limit - leased.count, in: session)
        return leased
    }

    /// What is asked for the message; nil where there is nothing to choose.
    func question(_ message: OutboxMessage, to number: String, segments: Int) -> RouteQuestion? {
        routes.choosing(message.portfolio).map { cards in
            routes.question(
                to: number, message.purpose.messageClass, segments: segments, refusedBy: message.refusedBy,
                among: cards)
        }
    }

    /// The way of the message as it is now.
    func choose(_ question: RouteQuestion, for message: OutboxMessage) -> RouteChoice {
        let cards = routes.choosing(message.portfolio) ?? []
        return RouteChoice.choose(
            for: question, among: cards.map { RouteChoice.Candidate($0, standing($0.name)) }, at: now)
    }

    /// The message is left to another lane, which looks at it again.
    mutating func leave(_ message: OutboxMessage, to other: String) throws {
        ledger.route(message, to: other, refusedBy: message.refusedBy)
        takeTrial(of: other)
        outcome.passedOn = true
    }

    /// A message goes over this route, which counts.
    mutating func goes(segments: Int, isPassedOn: Bool) {
        // Who passed it on has counted the trial.
        if !isPassedOn { takeTrial(of: route) }
        ways.standings[route, default: RouteStanding()].segmentsToday += segments
        outcome.segmentsGiven += segments
    }

    private mutating func takeTrial(of name: String) {
        guard standing(name).level == .trying else { return }
        ways.standings[name]?.trials -= 1
        ways.trials[name, default: 0] += 1
    }

    /// Whether a message of which nothing went out has a way over another route, now or later: this one has refused it.
    func hasWayElsewhere(_ flight: Flight) -> Bool {
        guard var question = flight.question else { return false }
        question.refusedBy.insert(route)
        return choose(question, for: flight.message).outcome != .nobody
    }

    /// Whether the answer says that another route may take what this one did not: for the route's own fault at once, for a
    /// passing one after some tries. What may have gone out never comes here (promise P2).
    func isForAnotherRoute(_ flight: Flight) -> Bool {
        guard let error = flight.error else { return false }
        switch (error.policy, error.blame) {
        case (.permanent, .route): return true
        case (.retry, _): return flight.message.attempts + 1 >= context.settings.triesOnOneRoute
        case (.permanent, .message), (.slowDown, _): return false
        }
    }

    /// Writes what the choices of this turn have used.
    func noteWays() throws {
        for (name, count) in ways.trials.sorted(by: { $0.key < $1.key }) {
            try RouteStandings.useTrials(count, of: name, in: session)
        }
        if outcome.segmentsGiven > 0, countsSegments, let card = routes.cards[route] {
            try RouteStandings.count(outcome.segmentsGiven, of: route, on: card.day(at: now), in: session)
        }
        if outcome.passedOn { try session.notify(.outbox) }
    }
}
