import CivilTime
import LoanBook
import Messaging
import SettingsFiles
import Store

/// What commands do with routes: show how they stand, say which a message would take, take them out of use.
struct RouteDesk: Sendable {
    let change: ChangeDesk
    let planning: PlanningDesk

    static func open(_ options: GlobalOptions) async throws -> RouteDesk {
        let change = try await ChangeDesk.open(options)
        let (workplace, store) = (change.workplace, change.store)
        return RouteDesk(
            change: change,
            planning: PlanningDesk(
                workplace: workplace, inForce: try await workplace.lender(in: store), store: store))
    }

    func route(_ name: String) throws -> RouteEntry {
        let routes = planning.lender.routes
        if let route = routes.first(where: { $0.name == name }) { return route }
        let names = routes.map(\.name)
        let near = Nearest.name(to: name, among: names).map { "did you mean \($0)? " } ?? ""
        throw Failure(
            "there is no route \(name)", fix: near + "name one of: " + names.sorted().joined(separator: ", "))
    }

    func standings() async throws -> [String: RouteStanding] {
        let (cards, clock) = (planning.lender.routes.map(\.card), change.workplace.clock)
        return try await planning.store.database.read { session in
            let now = try clock.now(in: session)
            let days = Dictionary(cards.map { ($0.name, $0.day(at: now)) }, uniquingKeysWith: { first, _ in first })
            return try RouteStandings.read(days: days, in: session)
        }
    }

    /// The portfolios that may use a route, by their keys.
    func portfolios(of route: String) -> [PortfolioEntry] {
        planning.lender.portfolios.filter { $0.routes.contains(route) }
    }

    /// Returns whether anything changed.
    func set(drained: Bool, _ name: String, by: String, note: String) async throws -> Bool {
        let route = try route(name)
        let act = try await change.act(by: by, note: note)
        let (vault, random) = (planning.store.vault, planning.workplace.random)
        return try await planning.store.database.write { session in
            try RouteStandings.set(
                drained: drained, route.name, act, in: session, vault: vault, random: random)
        }
    }

    /// The way of a message that nobody sends.
    func choose(
        _ portfolio: PortfolioEntry, to written: String, _ messageClass: MessageClass, segments: Int
    ) async throws -> RouteChoice {
        guard let number = PhoneNumber.e164(written.utf8, region: portfolio.portfolio.region) else {
            throw Failure(
                "--to is no telephone number that anybody could dial", fix: "write it with its country's code")
        }
        let cards = planning.lender.routes.map(\.card).filter { portfolio.routes.contains($0.name) }
        let question = RouteMap(prefixes: try MobilePrefixes.china()).question(
            to: number, messageClass, segments: segments, refusedBy: [], among: cards)
        let standings = try await standings()
        return RouteChoice.choose(
            for: question,
            among: cards.map { RouteChoice.Candidate($0, standings[$0.name] ?? RouteStanding()) },
            at: try await planning.store.now(by: change.workplace.clock))
    }
}
