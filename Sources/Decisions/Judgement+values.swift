internal import CivilTime
internal import LoanBook
internal import Messaging

extension Judgement {
    /// What the text is filled with, as far as the occurrence knows it.
    func fill(_ values: inout RenderValues, _ occurrence: Occurrence) {
        switch occurrence.subject {
        case .application(let application):
            values.applicationReference = application.reference
            values.product = application.product
            values.principal = Money(minorUnits: application.amountMinor, currency: application.currency)
            values.documents = application.documents
        case .festival(let festival): values.festival = festival
        default: break
        }
        if let loan = occurrence.loan.map({ snapshot.loans[$0] }) { fill(&values, occurrence, loan) }
    }

    private func fill(_ values: inout RenderValues, _ occurrence: Occurrence, _ loan: LoanSnapshot) {
        func money(_ minor: Int64) -> Money { Money(minorUnits: minor, currency: loan.loan.currency) }
        values.principal = money(loan.loan.principalMinor)
        values.annualRateMillionths = loan.loan.annualRateMillionths
        values.method = loan.terms?.method
        values.disbursedOn = loan.loan.disbursedOn
        values.outstanding = money(occurrence.outstandingMinor)
        switch occurrence.subject {
        case .instalment(let instalment, let unpaid):
            values.amount = money(unpaid)
            values.dueOn = instalment.dueOn
        case .overdue(let oldest, let overdue):
            values.amount = money(overdue)
            values.dueOn = oldest.dueOn
            values.daysPastDue = occurrence.daysPastDue
        case .validation(let oldest):
            values.dueOn = oldest.dueOn
            values.daysPastDue = occurrence.daysPastDue
            validate(&values, occurrence, loan)
        case .payment(let payment), .settled(.some(let payment)):
            values.paidAmount = money(payment.amountMinor)
            values.paidOn = payment.paidOn
        case .partial(let payment, let instalment, let unpaid):
            values.paidAmount = money(payment.amountMinor)
            values.paidOn = payment.paidOn
            values.amount = money(unpaid)
            values.dueOn = instalment.dueOn
        case .failed(let failed):
            values.failedAmount = money(failed.amountMinor)
            values.failedOn = failed.failedOn
        case .disbursed:
            values.schedule = WrittenSchedule(currency: loan.loan.currency, instalments: loan.instalments)
        case .changed(let day):
            values.changedOn = day
            values.schedule = WrittenSchedule(currency: loan.loan.currency, instalments: loan.instalments)
        case .arrangement(let arrangement):
            values.amount = money(LoanDay(loan, on: date, through: date).overdueMinor)
            values.schedule = WrittenSchedule(currency: loan.loan.currency, instalments: arrangement.instalments)
            if arrangement.status == .broken, let missed = loan.missed(of: arrangement) {
                values.arrangementAmount = money(missed.unpaidMinor)
                values.arrangementDueOn = missed.instalment.dueOn
            }
        case .arrangementPart(_, let instalment, let unpaid):
            values.arrangementAmount = money(unpaid)
            values.arrangementDueOn = instalment.dueOn
        case .promise(let promise):
            values.promisedAmount = money(promise.amountMinor)
            values.promisedOn = promise.dueOn
        case .settled(.none), .application, .dispute, .birthday, .festival, .optOut, .broadcast: break
        }
    }

    /// Days from sending a validation notice to the end of the validation period: it counts as received five working
    /// days later, for which ten days are enough over any holidays, and 30 days follow (12 CFR 1006.34(b)(5)).
    static let validationDays = 40

    /// The debt is all that is outstanding, itemised from the last payment, or the loan's first day where there is none
    /// (12 CFR 1006.34(b)(3)(iii) and (iv)): on both days it is counted in the same way.
    private func validate(_ values: inout RenderValues, _ occurrence: Occurrence, _ loan: LoanSnapshot) {
        let last = loan.payments.lazy.map(\.paidOn).filter { [date] in $0 <= date }.max()
        let itemizedOn = last ?? loan.loan.disbursedOn
        let then = Arrears.on(itemizedOn, instalments: loan.instalments, payments: loan.payments)
        values.amount = values.outstanding
        values.itemizedOn = itemizedOn
        values.itemizedAmount = Money(minorUnits: then.outstandingMinor, currency: loan.loan.currency)
        values.validationDeadline = date + Self.validationDays
    }
}

extension LoanSnapshot {
    /// The oldest instalment of a broken arrangement that was due and not paid. The book does not say since when payments
    /// counted to it: when one came in the two months before its first day, nothing is known (promise P10).
    func missed(of arrangement: Arrangement) -> LoanDay.Part? {
        guard let first = arrangement.instalments.first?.dueOn,
            !payments.contains(where: { $0.paidOn < first && $0.paidOn >= first + -60 })
        else { return nil }
        var pool = paid(since: first, through: arrangement.statusOn)
        for instalment in arrangement.instalments where instalment.dueOn <= arrangement.statusOn {
            let settled = max(0, min(pool, instalment.amountMinor))
            pool -= settled
            if settled < instalment.amountMinor {
                return LoanDay.Part(instalment: instalment, unpaidMinor: instalment.amountMinor - settled)
            }
        }
        return nil
    }
}
