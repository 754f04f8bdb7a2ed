internal import CivilTime
internal import LoanBook
internal import Messaging

/// What the steps of a strategy have to tell on one date.
struct Occurrences {
    let strategy: Strategy
    let date: CivilDate
    /// The portfolio's calendar: in which day a moment lies.
    let zone: Zone?
    private let through: CivilDate

    /// Of claims about what never comes twice; an instalment has its own.
    static let generation: Int32 = 1
    static let settledInstead = "the loan is settled by it, which is told instead"
    static let arranged = "an agreed arrangement stands in place of the schedule"

    init(strategy: Strategy, date: CivilDate, zone: Zone?) {
        self.strategy = strategy
        self.date = date
        self.zone = zone
        through = date + (strategy.upcoming.first?.days ?? 0)
    }

    /// A loan that is looked at, and how it stands on the date.
    struct Place {
        let loan: LoanSnapshot
        let index: Int
        let day: LoanDay
        let daysPastDue: Int

        var number: Int64 { loan.loan.id.number }
    }

    /// Those of one of the borrower's loans, the one at `index`, appended to `found`.
    func find(_ loan: LoanSnapshot, at index: Int, into found: inout [Occurrence]) {
        let day = LoanDay(loan, on: date, through: through)
        let place = Place(loan: loan, index: index, day: day, daysPastDue: day.daysPastDue(on: date))
        if loan.loan.status == .open {
            findInstalments(place, into: &found)
            findEvents(place, into: &found)
        }
        // Nothing came in lately: neither a payment nor a settlement to tell.
        if let lastPaidOn = day.lastPaidOn { findPayments(place, lastPaidOn: lastPaidOn, into: &found) }
    }

    /// What hangs on the schedule.
    private func findInstalments(_ place: Place, into found: inout [Occurrence]) {
        let (loan, day) = (place.loan, place.day)
        let isArranged = loan.arrangements.contains { $0.status == .agreed }
        func add(_ steps: [Step], _ instalment: Instalment, _ subject: Occurrence.Subject) {
            let since = steps[0].firstDay(of: instalment)
            guard
                var told = occurrence(steps, .instalment, place.number, instalment.number, subject, since, place)
            else { return }
            told.claim.generation = instalment.generation
            if isArranged { told.yields = Self.arranged }
            found.append(told)
        }
        if let oldest = day.oldestUnpaid {
            if let steps = strategy.overdueSteps(daysPastDue: place.daysPastDue) {
                add(steps, oldest, .overdue(oldest: oldest, overdueMinor: day.overdueMinor))
            }
            if !strategy.events.debtValidation.isEmpty {
                let subject = Occurrence.Subject.validation(oldest: oldest)
                if var told = occurrence(
                    strategy.events.debtValidation, .loan, place.number, 0, subject, oldest.dueOn + 1, place,
                    isLasting: true)
                {
                    told.daysLate = 0
                    found.append(told)
                }
            }
        }
        for part in day.ahead {
            guard let steps = strategy.reminderSteps(daysLeft: part.instalment.dueOn - date) else { continue }
            add(steps, part.instalment, .instalment(part.instalment, unpaidMinor: part.unpaidMinor))
        }
    }

    private func findPayments(_ place: Place, lastPaidOn: CivilDate, into found: inout [Occurrence]) {
        let (loan, day, events) = (place.loan, place.day, strategy.events)
        let isSettled =
            !events.loanSettled.isEmpty
            && (loan.loan.status == .settled || day.outstandingMinor == 0 && !loan.instalments.isEmpty)
        if isSettled {
            let last = loan.payments.last { $0.paidOn == lastPaidOn }
            if let told = occurrence(events.loanSettled, .loan, place.number, 0, .settled(last), lastPaidOn, place) {
                found.append(told)
            }
        }
        guard events.hasPayments else { return }
        let late = Swift.max(events.paymentReceived.mostLateDays, events.paymentPartial.mostLateDays)
        guard date - lastPaidOn <= late else { return }
        for payment in loan.payments where payment.amountMinor > 0 && payment.paidOn <= date {
            guard date - payment.paidOn <= late else { continue }
            var steps = events.paymentReceived
            var subject = Occurrence.Subject.payment(payment)
            if !events.paymentPartial.isEmpty, let part = loan.leftPartly(by: payment) {
                steps = events.paymentPartial
                subject = .partial(payment, of: part.instalment, unpaidMinor: part.unpaidMinor)
            }
            guard
                var told = occurrence(steps, .payment, payment.id.number, 0, subject, payment.paidOn, place)
            else { continue }
            if isSettled { told.yields = Self.settledInstead }
            found.append(told)
        }
    }

    /// Nil when no step is there, or the day of all of them and the days after it have passed or not come yet.
    func occurrence(
        _ steps: [Step], _ kind: Claim.Subject, _ id: Int64, _ part: Int32, _ subject: Occurrence.Subject,
        _ firstDay: CivilDate, _ place: Place, isLasting: Bool = false
    ) -> Occurrence? {
        guard let step = steps.first else { return nil }
        let daysLate = date - firstDay
        guard daysLate >= 0, isLasting || daysLate <= steps.mostLateDays else { return nil }
        return Occurrence(
            claim: Claim(
                borrower: place.loan.loan.borrower, subject: kind, subjectID: id, subjectPart: part, step: step.id,
                generation: Self.generation), step: step, steps: steps, loan: place.index, subject: subject,
            daysPastDue: place.daysPastDue, outstandingMinor: place.day.outstandingMinor, firstDay: firstDay,
            daysLate: daysLate)
    }
}

extension LoanSnapshot {
    /// The instalment that a payment leaves paid in part, when it completes none or the part is due by its day already.
    ///
    /// Payments settle the oldest instalment first, in the order of their days; see `Arrears`.
    func leftPartly(by payment: Payment) -> LoanDay.Part? {
        // Where the payment begins and ends, counted from the beginning of the instalment that is looked at.
        var start: Int64 = 0
        for other in payments where (other.paidOn, other.id) < (payment.paidOn, payment.id) {
            start += other.amountMinor
        }
        var end = start + payment.amountMinor
        for instalment in instalments {
            if end < instalment.amountMinor {
                guard end > 0, start >= 0 || instalment.dueOn <= payment.paidOn else { return nil }
                return LoanDay.Part(instalment: instalment, unpaidMinor: instalment.amountMinor - end)
            }
            start -= instalment.amountMinor
            end -= instalment.amountMinor
        }
        return nil
    }
}
