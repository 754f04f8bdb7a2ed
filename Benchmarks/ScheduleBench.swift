import CivilTime
import LoanBook

/// Schedules of 36 level instalments, by whole months and by days, from one disbursement day to the next.
struct ScheduleBench {
    let count: Int
    let interest: InterestPeriod

    func measure(runs: Int) throws -> Measurement {
        guard let start = CivilDate(iso: "2024-01-31"), let currency = Currency.named("CNY") else {
            throw BenchFault(words: "there is no loan to compute")
        }
        var result = Measurement(interest == .days ? "schedule-days" : "schedule", count: count)
        var sum: Int64 = 0
        try result.take(runs: runs) {
            sum = 0
            for index in 0..<count {
                let terms = LoanTerms(
                    currency: currency, principalMinor: Int64(1_000_000 + index), disbursedOn: start + index % 1000,
                    rate: .yearly(millionths: 154_000), method: .equalInstalments, length: .instalments(36),
                    interest: interest, dayCount: .actualActual)
                sum &+= try Schedule(terms).interestMinor
            }
        }
        result.outcome = [("interest_each", Int(sum) / count)]
        return result
    }
}
