package import CivilTime
package import Decisions
import LoanBook
package import Messaging
package import Store

/// Plays one portfolio under two sides (two strategies, or two dates) and sets what each borrower would hear beside each
/// other. Reads page by page and stores nothing.
package struct Comparer: Sendable {
    package struct Side: Sendable {
        package var context: DecisionContext
        /// The first civil day that is played, and the moment from which it is seen.
        package var from: CivilDate
        package var now: Instant

        package init(context: DecisionContext, from: CivilDate, now: Instant) {
            self.context = context
            self.from = from
            self.now = now
        }
    }

    package var database: any SQLDatabase
    package var vault: Vault
    /// The portfolio's number in the store.
    package var portfolio: Int64
    package var a: Side
    package var b: Side
    /// Days played, from each side's first.
    package var days: Int
    package var cost: SegmentCost?

    package init(
        database: any SQLDatabase, vault: Vault, portfolio: Int64, a: Side, b: Side, days: Int, cost: SegmentCost?
    ) {
        self.database = database
        self.vault = vault
        self.portfolio = portfolio
        self.a = a
        self.b = b
        self.days = days
        self.cost = cost
    }

    /// `each` is told every message that is not the same on both sides, in the order of borrowers.
    package func run(
        into comparison: Comparison, each: @escaping @Sendable (ComparedMessage) -> Void = { _ in }
    ) async throws -> Comparison {
        try await database.read { session in
            var comparison = comparison
            var last: Int64 = 0
            while last < .max {
                let pages = try Snapshots.pages(
                    of: last + 1...Int64.max, atMost: PageQueue.pagesAtOnce, portfolio: portfolio, in: session)
                for page in pages {
                    comparison.look(at: page.borrowers)
                    try compare(page, into: &comparison, each: each, in: session)
                }
                last = pages.last?.ids.upperBound ?? .max
            }
            return comparison
        }
    }

    private func compare(
        _ page: Snapshots.Page, into comparison: inout Comparison, each: (ComparedMessage) -> Void,
        in session: any SQLSession
    ) throws {
        let isPersonal = [a, b].contains { $0.context.strategies.contains(where: \.isPersonal) }
        let heard = try Snapshots.looks(page, portfolio: portfolio, in: session).filter { look in
            isPersonal
                || [a, b].contains {
                    Forecast.hasOccasions(
                        Array(look.loans), look.applications, of: look.borrower, context: $0.context, from: $0.from,
                        days: days)
                }
        }
        let earliest = min(a.now, b.now)
        var needs = a.context.needsOfBook(at: earliest)
        needs.formUnion(b.context.needsOfBook(at: earliest))
        let snapshots = try Snapshots.load(
            looks: heard, in: session, vault: vault, contactsSince: earliest - Planner.contactsWithin, now: earliest,
            needs: needs)
        var claims: Set<Claim> = []
        for snapshot in snapshots {
            for side in [a, b] {
                claims.formUnion(Forecast.claims(snapshot, context: side.context, from: side.from, days: days))
            }
        }
        let claimed = try Outbox.claimed(among: Array(claims), in: session)
        let played = try snapshots.parallelMap(atLeast: 16) { snapshot in
            (a: forecast(snapshot, a, claimed), b: forecast(snapshot, b, claimed))
        }
        for (snapshot, (a, b)) in zip(snapshots, played) {
            let messages = ComparedMessage.pair(
                a, b, strategies: (self.a.context.strategy, self.b.context.strategy), of: snapshot)
            comparison.add(messages, a, b, portfolio: snapshot.borrower.portfolio, cost: cost)
            for message in messages where message.change != .same { each(message) }
        }
    }

    private func forecast(_ snapshot: BorrowerSnapshot, _ side: Side, _ claimed: Set<Claim>) -> Forecast {
        Forecast(snapshot, context: side.context, claimed: claimed, from: side.from, days: days, now: side.now)
    }
}
