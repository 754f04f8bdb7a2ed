/// A yearly rate of interest in billionths: 15.40 % is 154,000,000.
///
/// Loans carry millionths; three digits more leave room for rates that are quoted by the month or the day.
package struct InterestRate: Sendable, Hashable {
    package var yearlyBillionths: Int64

    /// 10,000 % a year, as at import: beyond it a figure means something else.
    package static let greatest = InterestRate(yearlyBillionths: 100_000_000_000)
    package static let zero = InterestRate(yearlyBillionths: 0)

    package init(yearlyBillionths: Int64) { self.yearlyBillionths = yearlyBillionths }

    /// 154,000 is 15.40 % a year.
    package static func yearly(millionths: Int64) -> InterestRate {
        InterestRate(yearlyBillionths: scaled(millionths, by: 1000))
    }

    /// 10,000 is 1 % a month, and 12 % a year.
    package static func monthly(millionths: Int64) -> InterestRate {
        InterestRate(yearlyBillionths: scaled(millionths, by: 12_000))
    }

    /// 500 is 0.05 % a day (万分之五), and 18 % in a year of 360 days.
    package static func daily(millionths: Int64, daysInYear: Int64) -> InterestRate {
        InterestRate(yearlyBillionths: scaled(scaled(millionths, by: 1000), by: daysInYear))
    }

    /// A product too large to hold is above every limit, and stays so.
    private static func scaled(_ value: Int64, by factor: Int64) -> Int64 {
        let (product, overflow) = value.multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }

    static let billion: Int64 = 1_000_000_000
}
