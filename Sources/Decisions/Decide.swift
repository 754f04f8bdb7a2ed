package import CivilTime
package import LoanBook
package import Messaging

/// Everything that the strategy has to tell this borrower on `date` and what becomes of it. Pure.
///
/// `date` is the portfolio's civil day; `now` the moment of looking. A claimed occurrence yields nothing. The text of
/// each step is rendered and judged with the amounts of this look; submission looks again (`recheck`).
package func decide(
    _ snapshot: BorrowerSnapshot, context: DecisionContext, claimed: (Claim) -> Bool, on date: CivilDate, now: Instant
) -> [Decision] {
    var found: [Occurrence] = []
    let occurrences = Occurrences(strategy: context.strategy, date: date)
    for index in snapshot.loans.indices { occurrences.find(index, in: snapshot, into: &found) }
    if found.isEmpty { return [] }
    found.removeAll { claimed($0.claim) }
    if found.isEmpty { return [] }
    yieldToOverdue(&found)
    let judgement = Judgement(snapshot: snapshot, context: context, date: date, now: now)
    return found.map(judgement.decision)
}

/// A borrower who hears of arrears today is not reminded of the same loan's next instalment on the same day.
private func yieldToOverdue(_ found: inout [Occurrence]) {
    guard found.count > 1 else { return }
    for index in found.indices {
        guard case .instalment = found[index].subject else { continue }
        let loan = found[index].loan
        let isOverdue = found.contains {
            if case .overdue = $0.subject { $0.loan == loan } else { false }
        }
        if isOverdue { found[index].yields = "an overdue notice about this loan is due the same day" }
    }
}
