internal import CivilTime
internal import LoanBook
internal import Messaging

/// What happened to an open loan beside its schedule.
extension Occurrences {
    func findEvents(_ place: Place, into found: inout [Occurrence]) {
        let (loan, events) = (place.loan, strategy.events)
        func add(
            _ steps: [Step], _ kind: Claim.Subject, _ id: Int64, _ subject: Occurrence.Subject,
            since firstDay: CivilDate, part: Int32 = 0
        ) {
            if let told = occurrence(steps, kind, id, part, subject, firstDay, place) { found.append(told) }
        }
        if !events.disbursed.isEmpty {
            add(events.disbursed, .loan, place.number, .disbursed, since: loan.loan.disbursedOn)
        }
        // The day is part of the claim: each change is told.
        if let day = loan.scheduleChangedOn {
            add(events.scheduleChanged, .loan, place.number, .changed(day), since: day, part: day.daysSinceEpoch)
        }
        if let day = loan.rateChangedOn {
            add(events.rateChanged, .loan, place.number, .changed(day), since: day, part: day.daysSinceEpoch)
        }
        if !events.paymentFailed.isEmpty {
            for failed in loan.failedPayments where !loan.hasMadeGood(failed, through: date) {
                add(events.paymentFailed, .failedPayment, failed.id.number, .failed(failed), since: failed.failedOn)
            }
        }
        for promise in loan.promises where isOpen(promise, of: loan) {
            add(events.promiseMade, .promise, promise.id.number, .promise(promise), since: promise.madeOn)
            let steps = Strategy.steps(strategy.promiseDue, daysLeft: promise.dueOn - date)
            if let steps, case .promiseDue(let days) = steps[0].anchor {
                add(steps, .promise, promise.id.number, .promise(promise), since: promise.dueOn + -days)
            }
        }
        for arrangement in loan.arrangements { findArrangement(arrangement, place, into: &found) }
    }

    private func findArrangement(_ arrangement: Arrangement, _ place: Place, into found: inout [Occurrence]) {
        let steps =
            switch arrangement.status {
            case .offered: strategy.events.arrangementOffered
            case .agreed: strategy.events.arrangementAgreed
            case .broken: strategy.events.arrangementBroken
            case .completed, .withdrawn: [Step]()
            }
        let id = arrangement.id.number
        if let told = occurrence(
            steps, .arrangement, id, 0, .arrangement(arrangement), arrangement.statusOn, place)
        {
            found.append(told)
        }
        guard arrangement.status == .agreed, !strategy.arrangementDue.isEmpty else { return }
        var pool = place.loan.paid(since: arrangement.statusOn, through: date)
        for instalment in arrangement.instalments {
            let settled = Swift.max(0, Swift.min(pool, instalment.amountMinor))
            pool -= settled
            guard settled < instalment.amountMinor,
                let steps = Strategy.steps(strategy.arrangementDue, daysLeft: instalment.dueOn - date)
            else { continue }
            let subject = Occurrence.Subject.arrangementPart(
                arrangement, instalment, unpaidMinor: instalment.amountMinor - settled)
            if let told = occurrence(
                steps, .arrangement, id, instalment.number, subject, steps[0].firstDay(of: instalment), place)
            {
                found.append(told)
            }
        }
    }

    /// While the book says so, and the payments since have not kept it.
    private func isOpen(_ promise: Promise, of loan: LoanSnapshot) -> Bool {
        promise.status == .open && loan.paid(since: promise.madeOn, through: date) < promise.amountMinor
    }
}

extension LoanSnapshot {
    /// What came in from one day to another, both among them.
    func paid(since first: CivilDate, through last: CivilDate) -> Int64 {
        payments.reduce(0) { $1.paidOn >= first && $1.paidOn <= last ? $0 + $1.amountMinor : $0 }
    }

    /// Whether as much came in since, by whatever way: then nobody needs to hear that it failed.
    func hasMadeGood(_ failed: FailedPayment, through last: CivilDate) -> Bool {
        paid(since: failed.failedOn, through: last) >= failed.amountMinor
    }
}
