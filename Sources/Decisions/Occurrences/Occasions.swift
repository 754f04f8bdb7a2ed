package import CivilTime
internal import Compliance
package import LoanBook
package import Messaging

/// What a strategy has to tell one borrower on one date.
package struct Occasions: Sendable {
    package let date: CivilDate
    package let strategy: Strategy
    let found: [Occurrence]

    /// Found from the loans and applications alone: most borrowers have nothing to hear, and nothing else of theirs has to be
    /// read. `loans`: all of one borrower's, in the order in which the snapshot will have them.
    package init(
        loans: [LoanSnapshot], applications: [Application] = [], of borrower: Borrower.ID? = nil, strategy: Strategy,
        on date: CivilDate
    ) {
        self.date = date
        self.strategy = strategy
        var found: [Occurrence] = []
        let occurrences = Occurrences(strategy: strategy, date: date, zone: nil)
        for index in loans.indices { occurrences.find(loans[index], at: index, into: &found) }
        if let borrower { occurrences.findApplications(applications, of: borrower, into: &found) }
        self.found = found
    }

    /// All of them. `context`: what speaks to this borrower. `now`: by which moment a rung may have its turn; without, none
    /// has.
    package init(
        _ snapshot: BorrowerSnapshot, context: DecisionContext, on date: CivilDate, now: Instant? = nil
    ) {
        self.date = date
        strategy = context.strategy(for: snapshot.borrower)
        let occurrences = Occurrences(
            strategy: strategy, date: date, zone: context.law.zones.zone(context.portfolio.zone))
        found = occurrences.all(in: snapshot) + (now.map { occurrences.rungs(in: snapshot, at: $0) } ?? [])
    }

    package var isEmpty: Bool { found.isEmpty }

    /// The claims that telling would make, those that were made already among them, and those by which it may have been told
    /// otherwise.
    package var claims: some Sequence<Claim> { found.lazy.flatMap(\.claims) }
}
