import CivilTime
import Compliance
import Decisions
import Delivery
import Foundation
import LoanBook
import Logging
import Messaging
import Store
import StoreEngines
import Testing

/// A lender's whole delivery in one folder: a real store, a virtual clock and a carrier that does as the test says.
struct Desk: Sendable {
    let folder: TemporaryFolder
    let database: any SQLDatabase
    let vault: Vault
    let random: RandomSource
    let clock: VirtualClock
    let carrier: ScriptedCarrier
    let context: LaneContext

    static let route = "simulator"

    /// A Saturday morning at which both houses may speak: 10:30 in Shanghai is not 10:30 in New York, see `morning`.
    init(
        _ house: House = .chenhe, seed: UInt64 = 1, window: Int = 20, settings: DeliverySettings = DeliverySettings(),
        portfolios: [Int64: DecisionContext]? = nil, routes: RouteMap = RouteMap(), in used: UsedStore? = nil,
        wrapping wrap: (any SQLDatabase) -> any SQLDatabase = { $0 }
    ) async throws {
        folder = try TemporaryFolder()
        random = RandomSource.seeded(seed)
        try await used?.empty()
        let file: any SQLDatabase
        if let used { file = used.database } else { file = try await Engine.current.migrated(in: folder.url.path) }
        clock = VirtualClock(Self.morning(house))
        let clock = clock
        database = wrap(ClockedDatabase(file) { clock.now.milliseconds })
        vault = try await Vault.open(
            file, master: MasterKey.create(file: folder.path("master.key"), random: random), random: random)
        carrier = ScriptedCarrier(window: window)
        context = LaneContext(
            database: database, vault: vault, random: random, clock: clock.law, settings: settings,
            portfolios: try portfolios ?? House.contexts.get(), routes: routes)
        let now = clock.now
        let packs = context.portfolios.values.flatMap(\.law.book.packs)
        try await file.write { session in
            try Packs.keep(packs, in: session)
            for house in House.allCases {
                try session.run(
                    "INSERT INTO portfolio (id, key) VALUES (?, ?)",
                    [.integer(house.rawValue), .text(house.portfolio.key)])
                try Self.paymentsFeed(house, asOf: now, in: session)
            }
        }
    }

    /// Half past ten of 2026-11-21 by the clock of the house.
    static func morning(_ house: House) -> Instant {
        instant(house == .meadow ? "2026-11-21T10:30:00-05:00" : "2026-11-21T10:30:00+08:00")
    }

    static func instant(_ iso: String) -> Instant { Instant(iso: iso) ?? .distantPast }
    static func date(_ iso: String) -> CivilDate { CivilDate(iso: iso) ?? CivilDate(daysSinceEpoch: 0) }

    /// A lane as a process makes it at its start: nothing in flight.
    func lane(_ gateway: (any Gateway)? = nil, context: LaneContext? = nil) -> DeliveryLane {
        DeliveryLane(
            context: context ?? self.context, gateway: gateway ?? carrier, portfolios: House.allCases.map(\.rawValue),
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Enters what is due today into the outbox, as planning does.
    @discardableResult func plan(_ now: Instant? = nil) async throws -> Int {
        let now = now ?? clock.now
        let (vault, portfolios) = (vault, context.portfolios)
        return try await database.write { session in
            var entered = 0
            for (number, decides) in portfolios.sorted(by: { $0.key < $1.key }) {
                let zone = try #require(decides.law.zones.zone(decides.portfolio.zone))
                try Snapshots.each(
                    portfolio: decides.portfolio.key, in: session, vault: vault, contactsSince: now - .days(40),
                    now: now
                ) { snapshot in
                    let date = zone.civil(at: now).date
                    let occasions = Occasions(snapshot, context: decides, on: date)
                    let claims = try Outbox.claimed(among: Array(occasions.claims), in: session)
                    let decisions = decide(
                        snapshot, context: decides, claimed: claims.contains, on: date, now: now)
                    for decision in decisions {
                        guard let message = try Self.message(decision, portfolio: number, now: now, in: session) else {
                            continue
                        }
                        if try Outbox.plan(message, reason: "", at: now, in: session) { entered += 1 }
                    }
                }
            }
            return entered
        }
    }

    private static func message(
        _ decision: Decision, portfolio: Int64, now: Instant, in session: any SQLSession
    ) throws -> OutboxMessage? {
        let state: MessageState
        let due: Instant
        switch decision {
        case .send(let step, _): (state, due) = (.planned, step.dueAt)
        case .hold(_, let until, _, _): (state, due) = (.held, until)
        case .suppress, .task: return nil
        }
        let step = decision.planned
        return OutboxMessage(
            id: OutboxMessage.ID(try Numbers.take("message", 1, in: session)), portfolio: portfolio, loan: step.loan,
            claim: step.claim, purpose: step.step.purpose, strategy: "standard",
            plannedOn: CivilDate(daysSinceEpoch: 0), state: state, due: due, attempts: 0)
    }
}
