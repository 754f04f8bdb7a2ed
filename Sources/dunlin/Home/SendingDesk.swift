import CarrierProtocols
import CivilTime
import Compliance
import Decisions
import Delivery
import Foundation
import Gateways
import LoanBook
import Logging
import Messaging
import Planning
import SettingsFiles
import Store

/// What commands do to send: one gateway and one lane for each route in use.
struct SendingDesk: Sendable {
    struct Way: Sendable {
        var gateway: any Gateway
        var lane: DeliveryLane
        /// The numbers of the portfolios whose messages travel by it.
        var portfolios: [Int64]
    }

    var planning: PlanningDesk
    var clock: LawClock
    var ways: [Way]
    var context: LaneContext

    /// Another clock than the system's is only allowed where nobody can be reached (design §6).
    static func clock(_ options: GlobalOptions, _ lender: Lender) throws -> LawClock {
        guard let now = options.givenNow else { return .system }
        guard lender.sendsOnlyToSimulators else {
            throw Failure(
                "--now is refused: a route in use is no simulator, and messages may only go out by the system's clock",
                fix: "leave out --now, or let every portfolio use a route marked `simulator: true`")
        }
        return .from(now)
    }

    static func open(
        _ planning: PlanningDesk, clock: LawClock, settings: DeliverySettings = DeliverySettings()
    ) async throws -> SendingDesk {
        let workplace = planning.workplace
        let lender = planning.lender
        guard try await !planning.portfolioNumbers().isEmpty else {
            throw Failure(
                "no portfolio of \(lender.source) has borrowers in \(workplace.home.path)",
                fix: "import a book whose mapping names one of: "
                    + lender.portfolios.map(\.portfolio.key).joined(separator: ", "))
        }
        // Every portfolio of the settings gets its number now, so that a book imported later has its lane.
        let keys = lender.portfolios.map(\.portfolio.key)
        try await planning.store.database.write { session in
            for key in keys { _ = try BatchFacts.portfolio(key: key, in: session) }
        }
        let map = try await planning.routeMap()
        // Nothing waits for a route that the files no longer give it.
        try await planning.store.database.write { session in
            try RouteStandings.enter(Array(Set(map.candidates.values.flatMap { $0 })), in: session)
            _ = try Outbox.giveBackStrays(
                routes: map.candidates.filter { map.choosing($0.key) != nil }, in: session)
        }
        let numbers = try await planning.portfolioNumbers()
        let lapse = try await planning.store.database.read { try Lapse.read(in: $0) }
        let portfolios = try await planning.contexts()
        var context = LaneContext(
            database: planning.store.database, vault: planning.store.vault, random: workplace.random, clock: clock,
            settings: settings, node: workplace.node, portfolios: portfolios, routes: map,
            wholeRoutes: Set(lender.routes.filter { $0.settings.sendsTextsWhole }.map(\.name)), lapse: lapse)
        context.numberCodes = Dictionary(
            lender.routes.map { ($0.name, $0.numberCodes) }, uniquingKeysWith: { first, _ in first })
        let costs = lender.routes.map { (route: $0.name, cost: $0.cost) }
        context.prices = try await planning.store.database.write { session in
            try Prices.keep(costs, at: clock.now(in: session), in: session)
        }
        let packs = lender.law.packs
        try await planning.store.database.write { try Packs.keep(packs, in: $0) }
        try await planning.noteWhoDecides(by: clock)
        let environment = ProcessInfo.processInfo.environment
        var ways: [Way] = []
        for route in lender.routes {
            let travelling = numbers.filter { $0.entry.routes.contains(route.name) }.map(\.number)
            guard !travelling.isEmpty else { continue }
            let seed = workplace.random.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let gateway = try CarrierGateway(settings: try route.withPassword(environment), clock: clock, seed: seed)
            let lane = DeliveryLane(context: context, gateway: gateway, portfolios: travelling, log: workplace.log)
            ways.append(Way(gateway: gateway, lane: lane, portfolios: travelling))
        }
        return SendingDesk(planning: planning, clock: clock, ways: ways, context: context)
    }

    /// Plans today for every portfolio at this moment.
    func plan(
        _ shard: PlanningShard = .whole, isOurs: @escaping @Sendable (any SQLSession) throws -> Bool = { _ in true },
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> PlanCounts {
        var counts = PlanCounts()
        let now = try await planning.store.now(by: clock)
        for planner in try await planning.planners() {
            guard let today = planner.today(at: now) else { continue }
            let before = counts.borrowers
            let more = try await planner.run(on: today, now: now, shard: shard, isOurs: isOurs) {
                progress(before + $0)
            }
            counts = counts + more
        }
        return counts
    }

    /// Enters what hangs on messages that were not delivered, since the last such look, or as far back as ladders reach.
    /// Returns also the moment of the look. `portfolios`: nil for all.
    func climb(since: Instant?, portfolios: [Int64]? = nil) async throws -> (counts: PlanCounts, at: Instant) {
        var counts = PlanCounts()
        let now = try await planning.store.now(by: clock)
        let strategies = context.portfolios.values.flatMap(\.strategies)
        guard strategies.contains(where: \.hasLadders) else { return (counts, now) }
        for planner in try await planning.planners() where portfolios?.contains(planner.portfolio) ?? true {
            counts = counts + (try await planner.climb(since: since, now: now))
        }
        return (counts, now)
    }

    /// Whether the instant of any message that this way may take, now or when another gives it up, has come or comes within
    /// `span`.
    func isAnythingDue(_ way: Way, within span: Span) async throws -> Bool {
        let (clock, map, route) = (clock, context.routes.current, way.gateway.route)
        return try await planning.store.database.read { session in
            let standings = try RouteStandings.read(days: [:], in: session)
            func isDrained(_ name: String) -> Bool { standings[name]?.drained != nil }
            if isDrained(route) { return false }
            // Where every route is drained nothing goes out, whoever waits.
            let portfolios = way.portfolios.filter { map.candidates[$0]?.contains { !isDrained($0) } ?? true }
            return try Outbox.isAnyDue(at: try clock.now(in: session) + span, portfolios: portfolios, in: session)
        }
    }

    /// Whether everything that travels by this way could take another now.
    func hasOtherWay(_ way: Way) async throws -> Bool {
        let map = context.routes.current
        let standings = try await planning.store.database.read { try RouteStandings.read(days: [:], in: $0) }
        return way.portfolios.allSatisfy { portfolio in
            map.candidates[portfolio]?.contains {
                $0 != way.gateway.route && standings[$0]?.isUsable ?? true
            } ?? false
        }
    }

    /// Attempts that wait for the carrier's answer, whichever process's.
    func awaitingAnswers() async throws -> Int {
        try await planning.store.database.read { session in
            Int(try session.integer("SELECT count(*) FROM attempt WHERE final_ms IS NULL AND state = 1") ?? 0)
        }
    }

    /// Attempts that wait for a receipt.
    func awaitingReceipts() async throws -> Int {
        try await planning.store.database.read { session in
            Int(
                try session.integer("SELECT count(*) FROM attempt WHERE final_ms IS NULL AND state = 2") ?? 0)
        }
    }
}
