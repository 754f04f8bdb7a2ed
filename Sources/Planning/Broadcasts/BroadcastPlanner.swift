package import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
package import Store

/// Gives every borrower of an approved broadcast a turn: page after page, each in one transaction with how far it came, so
/// that a crash or another node goes on where the last ended.
package struct BroadcastPlanner: Sendable {
    static let pageLength = 256

    let planner: Planner
    let id: Int64

    package init(planner: Planner, id: Int64) {
        self.planner = planner
        self.id = id
    }

    /// Plans what is left; ends at once when the broadcast was stopped.
    package func run(now: @escaping @Sendable (any SQLSession) throws -> Instant) async throws -> PlanCounts {
        var total = PlanCounts()
        while true {
            let counts = try await planner.database.write(repeatable: true) { try page(now: now($0), in: $0) }
            guard let counts else { return total }
            total = total + counts
        }
    }

    /// One page; nil when there is none left.
    private func page(now: Instant, in session: any SQLSession) throws -> PlanCounts? {
        try Broadcasts.lockTurns(id, in: session)
        guard var record = try Broadcasts.find(id, in: session), record.state == .approved, !record.isPlanned else {
            return nil
        }
        try session.lock([.facts], .shared)
        let found = try turns(of: &record, now: now, in: session)
        try Broadcasts.advance(record, in: session)
        guard let found else { return nil }
        let date = planner.today(at: now) ?? Zone.utc.civil(at: now).date
        var entry = PlanEntry(planner: planner, date: date, now: now, session: session)
        entry.counts.borrowers = found.borrowers
        try entry.enter(found.decisions)
        return entry.counts
    }

    /// Finds the turns of the next borrowers, and notes in `record` how far it came; nil, and `isPlanned`, when none is left.
    private func turns(
        of record: inout BroadcastRecord, now: Instant, in session: any SQLSession
    ) throws -> (decisions: [Decision], borrowers: Int)? {
        guard let slots = BroadcastSlots(from: record.from, perHour: record.perHour, text: record.slots) else {
            throw StoreError(.unreadableRow, "the turns of broadcast \(id) cannot be read", at: "broadcast.slots")
        }
        let ids = try Snapshots.ids(
            behind: record.plannedThrough, portfolio: planner.portfolio, limit: Self.pageLength, in: session)
        guard let last = ids.last else {
            record.isPlanned = true
            return nil
        }
        let context = planner.context
        let broadcast = try Broadcast(
            id: id, purpose: record.purpose, template: record.template, condition: record.condition,
            from: record.from, until: record.until, zones: context.law.zones)
        let snapshots = try Snapshots.load(
            ids, in: session, vault: planner.vault, contactsSince: now - Planner.contactsWithin, now: now,
            needs: broadcast.needs(at: now))
        var search = TurnSearch(broadcast: broadcast, context: context, now: now, slots: slots)
        let decisions = snapshots.compactMap { search.decision(on: $0) }
        (record.plannedThrough, record.slots) = (last.number, search.slots.text)
        return (decisions, ids.count)
    }

    /// When those who have no turn yet would be told if they got it now; nothing is stored.
    func foresee(
        _ record: BroadcastRecord, now: Instant, in session: any SQLSession, _ each: (Instant) -> Void
    ) throws {
        var record = record
        while !record.isPlanned {
            for case .send(let planned, _) in try turns(of: &record, now: now, in: session)?.decisions ?? [] {
                each(planned.dueAt)
            }
        }
    }
}

/// Looks for the first free turn at which the law lets a borrower be told.
struct TurnSearch {
    /// So often a turn is looked for that the law allows.
    private static let mostLooks = 16
    static let noTurn = "no lawful moment is left before the end of the broadcast"

    let broadcast: Broadcast
    let context: DecisionContext
    let now: Instant
    var slots: BroadcastSlots

    /// Nil for whom it does not concern. A send has its turn as its due moment.
    mutating func decision(on snapshot: BorrowerSnapshot) -> Decision? {
        switch broadcast.place(of: snapshot, context: context, at: now) {
        case .outside: return nil
        case .doubtful(let reason):
            return .suppress(
                broadcast.decide(snapshot, context: context, at: now).planned, reason: reason, nil)
        case .inside: break
        }
        var moment = max(now, broadcast.from)
        for _ in 0..<Self.mostLooks {
            let (turn, at) = slots.next(from: moment)
            let decision = broadcast.decide(snapshot, context: context, at: at)
            guard at <= broadcast.until else {
                return .suppress(decision.planned, reason: Self.noTurn, decision.verdict)
            }
            switch decision {
            case .suppress, .task: return decision
            case .hold(_, let until, _, _): moment = max(until, at + .milliseconds(1))
            case .send:
                slots.take(turn)
                return decision
            }
        }
        return .suppress(broadcast.decide(snapshot, context: context, at: moment).planned, reason: Self.noTurn, nil)
    }
}
