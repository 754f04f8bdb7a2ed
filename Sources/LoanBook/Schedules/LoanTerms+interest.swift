internal import CivilTime

/// What is earned between two dates of one period.
extension LoanTerms {
    /// The part of a year from `start` to `end`, days of the period from `from` to `due` that stands for `periods`.
    /// Within one period every answer has the same denominator when `isSplit` is the same.
    func years(_ start: CivilDate, _ end: CivilDate, from: CivilDate, due dueOn: CivilDate, periods: Int, isSplit: Bool)
        -> YearFraction
    {
        guard interest != .days else { return dayCount.years(from: start, to: end) }
        var whole = due.every.nominalYears(dayCount)
        if interest == .wholePeriodsAndParts, periods == 1 {
            let length = due.every.lengths(from: from, to: dueOn)
            whole.numerator *= length.numerator
            whole.denominator *= length.denominator
        } else {
            whole.numerator *= Int64(periods)
        }
        guard isSplit, dueOn > from else { return whole }
        return YearFraction(
            numerator: whole.numerator * Int64(end - start), denominator: whole.denominator * Int64(dueOn - from))
    }

    /// Interest of `row` up to the beginning of `date`, which lies within it, when `opening` was owed at its begin.
    func earned(in row: ScheduleRow, until date: CivilDate, opening: Int64) -> Int64 {
        if method == .flat {
            return Int64(
                rounding.quotient(Int128(row.earnedMinor) * Int128(date - row.from), by: Int128(row.dueOn - row.from)))
        }
        // A period whose whole is free earns nothing in a part of it either.
        guard row.earnedMinor > 0 else { return 0 }
        var earning = Earning(terms: self, from: row.from, due: row.dueOn, balance: opening, rate: rate(on: row.from))
        earning.periods = method == .bullet ? instalmentCount : 1
        earning.isSplit = true
        for change in changes where change.on < row.from {
            if case .interestBearing(let more) = change.kind { earning.beside += more }
        }
        if disbursedOn > row.from {
            earning.balance = 0
            guard disbursedOn < date else { return 0 }
            earning.take(.disbursement(principalMinor - downPaymentMinor), on: disbursedOn)
        }
        for change in changes where change.on >= row.from && change.on < date {
            earning.take(change.kind, on: change.on)
        }
        return earning.close(on: date)
    }

    func rate(on date: CivilDate) -> InterestRate {
        var current = rate
        for change in changes where change.on <= date { if case .rate(let new) = change.kind { current = new } }
        return current
    }

    var instalmentCount: Int { if case .instalments(let count) = length { count } else { 1 } }
}

/// The interest of one period, stretch by stretch of one balance and one rate.
struct Earning {
    let terms: LoanTerms
    let from: CivilDate
    let due: CivilDate
    var balance: Int64
    /// What bears interest beside the balance.
    var beside: Int64 = 0
    var rate: InterestRate
    var periods = 1
    var isSplit = false
    /// What a unit of money that was owed all the time has earned.
    private(set) var growth = PeriodGrowth.none
    private var reached: CivilDate
    private var exact: Int128 = 0
    private var rounded: Int64 = 0

    init(terms: LoanTerms, from: CivilDate, due: CivilDate, balance: Int64, rate: InterestRate) {
        self.terms = terms
        self.from = from
        self.due = due
        self.balance = balance
        self.rate = rate
        reached = from
    }

    /// Money goes out or comes in, or the rate changes, at the beginning of `date`.
    mutating func take(_ change: LoanChange.Kind, on date: CivilDate) {
        stretch(to: date)
        switch change {
        case .disbursement(let added): balance += added
        case .earlyRepayment(let repaid): balance -= repaid
        case .rate(let new): rate = new
        case .interestBearing(let more): beside += more
        }
    }

    /// Interest up to the beginning of `date`.
    mutating func close(on date: CivilDate) -> Int64 {
        if date > reached || from == due { stretch(to: date) }
        guard !terms.roundsStretches else { return rounded }
        return Int64(terms.rounding.quotient(exact, by: Int128(growth.denominator)))
    }

    private mutating func stretch(to date: CivilDate) {
        guard date > reached || from == due else { return }
        let years = terms.years(reached, date, from: from, due: due, periods: periods, isSplit: isSplit)
        let numerator = rate.yearlyBillionths * years.numerator
        let denominator = InterestRate.billion * years.denominator
        growth = PeriodGrowth(numerator: growth.numerator + numerator, denominator: denominator)
        let earned = Int128(max(0, balance + beside)) * Int128(numerator)
        if terms.roundsStretches {
            rounded += Int64(terms.rounding.quotient(earned, by: Int128(denominator)))
        } else {
            exact += earned
        }
        reached = date
    }
}
