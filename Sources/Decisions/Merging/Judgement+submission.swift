package import CivilTime
internal import Compliance
package import LoanBook
package import Messaging

/// Claims that decide what a message about this one tells of besides: all that the borrower may hear of today. Empty where
/// it can only be about its own, which is so for nearly every message.
package func claimsBeside(
    _ claim: Claim, snapshot: BorrowerSnapshot, context: DecisionContext, now: Instant
) -> [Claim] {
    guard context.merges, claim.subject == .instalment, snapshot.mayMerge else { return [] }
    let strategy = context.strategy(for: snapshot.borrower)
    guard let step = strategy.step(claim.step), let key = MergeKey(claim, step: step, in: snapshot),
        let zone = context.law.zones.zone(context.portfolio.zone)
    else { return [] }
    let occasions = Occasions(snapshot, context: context, on: zone.civil(at: now).date)
    let isAlone = !occasions.found.contains { occurrence in
        guard !occurrence.isTold(by: claim), occurrence.steps.contains(where: { $0.id == step.id }) else {
            return false
        }
        return MergeKey(occurrence.told(by: step), in: snapshot) == key
    }
    return isAlone ? [] : Array(occasions.claims)
}

extension Judgement {
    /// What a message that was planned about `claim` tells now together with others, the first of which may be another; nil
    /// when there is nothing but its own to tell, or nothing at all. A suppression when its own yields, and so do the others.
    func together(with claim: Claim, _ step: Step, told: Set<Claim>) -> Decision? {
        guard let key = MergeKey(claim, step: step, in: snapshot) else { return nil }
        var found = Occasions(snapshot, context: context, on: date).found.compactMap(meant)
        if strategy.replaces { yieldToNewer(&found, in: snapshot) }
        let before = found.removeTold(told.contains)
        yield(&found, beside: before)
        found.removeAll { MergeKey($0, in: snapshot) != key }
        guard found.contains(where: { !$0.isTold(by: claim) }) else { return nil }
        let decisions = merge(found, ahead: [])
        for decision in decisions {
            guard case .send(var planned, let verdict) = decision else { continue }
            planned.leftOut = decisions.flatMap { other in
                if case .send = other { return [PlannedStep.LeftOut]() }
                return other.planned.told.map { PlannedStep.LeftOut(claim: $0, reason: other.heading ?? "") }
            }
            return .send(planned, verdict)
        }
        let held = decisions.filter { if case .hold = $0 { true } else { false } }
            .min { $0.heldUntil < $1.heldUntil }
        if let held { return held }
        guard let own = found.first(where: { $0.isTold(by: claim) }), own.yields != nil else { return nil }
        return decisions.first { $0.planned.claim == own.claim }
    }
}

extension Decision {
    fileprivate var heldUntil: Instant {
        if case .hold(_, let until, _, _) = self { until } else { .distantFuture }
    }
}
