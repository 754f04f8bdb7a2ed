package import CivilTime
import Decisions
import LoanBook
import Messaging
import Store

/// What hangs on messages that were not delivered. The book is not gone through: those messages are found by time.
extension Planner {
    /// Enters the rungs whose turn has come by `now`. It may be looked at as often as one likes, by several nodes at once.
    ///
    /// - Parameter since: when it was last looked at; nil looks at all that a rung may speak of.
    package func climb(since: Instant?, now: Instant) async throws -> PlanCounts {
        var counts = PlanCounts()
        guard let date = today(at: now), var look = LadderLook(context, portfolio: portfolio, since: since, now: now)
        else { return counts }
        while true {
            let before = look
            let entered = try await database.write(repeatable: true) { session -> (PlanCounts, LadderLook)? in
                var look = before
                guard let ids = try look.next(in: session) else { return nil }
                // A book is seen whole or not at all.
                try session.lock([.facts], .shared)
                let decided = try rungs(of: ids, on: date, now: now, in: session)
                var entry = PlanEntry(planner: self, date: date, now: now, session: session)
                entry.counts.borrowers = ids.count
                try entry.enter(decided.flatMap(\.decisions))
                return (entry.counts, look)
            }
            guard let entered else { return counts }
            counts = counts + entered.0
            look = entered.1
        }
    }

    /// The same decisions, nothing stored.
    func previewLadders(on date: CivilDate, now: Instant, into report: inout PlanReport, in session: any SQLSession)
        throws
    {
        guard var look = LadderLook(context, portfolio: portfolio, since: nil, now: now) else { return }
        var seen: Set<Borrower.ID> = []
        while let ids = try look.next(in: session) {
            let new = ids.filter { seen.insert($0).inserted }
            for (snapshot, decisions) in try rungs(of: new, on: date, now: now, in: session) {
                for decision in decisions { count(decision, of: snapshot, into: &report) }
            }
        }
    }

    private func rungs(
        of ids: [Borrower.ID], on date: CivilDate, now: Instant, in session: any SQLSession
    ) throws -> [(snapshot: BorrowerSnapshot, decisions: [Decision])] {
        let found = try Snapshots.load(
            ids, in: session, vault: vault, contactsSince: now - Self.contactsWithin, now: now,
            needs: context.needs(at: now)
        ).map { ($0, Occasions($0, context: context, on: date, now: now)) }
        let claimed = try Outbox.claimed(among: found.flatMap { $0.1.claims }, in: session)
        return found.map { snapshot, occasions in
            // What hangs on facts is the book's planning; it is decided here because rungs yield to it.
            let decisions = Decisions.decide(
                snapshot, on: occasions, context: context, claimed: claimed.contains, now: now
            ).filter(\.planned.step.anchor.isRung)
            return (snapshot, decisions)
        }
    }
}
