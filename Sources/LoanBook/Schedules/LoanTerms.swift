package import CivilTime

/// How a loan is paid back.
package enum RepaymentMethod: String, Sendable, Hashable, CaseIterable {
    /// 等额本息: every instalment is the same, interest is on what is still owed.
    case equalInstalments = "equal_instalments"
    /// 等额本金: every instalment repays the same principal, interest is on what is still owed.
    case equalPrincipal = "equal_principal"
    /// 等本等息: principal in equal parts, and interest on the whole principal in equal parts.
    case flat
    /// 先息后本: interest every period, the principal with the last instalment.
    case interestFirst = "interest_first"
    /// 到期一次还本付息: one payment of principal and interest at the end. Interest does not bear interest.
    case bullet
}

/// How interest is counted within a period.
package enum InterestPeriod: String, Sendable, Hashable, CaseIterable {
    /// A whole period is its part of the year, whatever its days: 1/12, 1/52. A part of a period goes by its days.
    case wholePeriods = "whole_periods"
    /// The same for a period of usual length. A longer or shorter one, as the first may be, is so many whole periods and
    /// a part by its days.
    case wholePeriodsAndParts = "whole_periods_and_parts"
    /// By the days and the day count.
    case days
}

/// What ends the schedule.
package enum LoanLength: Sendable, Hashable {
    case instalments(Int)
    /// As many instalments of this amount as it takes: the last one is what is left. With equal principal it is the
    /// principal of each.
    case instalmentsOf(Int64)
}

/// What happens to the instalment when the rate changes or part of the loan is repaid early.
package enum AfterChange: String, Sendable, Hashable, CaseIterable {
    /// The number of instalments stays, their amount is counted anew (提前还款缩减月供).
    case keepsTerm = "keeps_term"
    /// The amount stays, and there are more or fewer instalments (提前还款缩短期限).
    case keepsInstalment = "keeps_instalment"
}

/// Something that changes a loan in mid-life. It takes effect at the beginning of `on`: interest of that day is counted
/// with it.
package struct LoanChange: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case disbursement(Int64)
        case rate(InterestRate)
        case earlyRepayment(Int64)
        /// So much more, or less, bears interest from now on than is owed by the schedule: principal that is overdue,
        /// or was paid before its due date. It moves no principal.
        case interestBearing(Int64)
    }

    package var on: CivilDate
    package var kind: Kind
    package var after: AfterChange

    package init(on: CivilDate, _ kind: Kind, after: AfterChange = .keepsTerm) {
        self.on = on
        self.kind = kind
        self.after = after
    }
}

/// Everything a schedule is computed from. Amounts are in minor units of `currency`.
package struct LoanTerms: Sendable, Hashable {
    package var currency: Currency
    package var principalMinor: Int64
    package var disbursedOn: CivilDate
    package var rate: InterestRate
    package var method: RepaymentMethod
    package var length: LoanLength
    package var due: DueDates
    package var interest: InterestPeriod
    package var dayCount: DayCount

    /// Further disbursements, changes of the rate, early repayments, in the order of their dates.
    package var changes: [LoanChange] = []
    /// Part of the first disbursement that is paid back on its day, as instalment 1 of the schedule.
    package var downPaymentMinor: Int64 = 0
    /// Principal that is left for the last instalment, beside its own part (尾款).
    package var balloonMinor: Int64 = 0
    /// Principal of every instalment but the last where it is agreed and not the n-th part.
    package var fixedPrincipalMinor: Int64?
    /// The level instalment where the lender fixed it; else it is computed.
    package var fixedInstalmentMinor: Int64?
    /// A fee that is due with every instalment.
    package var feeMinor: Int64 = 0

    /// Instalments at the beginning that repay no principal. A down payment is none of them.
    package var principalGrace: Int = 0
    /// Instalments at the beginning whose interest is not asked for: the first one after them brings it.
    package var interestGrace: Int = 0
    /// Periods at the beginning that bear no interest.
    package var interestFree: Int = 0

    /// Interest, and the parts of principal, are rounded by this to the minor unit.
    package var rounding: Rounding = .halfEven
    /// Whether each stretch of one balance and one rate is rounded, or only their sum in a period.
    package var roundsStretches = true
    /// Level instalments are multiples of so many minor units; the last row takes the difference.
    package var unitMinor: Int64 = 1
    /// How the level instalment is rounded to the unit; nil: as everything else.
    package var unitRounding: Rounding?
    /// Whether the level instalment is computed from periods of usual days (30 a month) and not from real ones.
    package var levelFromUsualDays = false
    /// Whether a level instalment is moved by a few units when that brings the last row nearer to the others.
    package var smoothsLast = false

    package init(
        currency: Currency, principalMinor: Int64, disbursedOn: CivilDate, rate: InterestRate,
        method: RepaymentMethod, length: LoanLength, due: DueDates = .monthly,
        interest: InterestPeriod = .wholePeriods, dayCount: DayCount = .actual365
    ) {
        self.currency = currency
        self.principalMinor = principalMinor
        self.disbursedOn = disbursedOn
        self.rate = rate
        self.method = method
        self.length = length
        self.due = due
        self.interest = interest
        self.dayCount = dayCount
    }
}
