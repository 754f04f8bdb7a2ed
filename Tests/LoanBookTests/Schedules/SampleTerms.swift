import CivilTime
import LoanBook
import Testing

/// Terms and dates for tests.
enum Sample {
    static func date(_ iso: String) throws -> CivilDate { try #require(CivilDate(iso: iso)) }

    static func terms(
        _ method: RepaymentMethod, principal: Int64 = 1_200_000, on day: String = "2024-01-01",
        millionths: Int64 = 120_000, length: LoanLength = .instalments(12), due: DueDates = .monthly,
        interest: InterestPeriod = .wholePeriods, dayCount: DayCount = .actual365, currency: String = "CNY"
    ) throws -> LoanTerms {
        LoanTerms(
            currency: try #require(Currency.named(currency)), principalMinor: principal, disbursedOn: try date(day),
            rate: .yearly(millionths: millionths), method: method, length: length, due: due, interest: interest,
            dayCount: dayCount)
    }
}

extension Schedule {
    /// Amount, interest, principal and balance of every row.
    var figures: [[Int64]] { rows.map { [$0.amountMinor, $0.interestMinor, $0.principalMinor, $0.balanceMinor] } }
}
