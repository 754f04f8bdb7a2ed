import CivilTime
import Delivery
import LoanBook
import Messaging
import Store

/// Several routes: they are drained and resumed, circuits open and are tried, and what one refuses another may take.
extension Schedule {
    static func map(_ routes: [String]) -> RouteMap {
        guard !routes.isEmpty else { return RouteMap() }
        return RouteMap(
            cards: routes.enumerated().map { place, name in
                var card = RouteCard(name: name)
                card.priority = place + 1
                return card
            },
            candidates: Dictionary(uniqueKeysWithValues: House.allCases.map { ($0.rawValue, routes) }))
    }

    /// Somebody takes a route out of use or back, or a node tells how its route does.
    func changeStanding(_ node: Node) async throws {
        if numbers.below(3) == 0 {
            try await set(drained: numbers.below(2) == 0, numbers.pick(routes))
        } else if node.isAwake(at: desk.clock.now) {
            trace.append("\(node) tells of its route")
            try await node.lane.settleStanding()
        }
    }

    func set(drained: Bool, _ route: String) async throws {
        trace.append("\(route) is \(drained ? "drained" : "resumed")")
        let (vault, random, now) = (desk.vault, desk.random, desk.clock.now)
        _ = try await desk.database.write { session in
            try RouteStandings.set(
                drained: drained, route, Proposal.Act(by: "Li Min", at: now, note: ""), in: session, vault: vault,
                random: random)
        }
    }
}
