internal import CivilTime
internal import LoanBook
internal import Messaging

/// What the steps of a strategy have to tell on one date.
struct Occurrences {
    let strategy: Strategy
    let date: CivilDate
    private let through: CivilDate

    /// Of claims about what never comes twice; an instalment has its own.
    static let generation: Int32 = 1
    static let settledInstead = "the loan is settled by it, which is told instead"

    init(strategy: Strategy, date: CivilDate) {
        self.strategy = strategy
        self.date = date
        through = date + (strategy.upcoming.first?.days ?? 0)
    }

    /// Those of one of the borrower's loans, the one at `index`, appended to `found`.
    func find(_ loan: LoanSnapshot, at index: Int, into found: inout [Occurrence]) {
        let day = LoanDay(loan, on: date, through: through)
        let daysPastDue = day.daysPastDue(on: date)
        func occurrence(
            _ step: Step, _ kind: Claim.Subject, _ id: Int64, _ part: Int32, _ subject: Occurrence.Subject,
            since firstDay: CivilDate, generation: Int32 = Self.generation
        ) -> Occurrence {
            Occurrence(
                claim: Claim(
                    borrower: loan.loan.borrower, subject: kind, subjectID: id, subjectPart: part, step: step.id,
                    generation: generation), step: step, loan: index, subject: subject, daysPastDue: daysPastDue,
                outstandingMinor: day.outstandingMinor, firstDay: firstDay)
        }
        let number = loan.loan.id.number
        if loan.loan.status == .open {
            if let oldest = day.oldestUnpaid, let step = strategy.overdueStep(daysPastDue: daysPastDue) {
                let subject = Occurrence.Subject.overdue(oldest: oldest, overdueMinor: day.overdueMinor)
                found.append(
                    occurrence(
                        step, .instalment, number, oldest.number, subject, since: step.firstDay(of: oldest),
                        generation: oldest.generation))
            }
            for part in day.ahead {
                guard let step = strategy.reminderStep(daysLeft: part.instalment.dueOn - date) else { continue }
                let subject = Occurrence.Subject.instalment(part.instalment, unpaidMinor: part.unpaidMinor)
                found.append(
                    occurrence(
                        step, .instalment, number, part.instalment.number, subject,
                        since: step.firstDay(of: part.instalment), generation: part.instalment.generation))
            }
        }
        // Nothing came in lately: neither a payment nor a settlement to tell.
        guard let lastPaidOn = day.lastPaidOn else { return }
        let settled =
            loan.loan.status == .settled || day.outstandingMinor == 0 && !loan.instalments.isEmpty
            ? strategy.loanSettled : nil
        if let step = settled, date - lastPaidOn <= step.lateDays {
            let last = loan.payments.last { $0.paidOn == lastPaidOn }
            found.append(occurrence(step, .loan, number, 0, .settled(last), since: lastPaidOn))
        }
        guard let step = strategy.paymentReceived, date - lastPaidOn <= step.lateDays else { return }
        for payment in loan.payments where payment.amountMinor > 0 && payment.paidOn <= date {
            guard date - payment.paidOn <= step.lateDays else { continue }
            var told = occurrence(
                step, .payment, payment.id.number, 0, .payment(payment), since: payment.paidOn)
            if settled != nil { told.yields = Self.settledInstead }
            found.append(told)
        }
    }

    /// The occurrence of a claim, if it is still true on this date.
    func find(_ claim: Claim, in snapshot: BorrowerSnapshot) -> Occurrence? {
        if claim.subject == .reply {
            return strategy.optOut.map { step in
                Occurrence(
                    claim: claim, step: step, loan: nil, subject: .optOut, daysPastDue: 0, outstandingMinor: 0)
            }
        }
        var found: [Occurrence] = []
        for index in snapshot.loans.indices where Self.concerns(claim, snapshot.loans[index]) {
            find(snapshot.loans[index], at: index, into: &found)
        }
        return found.first { $0.claim == claim }
    }

    /// Whether the claim is about this loan.
    static func concerns(_ claim: Claim, _ loan: LoanSnapshot) -> Bool {
        switch claim.subject {
        case .instalment, .loan: loan.loan.id.number == claim.subjectID
        case .payment: loan.payments.contains { $0.id.number == claim.subjectID }
        case .reply, .application, .day, .broadcast, .flag: false
        case .promise: loan.promises.contains { $0.id.number == claim.subjectID }
        case .arrangement: loan.arrangements.contains { $0.id.number == claim.subjectID }
        case .failedPayment: loan.failedPayments.contains { $0.id.number == claim.subjectID }
        }
    }
}
