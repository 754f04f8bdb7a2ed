import Messaging
import SettingsFiles

extension PlanningDesk {
    /// Which routes each portfolio of the lender's that the store knows may take, and what these serve.
    func routeMap() async throws -> RouteMap {
        let numbers = try await portfolioNumbers()
        return RouteMap(
            cards: lender.routes.map(\.card),
            candidates: Dictionary(
                numbers.map { ($0.number, $0.entry.routes) }, uniquingKeysWith: { first, _ in first }),
            prefixes: try MobilePrefixes.china())
    }
}
