package import CivilTime
internal import Compliance
package import Decisions
package import LoanBook
package import Messaging

/// What a strategy will tell one borrower on the coming days, and what not and why, if nothing else happens: no payment, no
/// reply, no call. Days are played one after another: what is told counts as told, and as a contact, from then on.
///
/// While a payments feed is fresh today it is taken to stay so. Pure: nothing is stored.
package struct Forecast: Sendable {
    package static let mostDays = 366

    package struct Entry: Sendable {
        package var date: CivilDate
        package var decision: Decision
    }

    /// In the order of days. A word on a step that does not go out stands once, until it is another.
    package private(set) var entries: [Entry] = []

    /// `claimed`: what was told before, of the claims that `claims` names.
    package init(
        _ snapshot: BorrowerSnapshot, context: DecisionContext, claimed: Set<Claim>, from first: CivilDate, days: Int,
        now: Instant
    ) {
        guard let zone = context.law.zones.zone(context.portfolio.zone) else { return }
        var player = Player(snapshot: snapshot, context: context, zone: zone, now: now, told: claimed)
        for offset in 0..<min(days, Self.mostDays) { player.play(first + offset) }
        entries = player.entries
    }

    /// Whether those days may have something to tell, by loans and applications alone.
    static func hasOccasions(
        _ loans: [LoanSnapshot], _ applications: [Application], of borrower: Borrower.ID, context: DecisionContext,
        from first: CivilDate, days: Int
    ) -> Bool {
        (0..<min(days, mostDays)).contains { offset in
            context.strategies.contains {
                !Occasions(
                    loans: loans, applications: applications, of: borrower, strategy: $0, on: first + offset
                ).isEmpty
            }
        }
    }

    /// Every claim that those days may make.
    package static func claims(
        _ snapshot: BorrowerSnapshot, context: DecisionContext, from first: CivilDate, days: Int
    ) -> Set<Claim> {
        var claims: Set<Claim> = []
        for offset in 0..<min(days, mostDays) {
            claims.formUnion(Occasions(snapshot, context: context, on: first + offset).claims)
        }
        return claims
    }

    /// What goes out.
    package var sent: [Entry] { entries.filter { if case .send = $0.decision { true } else { false } } }
}

/// Plays the days of one forecast.
private struct Player {
    /// So often a day is looked at: what is held is looked at again when its instant comes.
    private static let mostLooks = 16

    var snapshot: BorrowerSnapshot
    let context: DecisionContext
    let zone: Zone
    let now: Instant
    var told: Set<Claim>
    var entries: [Forecast.Entry] = []
    /// The last word on each step that does not go out.
    private var words: [Claim: String] = [:]
    private let isFed: Bool

    init(snapshot: BorrowerSnapshot, context: DecisionContext, zone: Zone, now: Instant, told: Set<Claim>) {
        self.snapshot = snapshot
        self.context = context
        self.zone = zone
        self.now = now
        self.told = told
        isFed = snapshot.paymentsAsOf.map { now - $0 <= .hours(context.portfolio.paymentsFeedMaxAge_h) } ?? false
    }

    mutating func play(_ date: CivilDate) {
        var moment = max(now, zone.instant(date, .midnight))
        let end = zone.instant(date + 1, .midnight)
        for _ in 0..<Self.mostLooks {
            guard moment < end, let next = look(date, at: moment), next > moment else { return }
            moment = next
        }
    }

    /// Tells what may go, the earliest first, and sees after each what the law says of the others. Returns the earliest
    /// instant at which something that is held may go.
    private mutating func look(_ date: CivilDate, at moment: Instant) -> Instant? {
        if isFed { snapshot.paymentsAsOf = moment }
        while true {
            let decisions = decide(snapshot, context: context, claimed: told.contains, on: date, now: moment)
            let sends = decisions.filter { if case .send = $0 { true } else { false } }
            guard let next = sends.min(by: { $0.planned.dueAt < $1.planned.dueAt }) else {
                return note(decisions, on: date)
            }
            tell(next, on: date)
        }
    }

    private mutating func tell(_ decision: Decision, on date: CivilDate) {
        let planned = decision.planned
        entries.append(Forecast.Entry(date: date, decision: decision))
        told.formUnion(planned.told)
        snapshot.contacts += planned.contacts(at: planned.dueAt)
    }

    private mutating func note(_ decisions: [Decision], on date: CivilDate) -> Instant? {
        var earliest: Instant?
        for decision in decisions {
            if case .hold(_, let until, _, _) = decision { earliest = earliest.map { min($0, until) } ?? until }
            if case .task = decision { told.insert(decision.planned.claim) }
            let heading = decision.heading ?? ""
            guard words.updateValue(heading, forKey: decision.planned.claim) != heading else { continue }
            entries.append(Forecast.Entry(date: date, decision: decision))
        }
        return earliest
    }
}
