internal import CivilTime
internal import LoanBook
internal import Messaging

/// Why a claim is not among the occurrences of the day, in the trade's words.
func whyNot(
    _ claim: Claim, _ step: Step, _ snapshot: BorrowerSnapshot, _ strategy: Strategy, on date: CivilDate
) -> String {
    if case .undelivered(let below, _, _) = step.anchor {
        guard snapshot.undelivered.contains(where: { $0.step == below && $0.isAbout(claim) }) else {
            return "the message of the step `\(below)` was delivered, or is tried again"
        }
        guard let root = strategy.root(of: step.id), let patient = strategy.patient else { return "no fact" }
        return whyNot(claim, root, snapshot, patient, on: date)
    }
    let past = "its day and \(step.lateDays) more have passed"
    guard let loan = snapshot.loans.first(where: { Occurrences.concerns(claim, $0) }) else {
        switch claim.subject {
        case .instalment, .loan: return "the loan is no longer in the book"
        case .payment, .failedPayment: return "the payment is no longer in the book"
        case .promise: return "the promise is no longer in the book"
        case .arrangement: return "the arrangement is no longer in the book"
        case .application: return whyNot(claim, snapshot.applications, past)
        case .flag:
            return snapshot.disputes.contains { $0.id.number == claim.subjectID } ? past : "the dispute has ended"
        case .reply, .day, .broadcast: return past
        }
    }
    if claim.subject == .payment { return past }
    if claim.subject == .loan, step.anchor == .loanSettled {
        return loan.loan.status == .settled ? past : "the loan is not settled any more, or \(past)"
    }
    switch loan.loan.status {
    case .settled: return "the loan is settled"
    case .writtenOff: return "the loan is written off"
    case .open: break
    }
    switch claim.subject {
    case .promise: return whyNot(claim, loan.promises, loan, past, on: date)
    case .failedPayment:
        let failed = loan.failedPayments.first { $0.id.number == claim.subjectID }
        return failed.map { loan.hasMadeGood($0, through: date) } == true ? "as much was paid since" : past
    case .arrangement: return whyNot(claim, step, loan.arrangements, past)
    case .loan:
        switch step.anchor {
        case .debtValidation: return "nothing is overdue any more"
        case .scheduleChanged, .rateChanged: return "\(past), or it was changed again"
        default: return past
        }
    case .instalment: return whyNot(claim, step, loan, strategy, past, on: date)
    default: return past
    }
}

private func whyNot(_ claim: Claim, _ applications: [Application], _ past: String) -> String {
    guard let application = applications.first(where: { $0.id.number == claim.subjectID }) else {
        return "the application is no longer in the book"
    }
    return application.status.rawValue == Int(claim.subjectPart)
        ? past : "the application is \(application.status.word)"
}

private func whyNot(
    _ claim: Claim, _ promises: [Promise], _ loan: LoanSnapshot, _ past: String, on date: CivilDate
) -> String {
    guard let promise = promises.first(where: { $0.id.number == claim.subjectID }) else { return past }
    if promise.status != .open { return "the promise is \(promise.status.word)" }
    return loan.paid(since: promise.madeOn, through: date) >= promise.amountMinor ? "paid as promised" : past
}

private func whyNot(_ claim: Claim, _ step: Step, _ arrangements: [Arrangement], _ past: String) -> String {
    guard let arrangement = arrangements.first(where: { $0.id.number == claim.subjectID }) else { return past }
    let meant: Arrangement.Status =
        switch step.anchor {
        case .arrangementOffered: .offered
        case .arrangementBroken: .broken
        default: .agreed
        }
    if arrangement.status != meant { return "the arrangement is \(arrangement.status.word)" }
    return claim.subjectPart == 0 ? past : "paid, or \(past)"
}

private func whyNot(
    _ claim: Claim, _ step: Step, _ loan: LoanSnapshot, _ strategy: Strategy, _ past: String, on date: CivilDate
) -> String {
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
    let now = strategy.overdueSteps(daysPastDue: day.daysPastDue(on: date))?.first
    return now.map { "the step `\($0.id)` has taken its place" } ?? past
}
