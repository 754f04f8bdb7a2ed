package import CivilTime
internal import LoanBook
internal import Messaging

/// A time of which the store knows nothing: it was brought back from a backup, and what was said after the backup was made
/// is forgotten. Nothing that may have been said then is said (promise P2), and caps count all that steps may have said of
/// it; broadcasts they cannot count, for those that were approved in it are forgotten too.
package struct Lapse: Sendable, Hashable {
    /// Up to here the store remembers everything.
    package var from: Instant
    /// From here on it does again: the moment at which it was brought back.
    package var until: Instant
    /// The number of the first reply that is not older than `until`.
    package var firstReply: Int64

    package init(from: Instant, until: Instant, firstReply: Int64) {
        self.from = from
        self.until = until
        self.firstReply = firstReply
    }

    /// Further back no cap counts: see `CapRule.greatestDays`.
    static let daysCounted = 40

    /// What `dunlin plan` counts such messages under. The same words for everybody, so that they stand in one line.
    package var words: String {
        "it may have been told already: the store was restored at \(until), and knows nothing after \(from)"
    }
}

extension Lapse {
    /// The days of the lapse in the calendar by which occurrences are found.
    func days(in zone: Zone) -> ClosedRange<CivilDate> {
        let last = zone.civil(at: until).date
        return min(zone.civil(at: from).date, last)...last
    }

    /// Whether the occurrence may have been told in the lapse. It began to be true before the store was brought back, on
    /// whatever day: what was not told by the lapse's beginning may have been told in it.
    func mayHaveTold(_ occurrence: Occurrence, in zone: Zone) -> Bool {
        guard let first = occurrence.firstDay else { return occurrence.claim.subjectID < firstReply }
        return first <= zone.civil(at: until).date
    }

    /// Messages that the strategy may have told in the lapse about the borrower, the borrower's loans and applications, as
    /// contacts at its end, where they count for longest. Whether an instalment was paid is not asked: what the lost store knew of payments
    /// nobody knows. Of steps that hang on one fact one has spoken.
    func contacts(about snapshot: BorrowerSnapshot, strategy: Strategy, in zone: Zone) -> [PastContact] {
        let days = days(in: zone)
        var contacts: [PastContact] = []
        func add(_ steps: [Step], _ loan: Loan.ID?, _ first: CivilDate, _ last: CivilDate?) {
            let end = last ?? first + steps.mostLateDays
            guard first <= days.upperBound else { return }
            func count(_ step: Step) {
                contacts.append(
                    PastContact(
                        kind: .message, channel: step.channel, messageClass: step.purpose.messageClass,
                        contactPoint: nil, loan: loan, at: until))
            }
            if end >= days.lowerBound, let step = steps.first(where: { $0.task == nil }) { count(step) }
            // A rung may have spoken for longer than the step below it.
            for below in steps where end + strategy.ladderDays(above: below.id) >= days.lowerBound {
                for rungs in strategy.ladder(above: below.id) {
                    if let step = rungs.first(where: { $0.task == nil }) { count(step) }
                }
            }
        }
        for loan in snapshot.loans { addSchedule(loan, strategy, through: days.upperBound, add) }
        for loan in snapshot.loans { addEvents(loan, strategy.events, add) }
        for application in snapshot.applications {
            add(strategy.steps(on: .application(application.status)), nil, application.statusOn, nil)
        }
        for dispute in snapshot.disputes {
            add(strategy.events.dispute, nil, zone.civil(at: dispute.raisedAt).date, nil)
        }
        addDays(of: snapshot, strategy, days, add)
        return contacts
    }

    private typealias Adding = ([Step], Loan.ID?, CivilDate, CivilDate?) -> Void

    /// Birthday and festivals, each told on its own day.
    private func addDays(
        of snapshot: BorrowerSnapshot, _ strategy: Strategy, _ days: ClosedRange<CivilDate>, _ add: Adding
    ) {
        guard !strategy.events.birthday.isEmpty || !strategy.events.festivals.isEmpty else { return }
        let first = max(days.lowerBound, days.upperBound + -Self.daysCounted)
        for offset in 0...(days.upperBound - first) {
            var found: [Occurrence] = []
            // Without a zone no dispute is found: those have been added.
            Occurrences(strategy: strategy, date: first + offset, zone: nil).findPersonal(snapshot, into: &found)
            for occurrence in found { add(occurrence.steps, nil, first + offset, first + offset) }
        }
    }

    private func addSchedule(
        _ loan: LoanSnapshot, _ strategy: Strategy, through lastDay: CivilDate, _ add: Adding
    ) {
        let id = loan.loan.id
        for instalment in loan.instalments {
            let dueOn = instalment.dueOn
            for ahead in strategy.upcoming {
                let first = dueOn + -ahead.days
                add(ahead.steps, id, first, min(first + ahead.steps.mostLateDays, dueOn + -1))
            }
            add(strategy.dueDay, id, dueOn, dueOn)
            for past in strategy.overdue { add(past.steps, id, dueOn + past.days, nil) }
        }
        // Told once, on whatever day since the loan was first overdue.
        if let dueOn = loan.instalments.map(\.dueOn).min() {
            add(strategy.events.debtValidation, id, dueOn + 1, lastDay)
        }
        for promise in loan.promises {
            for ahead in strategy.promiseDue { add(ahead.steps, id, promise.dueOn + -ahead.days, promise.dueOn) }
        }
        for arrangement in loan.arrangements {
            for instalment in arrangement.instalments {
                for ahead in strategy.arrangementDue {
                    add(ahead.steps, id, instalment.dueOn + -ahead.days, instalment.dueOn)
                }
            }
        }
    }

    private func addEvents(_ loan: LoanSnapshot, _ events: EventSteps, _ add: Adding) {
        let id = loan.loan.id
        for payment in loan.payments {
            let steps = events.paymentPartial.isEmpty ? events.paymentReceived : events.paymentPartial
            add(steps, id, payment.paidOn, nil)
        }
        if let last = loan.payments.map(\.paidOn).max() { add(events.loanSettled, id, last, nil) }
        for failed in loan.failedPayments { add(events.paymentFailed, id, failed.failedOn, nil) }
        add(events.disbursed, id, loan.loan.disbursedOn, nil)
        if let day = loan.scheduleChangedOn { add(events.scheduleChanged, id, day, nil) }
        if let day = loan.rateChangedOn { add(events.rateChanged, id, day, nil) }
        for promise in loan.promises { add(events.promiseMade, id, promise.madeOn, nil) }
        for arrangement in loan.arrangements {
            let steps =
                switch arrangement.status {
                case .offered: events.arrangementOffered
                case .agreed, .completed: events.arrangementAgreed
                case .broken: events.arrangementBroken
                case .withdrawn: [Step]()
                }
            add(steps, id, arrangement.statusOn, nil)
        }
    }
}
