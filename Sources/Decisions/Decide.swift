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
    decide(
        snapshot, on: Occasions(snapshot, context: context, on: date, now: now), context: context, claimed: claimed,
        now: now)
}

/// The same for occasions that were found before, in the same snapshot.
package func decide(
    _ snapshot: BorrowerSnapshot, on occasions: Occasions, context: DecisionContext, claimed: (Claim) -> Bool,
    now: Instant
) -> [Decision] {
    if occasions.isEmpty { return [] }
    let strategy = occasions.strategy
    var found = occasions.found
    var told: [Occurrence] = []
    if !strategy.replaces {
        told = found.removeTold(claimed)
        if found.isEmpty { return [] }
    }
    let judgement = Judgement(
        snapshot: snapshot, context: context, strategy: strategy, date: occasions.date, now: now)
    // Before anything yields: to a step that is not meant for this loan nothing does.
    if !strategy.isPlain || !strategy.events.debtValidation.isEmpty { found = found.compactMap(judgement.meant) }
    if strategy.replaces {
        // What was told already is newer all the same.
        yieldToNewer(&found, in: snapshot)
        told = found.removeTold(claimed)
    }
    judgement.yield(&found, beside: told)
    if strategy.merges, found.count > 1 { return judgement.decisions(merging: found) }
    var ahead: [Instant] = []
    return found.map { occurrence in
        let decision = judgement.decision(on: occurrence, ahead: ahead)
        if case .send(let planned, _) = decision { ahead.append(planned.dueAt) }
        return decision
    }
}

/// After an outage a borrower does not hear everything at once: of what is late and may be replaced, the newest remains, and
/// only if nothing newer is to be told.
func yieldToNewer(_ found: inout [Occurrence], in snapshot: BorrowerSnapshot) {
    guard found.count > 1 else { return }
    // What stands in one message does not replace itself.
    let keys = found.map { MergeKey($0, in: snapshot) }
    func isNewer(_ a: Int, _ b: Int) -> Bool {
        guard let first = found[a].firstDay, let second = found[b].firstDay else { return false }
        return (first, a) > (second, b)
    }
    for index in found.indices where found[index].step.late == .replace && found[index].daysLate > 0 {
        let isOld = found.indices.contains { other in
            other != index && (keys[other] == nil || keys[other] != keys[index]) && found[other].yields == nil
                && found[other].doubt == nil && found[other].heldOut == nil && isNewer(other, index)
        }
        if isOld { found[index].yields = "late, and a newer message to the borrower takes its place" }
    }
}
