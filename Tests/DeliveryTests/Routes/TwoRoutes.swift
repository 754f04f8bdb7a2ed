import CivilTime
import Delivery
import LoanBook
import Logging
import Messaging
import Store

/// A desk whose house in China may send over two routes, each with a lane and a carrier of its own.
struct TwoRoutes {
    let desk: Desk
    let carriers: [String: ScriptedCarrier]
    let lanes: [String: DeliveryLane]
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init(
        window: Int = 20, settings: DeliverySettings = DeliverySettings(),
        _ a: (inout RouteCard) -> Void = { _ in }, _ b: (inout RouteCard) -> Void = { _ in }
    ) async throws {
        var cards = [RouteCard(name: "a"), RouteCard(name: "b")]
        a(&cards[0])
        b(&cards[1])
        let map = RouteMap(
            cards: cards, candidates: [House.chenhe.rawValue: ["a", "b"], House.meadow.rawValue: ["a"]],
            prefixes: try MobilePrefixes.china())
        let desk = try await Desk(settings: settings, routes: map)
        self.desk = desk
        try await desk.database.write { try RouteStandings.enter(["a", "b"], in: $0) }
        var context = desk.context
        // A code by which the first carrier says that it does not know the number.
        context.numberCodes = ["a": NumberCodes(refused: [13: .invalid], receipts: [:])]
        let (log, lanesContext) = (log, context)
        let carriers = ["a", "b"].map { ($0, ScriptedCarrier(window: window, route: $0)) }
        self.carriers = Dictionary(uniqueKeysWithValues: carriers)
        lanes = Dictionary(
            uniqueKeysWithValues: carriers.map { name, carrier in
                let numbers = name == "a" ? House.allCases.map(\.rawValue) : [House.chenhe.rawValue]
                return (
                    name,
                    DeliveryLane(
                        context: lanesContext, gateway: carrier, portfolios: numbers, log: log)
                )
            })
    }

    @discardableResult func turn(_ name: String, _ events: [GatewayEvent] = []) async throws -> TurnReport {
        guard let lane = lanes[name] else { throw StoreError(.unreadableRow, "no lane \(name)") }
        return try await lane.turn(events)
    }

    func handed(_ name: String) -> [Submission] { carriers[name]?.handed ?? [] }

    /// Borrowers of the house in China, with a reminder each that is due.
    func due(_ borrowers: ClosedRange<Int64>) async throws {
        for borrower in borrowers { try await desk.borrower(borrower) }
        try await desk.plan()
    }

    func set(drained: Bool, _ route: String) async throws -> Bool {
        let (vault, random, now) = (desk.vault, desk.random, desk.clock.now)
        return try await desk.database.write { session in
            try RouteStandings.set(
                drained: drained, route, Proposal.Act(by: "Li Min", at: now, note: "maintenance"), in: session,
                vault: vault, random: random)
        }
    }

    /// The route that each message waits for, by borrower.
    func waiting() async throws -> [String?] {
        try await desk.database.read { session in
            try session.rows("SELECT route FROM message ORDER BY borrower") { $0.optionalText(0) }
        }
    }
}
