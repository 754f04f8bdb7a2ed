internal import CivilTime

/// Interest on what is overdue (罚息), by the day, counted for each instalment by itself and never on itself.
package struct PenaltyRule: Sendable, Hashable {
    package enum Base: String, Sendable, Hashable, CaseIterable {
        case overduePrincipal = "overdue_principal"
        /// Principal, interest and fees.
        case overdueAmount = "overdue_amount"
    }

    package var rate: InterestRate
    /// What a year of `rate` has: 360 or 365, as the contract says.
    package var daysInYear: Int64
    package var base: Base
    /// Days after the due date within which a payment bears no penalty.
    package var graceDays: Int
    /// Whether the days of grace stay free when it was not kept; else they count from the due date.
    package var graceStaysFree: Bool
    /// Most that one instalment may bear, in millionths of its base on the due date; nil: no limit.
    package var capMillionths: Int64?
    package var rounding: Rounding

    package enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
        case rate(Int64), daysInYear(Int64), graceDays(Int), cap(Int64)

        package var description: String {
            switch self {
            case .rate(let value):
                "a penalty of \(value) billionths a year: give 0 to 100,000,000,000, which is 10,000 %"
            case .daysInYear(let days): "a year of \(days) days: give 360 to 366"
            case .graceDays(let days): "\(days) days of grace: give 0 to 365"
            case .cap(let value): "a cap of \(value) millionths: give 0 to 100,000,000"
            }
        }
    }

    package init(
        rate: InterestRate, daysInYear: Int64 = 365, base: Base = .overduePrincipal, graceDays: Int = 0,
        graceStaysFree: Bool = false, capMillionths: Int64? = nil, rounding: Rounding = .halfEven
    ) throws(Fault) {
        guard (0...InterestRate.greatest.yearlyBillionths).contains(rate.yearlyBillionths) else {
            throw .rate(rate.yearlyBillionths)
        }
        guard (360...366).contains(daysInYear) else { throw .daysInYear(daysInYear) }
        guard (0...365).contains(graceDays) else { throw .graceDays(graceDays) }
        if let capMillionths, !(0...100_000_000).contains(capMillionths) { throw .cap(capMillionths) }
        self.rate = rate
        self.daysInYear = daysInYear
        self.base = base
        self.graceDays = graceDays
        self.graceStaysFree = graceStaysFree
        self.capMillionths = capMillionths
        self.rounding = rounding
    }

    func amount(in amounts: DueAmounts) -> Int64 {
        switch base {
        case .overduePrincipal: amounts.principalMinor
        case .overdueAmount: amounts.principalMinor + amounts.interestMinor + amounts.feeMinor
        }
    }

    /// - Parameter moneyDays: minor units that were overdue, each times its days.
    func penalty(moneyDays: Int128, owed: Int64) -> Int64 {
        let exact = rounding.quotient(
            moneyDays * Int128(rate.yearlyBillionths), by: Int128(InterestRate.billion) * Int128(daysInYear))
        let amount = Int64(clamping: exact)
        guard let capMillionths else { return amount }
        return min(amount, Int64(clamping: Int128(owed) * Int128(capMillionths) / 1_000_000))
    }
}

/// The penalty of one instalment, as far as it has been counted.
struct PenaltyMeter: Sendable, Hashable {
    private var moneyDays: Int128 = 0
    private var countedUntil: CivilDate?
    private var isCharged = false

    /// Counts up to the beginning of `date`, on `unpaid` since the last count.
    mutating func count(_ rule: PenaltyRule, dueOn: CivilDate, unpaid: Int64, until date: CivilDate) {
        guard date > dueOn else { return }
        let graceEnd = dueOn + rule.graceDays
        if unpaid > 0 {
            let from = max(countedUntil ?? dueOn, rule.graceStaysFree ? graceEnd : dueOn)
            if date > from { moneyDays += Int128(unpaid) * Int128(date - from) }
            if date > graceEnd { isCharged = true }
        } else if !isCharged {
            moneyDays = 0
        }
        countedUntil = date
    }

    func amount(_ rule: PenaltyRule, owed: Int64) -> Int64 {
        isCharged ? rule.penalty(moneyDays: moneyDays, owed: owed) : 0
    }
}
