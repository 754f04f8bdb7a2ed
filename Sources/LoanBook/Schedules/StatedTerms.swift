/// How a loan counts, as the lender's system says it beside principal and rate; nil where it does not say.
package struct StatedTerms: Sendable, Hashable {
    package var method: RepaymentMethod?
    /// From one instalment to the next.
    package var every: PeriodLength?
    package var interest: InterestPeriod?
    package var dayCount: DayCount?
    /// Instalments at the beginning that repay no principal; whose interest is asked for later; that bear none.
    package var principalGrace: Int?
    package var interestGrace: Int?
    package var interestFree: Int?
    package var balloonMinor: Int64?
    /// Yearly rate on what is overdue.
    package var penaltyRateMillionths: Int64?
    package var penaltyGraceDays: Int?

    package init() {}

    /// What is not said stands as it was said `before`.
    package func filled(from before: StatedTerms) -> StatedTerms {
        var terms = self
        terms.method = method ?? before.method
        terms.every = every ?? before.every
        terms.interest = interest ?? before.interest
        terms.dayCount = dayCount ?? before.dayCount
        terms.principalGrace = principalGrace ?? before.principalGrace
        terms.interestGrace = interestGrace ?? before.interestGrace
        terms.interestFree = interestFree ?? before.interestFree
        terms.balloonMinor = balloonMinor ?? before.balloonMinor
        terms.penaltyRateMillionths = penaltyRateMillionths ?? before.penaltyRateMillionths
        terms.penaltyGraceDays = penaltyGraceDays ?? before.penaltyGraceDays
        return terms
    }
}

extension PeriodLength {
    /// Reads `month`, `2-weeks`, `3-months`.
    package init?(word text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        var word = parts.last.map(String.init) ?? ""
        if word.hasSuffix("s") { word.removeLast() }
        guard let unit = Unit(rawValue: word), parts.count <= 2,
            let count = parts.count == 2 ? Int(parts[0]) : 1, let most = LoanTerms.greatestPeriod[unit],
            (1...most).contains(count)
        else { return nil }
        self.init(count, unit)
    }

    /// As `init(word:)` reads it.
    package var word: String { count == 1 ? unit.rawValue : "\(count)-\(unit.rawValue)s" }
}
