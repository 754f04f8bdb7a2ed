package import CivilTime
package import Compliance
package import LoanBook
package import Messaging

/// What submission does with a planned message.
package enum Recheck: Sendable {
    /// Lawful now with this text, until the instant.
    case send(PlannedStep, text: String, segmented: SegmentedText, until: Instant, Verdict)
    case hold(until: Instant, reason: String, Verdict?)
    case suppress(reason: String, Verdict?)
    /// It is no longer true.
    case superseded(reason: String)

    /// What the law said, where it was asked.
    package var verdict: Verdict? {
        switch self {
        case .send(_, _, _, _, let verdict): verdict
        case .hold(_, _, let verdict), .suppress(_, let verdict): verdict
        case .superseded: nil
        }
    }
}

/// At submission: is this claim still true, and with which amounts? Asks the law with the text of this moment.
///
/// `form`: what the route carries as text. `told`: of the claims that `claimsBeside` named those that other messages have consumed; what is told with this one is found anew.
package func recheck(
    _ claim: Claim, stepID: String, snapshot: BorrowerSnapshot, context: DecisionContext, now: Instant,
    form: TextForm = TextForm(), told: Set<Claim>? = nil
) -> Recheck {
    let strategy = context.strategy(for: snapshot.borrower)
    guard let step = strategy.step(stepID) else {
        return .superseded(reason: "the strategy has no step `\(stepID)` any more")
    }
    guard let zone = context.law.zones.zone(context.portfolio.zone) else {
        return .suppress(reason: "the time zone of the portfolio is not known", nil)
    }
    let date = zone.civil(at: now).date
    if let told {
        if told.contains(claim) { return .superseded(reason: "told already") }
        let judgement = Judgement(snapshot: snapshot, context: context, strategy: strategy, date: date, now: now)
        if let decision = judgement.together(with: claim, step, told: told) {
            if case .suppress(_, let reason, _) = decision { return .superseded(reason: reason) }
            return decision.rechecked(step, judgement, zone, form)
        }
    }
    guard let occurrence = Occurrences(strategy: strategy, date: date, zone: zone).find(claim, in: snapshot, at: now)
    else {
        let tomorrow = Occurrences(strategy: strategy, date: date + 1, zone: zone)
        if !step.anchor.isRung, tomorrow.find(claim, in: snapshot, at: now) != nil {
            let until = zone.instant(date + 1, .midnight)
            return .hold(until: until, reason: "its day has not begun in \(zone.id)", nil)
        }
        return .superseded(reason: whyNot(claim, step, snapshot, strategy, on: date))
    }
    let judgement = Judgement(snapshot: snapshot, context: context, strategy: strategy, date: date, now: now)
    guard var occurrence = judgement.meant(occurrence) else {
        return .superseded(reason: "the condition of the step does not hold any more")
    }
    guard occurrence.step.id == stepID else {
        return .superseded(reason: "the step `\(occurrence.step.id)` speaks in its place")
    }
    if occurrence.step.late == .replace, occurrence.daysLate > 0 {
        var all = Occasions(snapshot, context: context, on: date, now: now).found.compactMap(judgement.meant)
        yieldToNewer(&all, in: snapshot)
        if let found = all.first(where: { $0.isTold(by: claim) }), occurrence.yields == nil {
            occurrence.yields = found.yields
        }
    }
    if occurrence.yields == nil, judgement.yieldsAtSubmission(occurrence) {
        occurrence.yields = Judgement.overdueTold
    }
    let decision = judgement.decision(on: occurrence)
    if case .suppress(_, let reason, _) = decision, occurrence.yields != nil { return .superseded(reason: reason) }
    return decision.rechecked(step, judgement, zone, form)
}

extension Decision {
    /// What submission makes of it.
    fileprivate func rechecked(
        _ step: Step, _ judgement: Judgement, _ zone: Zone, _ form: TextForm
    ) -> Recheck {
        let (date, now) = (judgement.date, judgement.now)
        switch self {
        case .suppress(_, let reason, let verdict):
            return .suppress(reason: reason, verdict)
        case .hold(_, let until, let reason, let verdict):
            return .hold(until: until, reason: reason, verdict)
        case .task: return .superseded(reason: "the step is a task for a person now")
        case .send(let planned, let verdict):
            if planned.dueAt > now {
                return .hold(until: planned.dueAt, reason: "before the step's hour, \(planned.step.at)", verdict)
            }
            guard case .allow(var until) = verdict.outcome else {
                return .suppress(reason: "the law gave no window", verdict)
            }
            // "Due today" is not true tomorrow, however long the window.
            if step.anchor.isOfOneDay, step.anchor != .optOut { until = min(until, zone.instant(date + 1, .midnight)) }
            let segmented = Segmenter.segment(planned.text, as: form)
            guard segmented.segments.count <= Template.mostSegments else {
                return .suppress(
                    reason: "the text needs \(segmented.segments.count) segments, more than \(Template.mostSegments)",
                    verdict)
            }
            return .send(planned, text: planned.text, segmented: segmented, until: until, verdict)
        }
    }
}
