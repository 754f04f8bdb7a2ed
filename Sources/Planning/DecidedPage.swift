import CivilTime
import Decisions
import LoanBook
import Messaging
import Store

/// What planning has to say of one page of borrowers, before anything of it is entered.
struct DecidedPage: Sendable {
    let page: Snapshots.Page
    /// Of those with something to tell, with their snapshots, by borrower.
    let decided: [(snapshot: BorrowerSnapshot, decisions: [Decision])]
    /// The newest import whose facts were seen.
    let batch: Int64

    var decisions: some Sequence<Decision> { decided.lazy.flatMap(\.decisions) }
}

extension Planner {
    /// Looks at one page and decides; changes nothing. What stands open comes first: of a borrower who has nothing to hear
    /// today nothing else is read or opened, and of what was told before only what would be told again.
    func decide(
        _ page: Snapshots.Page, on date: CivilDate, now: Instant, in session: any SQLSession
    ) throws -> DecidedPage {
        let batch = try BatchFacts.newest(in: session)
        let people = try people(page, on: date, now: now, in: session)
        let strategies = context.strategies
        let heard = try Snapshots.looks(page, portfolio: portfolio, in: session).filter { look in
            if people.contains(look.borrower) { return true }
            let loans = Array(look.loans)
            return strategies.contains {
                !Occasions(loans: loans, applications: look.applications, of: look.borrower, strategy: $0, on: date)
                    .isEmpty
            }
        }
        let found = try Snapshots.load(
            looks: heard, in: session, vault: vault, contactsSince: now - Self.contactsWithin, now: now,
            needs: context.needsOfBook(at: now)
        ).compactMap { snapshot in
            let occasions = Occasions(snapshot, context: context, on: date)
            return occasions.isEmpty ? nil : (snapshot: snapshot, occasions: occasions)
        }
        let claimed = try Outbox.claimed(among: found.flatMap { $0.occasions.claims }, in: session)
        let decided = found.compactMap { snapshot, occasions in
            let decisions = Decisions.decide(
                snapshot, on: occasions, context: context, claimed: claimed.contains, now: now)
            return decisions.isEmpty ? nil : (snapshot: snapshot, decisions: decisions)
        }
        return DecidedPage(page: page, decided: decided, batch: batch)
    }

    /// Those whose own records have to be looked at on this date, whatever their loans say.
    private func people(
        _ page: Snapshots.Page, on date: CivilDate, now: Instant, in session: any SQLSession
    ) throws -> Set<Borrower.ID> {
        let strategies = context.strategies
        var people: Set<Borrower.ID> = []
        if strategies.contains(where: { $0.wishes(on: date) }) {
            people = try Snapshots.agreedToMarketing(page, in: session)
        }
        if let days = strategies.compactMap(\.disputeDays).max() {
            // A day more: the calendar of the day may be ahead of this instant's.
            people.formUnion(try Snapshots.disputing(page, since: now - .days(Int64(days) + 2), in: session))
        }
        return people
    }
}
