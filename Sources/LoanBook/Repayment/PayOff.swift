package import CivilTime

/// What it costs to settle a loan before its end.
package struct PayOffRule: Sendable, Hashable {
    /// How much interest of the period that runs, and of those to come, is asked for.
    package enum Interest: String, Sendable, Hashable, CaseIterable {
        /// What was earned up to the day.
        case toTheDay = "to_the_day"
        /// The whole of the period that runs.
        case wholePeriod = "whole_period"
        /// All that the schedule holds, as with some flat loans.
        case everything
    }

    package enum Fee: Sendable, Hashable {
        case none
        case fixed(Int64)
        /// In millionths of the principal that is repaid early (违约金).
        case share(millionths: Int64)
    }

    package var interest: Interest
    package var fee: Fee
    package var rounding: Rounding

    package init(interest: Interest = .toTheDay, fee: Fee = .none, rounding: Rounding = .halfEven) {
        self.interest = interest
        self.fee = fee
        self.rounding = rounding
    }
}

/// The amount that settles a loan on one day, in minor units.
package struct PayOff: Sendable, Hashable {
    package var on: CivilDate
    /// Unpaid parts of instalments that are due, and what the rule asks for of the others.
    package var amounts: DueAmounts
    package var settlementFeeMinor: Int64
    /// Money that was paid before and counts towards it.
    package var creditMinor: Int64

    private var balance: Int64 { amounts.totalMinor + settlementFeeMinor - creditMinor }
    package var totalMinor: Int64 { max(0, balance) }
    /// What the borrower gets back.
    package var refundMinor: Int64 { max(0, -balance) }
}

extension Schedule {
    /// What settles the loan on the account's day. The account is of this schedule's rows.
    package func payOff(_ account: LoanAccount, rule: PayOffRule = PayOffRule()) -> PayOff {
        let date = account.on
        var amounts = account.due
        let later = account.instalments.filter { $0.dueOn > date }
        let principal = later.reduce(0) { $0 + $1.unpaid.principalMinor }
        amounts.principalMinor += principal
        let asked: Int64 =
            switch rule.interest {
            case .toTheDay: accruedMinor(on: date)
            case .wholePeriod: later.first?.owed.interestMinor ?? 0
            case .everything: later.reduce(0) { $0 + $1.owed.interestMinor }
            }
        // Fees of instalments that never fall due are not asked for, and what was paid of them comes back.
        let paid = later.reduce(DueAmounts.none) { $0 + $1.paid }
        amounts.interestMinor += max(0, asked - paid.interestMinor)
        let returned = max(0, paid.interestMinor - asked) + paid.feeMinor
        let fee: Int64 =
            switch rule.fee {
            case .none: 0
            case .fixed(let amount): amount
            case .share(let millionths):
                Int64(clamping: rule.rounding.quotient(Int128(principal) * Int128(max(0, millionths)), by: 1_000_000))
            }
        return PayOff(
            on: date, amounts: amounts, settlementFeeMinor: principal > 0 ? max(0, fee) : 0,
            creditMinor: account.creditMinor + returned)
    }
}
