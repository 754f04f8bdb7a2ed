import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Planning
import SettingsFiles
import Store

/// What commands do with plans.
struct PlanningDesk: Sendable {
    var workplace: Workplace
    let current: CurrentLender
    var store: OpenStore

    var lender: Lender { current.inForce.lender }

    init(workplace: Workplace, inForce: LenderInForce, store: OpenStore) {
        self.workplace = workplace
        current = CurrentLender(inForce)
        self.store = store
    }

    /// One planner for each portfolio of the lender's that has a book in the store.
    func planners() async throws -> [Planner] {
        let (lapse, prices) = try await store.database.read { (try Lapse.read(in: $0), try Prices.all(in: $0)) }
        return try await portfolioNumbers().compactMap { entry, number in
            lender.decisionContext(entry, zones: workplace.zones, lapse: lapse).map {
                var planner = Planner(
                    database: store.database, vault: store.vault, random: workplace.random, context: $0,
                    portfolio: number)
                planner.price = price(entry, among: prices)
                return planner
            }
        }
    }

    /// What the portfolio's route takes now; of several the first that it names, for which one a message takes is not known yet.
    /// A price that nobody has sent at yet has no number, and is told in plans only.
    private func price(_ entry: PortfolioEntry, among prices: [Prices.Entry]) -> Prices.Entry? {
        guard let route = lender.routes.first(where: { $0.name == entry.routes.first }) else { return nil }
        return prices.first { $0.route == route.name && $0.cost == route.cost }
            ?? Prices.Entry(number: 0, route: route.name, cost: route.cost)
    }

    /// What decides for each portfolio, by its number in the store.
    func contexts() async throws -> [Int64: DecisionContext] {
        var contexts: [Int64: DecisionContext] = [:]
        for planner in try await planners() { contexts[planner.portfolio] = planner.context }
        return contexts
    }

    /// The lender's portfolios that the store knows, with their numbers.
    func portfolioNumbers() async throws -> [(entry: PortfolioEntry, number: Int64)] {
        let known = try await store.database.read { session in
            try session.rows("SELECT id, key FROM portfolio") { (id: $0.integer(0), key: $0.text(1)) }
        }
        return lender.portfolios.compactMap { entry in
            known.first { $0.key == entry.portfolio.key }.map { (entry, $0.id) }
        }
    }

    /// The day to plan and the instant to plan at. Without --now a date other than today is seen from its own morning.
    func moment(_ planner: Planner, date: CivilDate?) throws -> (date: CivilDate, now: Instant) {
        let now = workplace.clock.now()
        guard let zone = workplace.zones.zone(planner.context.portfolio.zone) else {
            throw Failure(
                "the zone of portfolio \(planner.context.portfolio.key) is not known", fix: "run dunlin check")
        }
        let today = zone.civil(at: now).date
        guard let date, date != today, workplace.clock.name == LawClock.system.name else { return (date ?? today, now) }
        return (date, zone.instant(date, TimeOfDay(seconds: 0)))
    }

    func explain(_ borrower: Borrower.ID, on date: CivilDate?) async throws -> BorrowerStory? {
        for planner in try await planners() {
            let (day, now) = try moment(planner, date: date)
            let vault = store.vault
            let read = try await store.database.read { session -> (BorrowerSnapshot, claimed: Set<Claim>, told: Int)? in
                let snapshot = try Snapshots.load(
                    borrower, in: session, vault: vault, contactsSince: now - Planner.contactsWithin, now: now,
                    needs: planner.context.needs(at: now))
                guard let snapshot, snapshot.borrower.portfolio == planner.context.portfolio.key else { return nil }
                let occasions = Occasions(snapshot, context: planner.context, on: day, now: now)
                return (
                    snapshot, try Outbox.claimed(among: Array(occasions.claims), in: session),
                    try Outbox.claims(of: borrower, in: session)
                )
            }
            guard let (snapshot, claimed, told) = read else { continue }
            let decisions = decide(
                snapshot, context: planner.context, claimed: claimed.contains, on: day, now: now)
            return BorrowerStory(
                snapshot: snapshot, decisions: decisions, toldBefore: told, context: planner.context, date: day,
                now: now)
        }
        return nil
    }
}
