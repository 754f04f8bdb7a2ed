package import CivilTime
package import LoanBook
package import Messaging

/// What a strategy has to tell one borrower on one date, found from the loans alone: most borrowers have nothing to hear,
/// and nothing else of theirs has to be read.
package struct Occasions: Sendable {
    package let date: CivilDate
    let found: [Occurrence]

    /// `loans`: all of one borrower's, in the order in which the snapshot will have them.
    package init(loans: [LoanSnapshot], strategy: Strategy, on date: CivilDate) {
        self.date = date
        var found: [Occurrence] = []
        let occurrences = Occurrences(strategy: strategy, date: date)
        for index in loans.indices { occurrences.find(loans[index], at: index, into: &found) }
        self.found = found
    }

    package var isEmpty: Bool { found.isEmpty }

    /// The claims that telling would make, those that were made already among them.
    package var claims: some Sequence<Claim> { found.lazy.map(\.claim) }
}
