package import CivilTime

/// How far behind a loan is on one civil date.
///
/// A payment settles the loan's oldest unpaid instalment first, whatever its date; money beyond everything due stays as
/// credit. Days past due count from the due date of the oldest instalment due before the date that still has an unpaid
/// part; the overdue amount is the unpaid parts of all such instalments.
package struct Arrears: Sendable, Hashable {
    package var daysPastDue: Int
    package var overdueMinor: Int64
    /// Number of the oldest instalment in arrears, if any.
    package var oldestUnpaid: Int32?
    /// Unpaid parts of every instalment of the schedule, due or not.
    package var outstandingMinor: Int64

    package static let none = Arrears(daysPastDue: 0, overdueMinor: 0, oldestUnpaid: nil, outstandingMinor: 0)

    package init(daysPastDue: Int, overdueMinor: Int64, oldestUnpaid: Int32?, outstandingMinor: Int64) {
        self.daysPastDue = daysPastDue
        self.overdueMinor = overdueMinor
        self.oldestUnpaid = oldestUnpaid
        self.outstandingMinor = outstandingMinor
    }

    /// Arrears on `date`, from instalments in the order of due date and number, and payments in any order.
    package static func on(_ date: CivilDate, instalments: [Instalment], payments: [Payment]) -> Arrears {
        var pool: Int64 = 0
        for payment in payments where payment.paidOn <= date { pool += payment.amountMinor }
        var result = Arrears.none
        for instalment in instalments {
            let settled = min(pool, instalment.amountMinor)
            pool -= settled
            let unpaid = instalment.amountMinor - settled
            guard unpaid > 0 else { continue }
            result.outstandingMinor += unpaid
            if instalment.dueOn < date {
                result.overdueMinor += unpaid
                if result.oldestUnpaid == nil {
                    result.oldestUnpaid = instalment.number
                    result.daysPastDue = date - instalment.dueOn
                }
            }
        }
        return result
    }
}
