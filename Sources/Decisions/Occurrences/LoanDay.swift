internal import CivilTime
internal import LoanBook

/// How a loan stands on one civil date: its arrears, and the instalments ahead that are not covered yet.
struct LoanDay {
    /// The unpaid part of one instalment.
    struct Part {
        var instalment: Instalment
        var unpaidMinor: Int64
    }

    var outstandingMinor: Int64 = 0
    var overdueMinor: Int64 = 0
    /// The oldest instalment due before the date that has an unpaid part.
    var oldestUnpaid: Instalment?
    /// Unpaid parts due from the date on, up to the last day asked for.
    var ahead: [Part] = []
    /// The day of the latest payment up to the date.
    var lastPaidOn: CivilDate?

    /// One pass over payments and schedule; agrees with `Arrears.on`. `through`: the last due date of `ahead`.
    init(_ snapshot: LoanSnapshot, on date: CivilDate, through: CivilDate) {
        var pool: Int64 = 0
        for payment in snapshot.payments where payment.paidOn <= date {
            pool += payment.amountMinor
            if lastPaidOn.map({ $0 < payment.paidOn }) ?? true { lastPaidOn = payment.paidOn }
        }
        for instalment in snapshot.instalments {
            let settled = min(pool, instalment.amountMinor)
            pool -= settled
            let unpaid = instalment.amountMinor - settled
            guard unpaid > 0 else { continue }
            outstandingMinor += unpaid
            if instalment.dueOn < date {
                overdueMinor += unpaid
                if oldestUnpaid == nil { oldestUnpaid = instalment }
            } else if instalment.dueOn <= through {
                ahead.append(Part(instalment: instalment, unpaidMinor: unpaid))
            }
        }
    }

    func daysPastDue(on date: CivilDate) -> Int { oldestUnpaid.map { date - $0.dueOn } ?? 0 }
}
