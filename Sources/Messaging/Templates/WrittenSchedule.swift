package import LoanBook

/// A schedule that a text is about: the loan's, or the arrangement's. It fills `schedule`, `instalments`,
/// `instalmentAmount`, `firstDueOn` and `lastDueOn`.
package struct WrittenSchedule: Sendable, Hashable {
    package var currency: Currency
    /// In the order of due date.
    package var instalments: [Instalment]

    package init(currency: Currency, instalments: [Instalment]) {
        self.currency = currency
        self.instalments = instalments
    }

    var first: Instalment? { instalments.first }
    var last: Instalment? { instalments.last }

    func money(_ instalment: Instalment) -> Money { Money(minorUnits: instalment.amountMinor, currency: currency) }
}

/// Of what is overdue, what is principal, interest and fees. Each is nil where the book does not know it.
package struct DebtParts: Sendable, Hashable {
    package var principal: Money?
    package var interest: Money?
    package var fees: Money?

    package init(principal: Money? = nil, interest: Money? = nil, fees: Money? = nil) {
        self.principal = principal
        self.interest = interest
        self.fees = fees
    }
}
