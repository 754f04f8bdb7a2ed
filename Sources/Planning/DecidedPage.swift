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
        let heard = try Snapshots.looks(page, portfolio: portfolio, in: session).compactMap { look in
            let occasions = Occasions(loans: Array(look.loans), strategy: context.strategy, on: date)
            return occasions.isEmpty ? nil : (look: look, occasions: occasions)
        }
        let claimed = try Outbox.claimed(among: heard.flatMap { $0.occasions.claims }, in: session)
        let snapshots = try Snapshots.load(
            looks: heard.map(\.look), in: session, vault: vault, contactsSince: now - Self.contactsWithin, now: now)
        var decided: [(BorrowerSnapshot, [Decision])] = []
        var index = 0
        for snapshot in snapshots {
            while heard[index].look.borrower != snapshot.borrower.id { index += 1 }
            let decisions = Decisions.decide(
                snapshot, on: heard[index].occasions, context: context, claimed: claimed.contains, now: now)
            if !decisions.isEmpty { decided.append((snapshot, decisions)) }
        }
        return DecidedPage(page: page, decided: decided, batch: batch)
    }
}
