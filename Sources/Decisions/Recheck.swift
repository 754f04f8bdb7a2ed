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
/// `concatenationHeaderBytes` is the route's: 6, 7, or 0 when references travel outside the user data.
package func recheck(
    _ claim: Claim, stepID: String, snapshot: BorrowerSnapshot, context: DecisionContext, now: Instant,
    concatenationHeaderBytes: Int = 6
) -> Recheck {
    guard let step = context.strategy.step(stepID) else {
        return .superseded(reason: "the strategy has no step `\(stepID)` any more")
    }
    guard let zone = context.law.zones.zone(context.portfolio.zone) else {
        return .suppress(reason: "the time zone of the portfolio is not known", nil)
    }
    let date = zone.civil(at: now).date
    guard let occurrence = Occurrences(strategy: context.strategy, date: date).find(claim, in: snapshot) else {
        let tomorrow = Occurrences(strategy: context.strategy, date: date + 1)
        if tomorrow.find(claim, in: snapshot) != nil {
            let until = zone.instant(date + 1, .midnight)
            return .hold(until: until, reason: "its day has not begun in \(zone.id)", nil)
        }
        return .superseded(reason: whyNot(claim, step, snapshot, context.strategy, on: date))
    }
    let judgement = Judgement(snapshot: snapshot, context: context, date: date, now: now)
    guard let occurrence = judgement.meant(occurrence) else {
        return .superseded(reason: "the condition of the step does not hold any more")
    }
    switch judgement.decision(on: occurrence) {
    case .suppress(_, let reason, let verdict):
        if occurrence.yields != nil { return .superseded(reason: reason) }
        return .suppress(reason: reason, verdict)
    case .hold(_, let until, let reason, let verdict):
        return .hold(until: until, reason: reason, verdict)
    case .send(let planned, let verdict):
        if planned.dueAt > now {
            return .hold(until: planned.dueAt, reason: "before the step's hour, \(step.at)", verdict)
        }
        guard case .allow(var until) = verdict.outcome else {
            return .suppress(reason: "the law gave no window", verdict)
        }
        // "Due today" is not true tomorrow, however long the window.
        if step.anchor == .dueDay { until = min(until, zone.instant(date + 1, .midnight)) }
        let segmented = Segmenter.segment(planned.text, concatenationHeaderBytes: concatenationHeaderBytes)
        guard segmented.segments.count <= Template.mostSegments else {
            return .suppress(
                reason: "the text needs \(segmented.segments.count) segments, more than \(Template.mostSegments)",
                verdict)
        }
        return .send(planned, text: planned.text, segmented: segmented, until: until, verdict)
    }
}

/// Why a claim is not among the occurrences of the day, in the trade's words.
private func whyNot(
    _ claim: Claim, _ step: Step, _ snapshot: BorrowerSnapshot, _ strategy: Strategy, on date: CivilDate
) -> String {
    let past = "its day and \(step.lateDays) more have passed"
    guard let loan = snapshot.loans.first(where: { Occurrences.concerns(claim, $0) }) else {
        switch claim.subject {
        case .instalment, .loan: return "the loan is no longer in the book"
        case .payment, .failedPayment: return "the payment is no longer in the book"
        case .promise: return "the promise is no longer in the book"
        case .arrangement: return "the arrangement is no longer in the book"
        case .reply, .application, .day, .broadcast, .flag: return past
        }
    }
    switch claim.subject {
    case .payment, .reply, .application, .promise, .arrangement, .failedPayment, .day, .broadcast, .flag: return past
    case .loan: return loan.loan.status == .settled ? past : "the loan is not settled any more, or \(past)"
    case .instalment: break
    }
    switch loan.loan.status {
    case .settled: return "the loan is settled"
    case .writtenOff: return "the loan is written off"
    case .open: break
    }
    guard let instalment = loan.instalments.first(where: { $0.number == claim.subjectPart }) else {
        return "the instalment is no longer in the schedule"
    }
    guard instalment.generation == claim.generation else {
        return "the instalment was rescheduled, or what had paid it was taken back"
    }
    let day = LoanDay(loan, on: date, through: max(date, instalment.dueOn))
    let isUnpaid =
        instalment.dueOn < date
        ? day.oldestUnpaid.map { $0.dueOn <= instalment.dueOn } ?? false
        : day.ahead.contains { $0.instalment.number == instalment.number }
    if !isUnpaid { return "paid" }
    guard case .daysPastDue = step.anchor else {
        return instalment.dueOn < date ? "the due date has passed" : "another step's day, or the due date was moved"
    }
    if let oldest = day.oldestUnpaid, oldest.number != instalment.number {
        return "an older instalment is unpaid; its notices speak for the loan"
    }
    let now = strategy.overdueStep(daysPastDue: day.daysPastDue(on: date))
    return now.map { "the step `\($0.id)` has taken its place" } ?? past
}
