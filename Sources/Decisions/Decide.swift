package import CivilTime
package import LoanBook
package import Messaging

/// Everything that the strategy has to tell this borrower on `date` and what becomes of it. Pure.
///
/// `date` is the portfolio's civil day; `now` the moment of looking. A claimed occurrence yields nothing. The text of
/// each step is rendered and judged with the amounts of this look; submission looks again (`recheck`). A step whose
/// condition does not hold yields nothing either; one whose condition cannot be decided is suppressed (promise P10).
package func decide(
    _ snapshot: BorrowerSnapshot, context: DecisionContext, claimed: (Claim) -> Bool, on date: CivilDate, now: Instant
) -> [Decision] {
    let occasions = Occasions(loans: snapshot.loans, strategy: context.strategy, on: date)
    return decide(snapshot, on: occasions, context: context, claimed: claimed, now: now)
}

/// The same for occasions that were found before, among the loans that the snapshot has.
package func decide(
    _ snapshot: BorrowerSnapshot, on occasions: Occasions, context: DecisionContext, claimed: (Claim) -> Bool,
    now: Instant
) -> [Decision] {
    if occasions.isEmpty { return [] }
    var found = occasions.found
    found.removeAll { claimed($0.claim) }
    if found.isEmpty { return [] }
    let judgement = Judgement(snapshot: snapshot, context: context, date: occasions.date, now: now)
    // Before anything yields: to a step that is not meant for this loan nothing does.
    if found.contains(where: { !$0.step.when.isEmpty }) { found = found.compactMap(judgement.meant) }
    yieldToOverdue(&found)
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
