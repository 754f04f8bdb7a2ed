internal import CivilTime
internal import Compliance
internal import LoanBook
internal import Messaging

/// Asks of the occurrences of one borrower whether they may be told: first the facts, then the law.
struct Judgement {
    let snapshot: BorrowerSnapshot
    let context: DecisionContext
    /// The one that speaks to this borrower.
    let strategy: Strategy
    /// The borrower's arm of each of its experiments.
    let arms: [Experiment.ArmName]
    /// The experiment in whose hold-out the borrower is.
    let holdout: String?
    let date: CivilDate
    let now: Instant
    let packs: BoundPacks
    let portfolioZone: Zone?
    let zone: Zone?

    /// How long a step waits that is held for a fact that may come at any time.
    static let lookAgain = Span.hours(1)
    private static let capsReach = Span.days(Int64(Lapse.daysCounted))

    init(
        snapshot: BorrowerSnapshot, context: DecisionContext, strategy: Strategy, date: CivilDate, now: Instant
    ) {
        self.snapshot = snapshot
        self.context = context
        self.strategy = strategy
        var arms: [Experiment.ArmName] = []
        var holdout: String?
        for experiment in strategy.experiments {
            let arm = experiment.arm(
                strategy: strategy.key, portfolio: context.portfolio.key, borrower: snapshot.borrower.reference)
            arms.append(Experiment.ArmName(experiment: experiment.key, arm: arm.key))
            if arm.isHoldout, holdout == nil { holdout = experiment.key }
        }
        self.arms = arms
        self.holdout = holdout
        self.date = date
        self.now = now
        let borrower = snapshot.borrower
        let region = borrower.region.isEmpty ? context.portfolio.region : borrower.region
        packs = context.law.book.bound(region: region, role: context.portfolio.role)
        portfolioZone = context.law.zones.zone(context.portfolio.zone)
        zone = borrower.zone.isEmpty ? portfolioZone : context.law.zones.zone(borrower.zone)
    }

    /// - Parameter ahead: when other messages of the same look go out; they count against the strategy's limits.
    func decision(on occurrence: Occurrence, ahead: [Instant] = []) -> Decision {
        var planned = plan(occurrence)
        guard let zone, let portfolioZone else {
            let whose = portfolioZone == nil ? "the portfolio" : "the borrower"
            return .suppress(planned, reason: "the time zone of \(whose) is not known", nil)
        }
        // Not before the date has begun where arrears are counted: the text would not be true yet.
        let begun = portfolioZone.instant(date, .midnight)
        if let hour = hour(of: occurrence.step) { (planned.hour, planned.step.at) = (hour, hour.at) }
        planned.dueAt = max(zone.instant(date, planned.step.at), begun, now)
        // These hang on no day: they are asked about at the moment itself.
        if occurrence.step.anchor == .optOut || occurrence.step.anchor == .broadcast { planned.dueAt = now }
        if let reason = occurrence.yields ?? occurrence.doubt ?? occurrence.heldOut {
            return .suppress(planned, reason: reason, nil)
        }
        if let lapse = context.lapse, lapse.mayHaveTold(occurrence, in: portfolioZone) {
            return .suppress(planned, reason: lapse.words, nil)
        }
        if occurrence.step.task != nil {
            // Nothing is entered for a task that waits: the next look finds it again.
            return doubt(occurrence).map { Decision.suppress(planned, reason: $0, nil) } ?? .task(planned)
        }
        if let hold = doubt(occurrence) {
            return .hold(planned, until: max(planned.dueAt, now + Self.lookAgain), reason: hold, nil)
        }
        if let reason = obstacle(planned) { return .suppress(planned, reason: reason, nil) }
        return limited(atOwnHour(ask(planned), instead: occurrence.step.at, begun: begun), ahead: ahead)
    }

    /// In doubt, silent (promise P10): the book may lack a payment.
    private func doubt(_ occurrence: Occurrence) -> String? {
        let purpose = occurrence.step.purpose
        let isCollection = purpose.messageClass == .collection
        guard isCollection || purpose == .reminderUpcoming || purpose == .reminderDueToday else { return nil }
        let limit_h = context.portfolio.paymentsFeedMaxAge_h
        guard let asOf = snapshot.paymentsAsOf else { return "no payments feed was imported yet" }
        if now - asOf > .hours(limit_h) { return "payments feed older than \(limit_h) h" }
        if isCollection, let loan = occurrence.loan, snapshot.loans[loan].rejectedPayments > 0 {
            return "a payment row of this loan was rejected"
        }
        return nil
    }

    /// Why there is none, where there was one.
    private func noNumber(_ channel: Channel) -> String {
        let own = snapshot.borrower.contactPoints.filter { point in
            point.channel == channel && (point.owner == .borrower || point.owner == .companyOfficer)
                && point.standing != .usable
        }
        let words = Set(own.map(\.standing.word)).sorted()
        return "no usable phone number" + (words.isEmpty ? "" : ": " + words.joined(separator: ", "))
    }

    func obstacle(_ planned: PlannedStep) -> String? {
        if planned.contactPoint == nil { return noNumber(planned.step.channel) }
        guard
            let template = context.templates.template(planned.step.template, language: planned.language)
        else {
            return "no template `\(planned.step.template)` in the language `\(planned.language)`"
        }
        if let missing = template.missing(in: planned.values) {
            return "the text would lack `\(missing.rawValue)` (\(missing.meaning))"
        }
        return nil
    }

    func ask(_ planned: PlannedStep) -> Decision {
        planned.saying(verdict(on: planned, about: planned.loan, daysPastDue: planned.daysPastDue))
    }

    /// What the law says to the step as far as it is about one loan.
    func verdict(on planned: PlannedStep, about loan: Loan.ID?, daysPastDue: Int) -> Verdict {
        let contact = ProposedContact(
            purpose: planned.step.purpose, channel: planned.step.channel, contactPoint: planned.contactPoint,
            loan: loan, daysPastDue: daysPastDue, text: planned.text, language: planned.language,
            isFirstCollectionContact: !wasTold(loan, onlyCollection: true),
            product: loan.flatMap { loan in snapshot.loans.first { $0.loan.id == loan }?.loan.product })
        return permit(contact, borrower: counted, packs: packs, context: context.law, at: planned.dueAt)
    }

    /// The borrower as caps count: with what may have been said while nobody remembers. It is not known to have been said,
    /// so that no text leans on it.
    var counted: BorrowerSnapshot {
        guard let lapse = context.lapse, now - lapse.until < Self.capsReach, let portfolioZone else { return snapshot }
        var counted = snapshot
        let strategy = context.strategy(for: snapshot.borrower)
        counted.contacts += lapse.contacts(about: snapshot, strategy: strategy, in: portfolioZone)
        return counted
    }

    /// Whether a message of ours about the loan went out before, of the collection class or of any.
    func wasTold(_ loan: Loan.ID?, onlyCollection: Bool) -> Bool {
        snapshot.contacts.contains { $0.isOurs(about: loan, onlyCollection: onlyCollection) }
    }
}

extension PastContact {
    /// A message of ours that named the loan, of the collection class or of any.
    func isOurs(about loan: Loan.ID?, onlyCollection: Bool) -> Bool {
        (kind == .message || kind == .mention) && !isOutside && self.loan == loan
            && (!onlyCollection || messageClass == .collection)
    }
}

extension PlannedStep {
    /// The decision that the law's word makes of it.
    func saying(_ verdict: Verdict) -> Decision {
        switch verdict.outcome {
        case .allow: return .send(self, verdict)
        case .hold(let until):
            return .hold(self, until: until, reason: verdict.holding?.detail ?? "the law says not now", verdict)
        case .suppress:
            return .suppress(self, reason: verdict.suppressing?.detail ?? "the law says no", verdict)
        }
    }
}
