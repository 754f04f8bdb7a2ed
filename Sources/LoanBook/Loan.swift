package import CivilTime

/// A loan of one borrower. Amounts are in minor units of `currency`.
package struct Loan: Sendable, Hashable {
    package typealias ID = Identifier<Loan>

    package enum Status: Int, Sendable, Codable { case open = 0, settled = 1, writtenOff = 2 }

    package var id: ID
    package var borrower: Borrower.ID
    package var reference: Reference
    package var product: String
    package var principalMinor: Int64
    package var currency: Currency
    /// Yearly rate in millionths: 15.40 % is 154,000.
    package var annualRateMillionths: Int64
    package var disbursedOn: CivilDate
    package var rating: String
    package var status: Status

    package init(
        id: ID, borrower: Borrower.ID, reference: Reference, product: String, principalMinor: Int64,
        currency: Currency, annualRateMillionths: Int64, disbursedOn: CivilDate, rating: String, status: Status
    ) {
        self.id = id
        self.borrower = borrower
        self.reference = reference
        self.product = product
        self.principalMinor = principalMinor
        self.currency = currency
        self.annualRateMillionths = annualRateMillionths
        self.disbursedOn = disbursedOn
        self.rating = rating
        self.status = status
    }
}

/// One row of a loan's schedule.
package struct Instalment: Sendable, Hashable {
    package var number: Int32
    package var dueOn: CivilDate
    package var amountMinor: Int64
    /// 1, and one more each time its due date was moved or what had paid it was taken back: what was said of it may then
    /// be said again.
    package var generation: Int32

    @inlinable package init(number: Int32, dueOn: CivilDate, amountMinor: Int64, generation: Int32 = 1) {
        self.number = number
        self.dueOn = dueOn
        self.amountMinor = amountMinor
        self.generation = generation
    }
}

/// Money that came in for a loan.
package struct Payment: Sendable, Hashable {
    package typealias ID = Identifier<Payment>

    package var id: ID
    package var reference: Reference
    package var paidOn: CivilDate
    package var amountMinor: Int64

    @inlinable package init(id: ID, reference: Reference, paidOn: CivilDate, amountMinor: Int64) {
        self.id = id
        self.reference = reference
        self.paidOn = paidOn
        self.amountMinor = amountMinor
    }
}
