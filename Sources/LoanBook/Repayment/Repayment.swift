package import CivilTime

/// A payment as the books know it today: it may have been taken back (a direct debit returned, a mistake put right).
package struct Repayment: Sendable, Hashable {
    package var payment: Payment
    /// From this day on the payment never was.
    package var reversedOn: CivilDate?

    package init(_ payment: Payment, reversedOn: CivilDate? = nil) {
        self.payment = payment
        self.reversedOn = reversedOn
    }

    func counts(on date: CivilDate) -> Bool {
        guard payment.paidOn <= date else { return false }
        return reversedOn.map { $0 > date } ?? true
    }
}

/// What one payment, or credit from earlier ones, settled.
package struct Allocation: Sendable, Hashable {
    /// Nil for credit that an earlier payment left.
    package var payment: Payment.ID?
    package var on: CivilDate
    package var instalment: Int32
    package var amounts: DueAmounts
}

/// One instalment with what is owed and paid of it.
package struct InstalmentState: Sendable, Hashable {
    package var number: Int32
    package var dueOn: CivilDate
    package var owed: DueAmounts
    package var paid = DueAmounts.none

    package var unpaid: DueAmounts { owed - paid }

    package init(number: Int32, dueOn: CivilDate, owed: DueAmounts) {
        self.number = number
        self.dueOn = dueOn
        self.owed = owed
    }

    package init(_ row: ScheduleRow) {
        self.init(
            number: row.number, dueOn: row.dueOn,
            owed: DueAmounts(
                feeMinor: row.feeMinor, interestMinor: row.interestMinor, principalMinor: row.principalMinor))
    }

    /// An instalment of which only the amount is known: all of it counts as principal.
    package init(_ instalment: Instalment) {
        self.init(
            number: instalment.number, dueOn: instalment.dueOn, owed: DueAmounts(principalMinor: instalment.amountMinor)
        )
    }
}
