package import CivilTime
internal import Compliance
package import LoanBook
internal import Messaging

/// The one confirmation that an opt-out by reply `reply` (the store's number) may be answered with; nil when the
/// strategy has no such step, or its condition does not hold. The law decides whether and how soon; the contact point is the one that opted out.
package func confirmOptOut(
    reply: Int64, from contactPoint: ContactPoint.ID, snapshot: BorrowerSnapshot, context: DecisionContext,
    now: Instant
) -> Decision? {
    let strategy = context.strategy(for: snapshot.borrower)
    guard let step = strategy.optOut else { return nil }
    let claim = Claim(
        borrower: snapshot.borrower.id, subject: .reply, subjectID: reply,
        // Numbers of contact points count from 1 and stay far below this.
        subjectPart: Int32(clamping: contactPoint.number), step: step.id, generation: Occurrences.generation)
    let zone = context.law.zones.zone(context.portfolio.zone)
    let date = (zone ?? .utc).civil(at: now).date
    guard let occurrence = Occurrences(strategy: strategy, date: date, zone: zone).find(claim, in: snapshot, at: now)
    else {
        return nil
    }
    let judgement = Judgement(snapshot: snapshot, context: context, strategy: strategy, date: date, now: now)
    return judgement.meant(occurrence).map { judgement.decision(on: $0) }
}
