internal import CivilTime

/// Limits of what a schedule is computed for. Within them no figure overflows and `LevelInstalment` keeps its bound.
extension LoanTerms {
    package static let greatestCount = 1200
    /// Ten million millions of a currency with two decimals.
    package static let greatestAmountMinor: Int64 = 1_000_000_000_000_000
    static let greatestPeriod: [PeriodLength.Unit: Int] = [.day: 3660, .week: 520, .month: 120, .year: 10]

    func check() throws(TermsFault) {
        try amount(.principal, principalMinor, least: 1)
        try amount(.downPayment, downPaymentMinor, least: 0, most: principalMinor - 1)
        try amount(.balloon, balloonMinor, least: 0, most: principalMinor - downPaymentMinor)
        try amount(.fee, feeMinor, least: 0)
        try amount(.unit, unitMinor, least: 1)
        if let fixedPrincipalMinor { try amount(.fixedPrincipal, fixedPrincipalMinor, least: 1, most: principalMinor) }
        if let fixedInstalmentMinor { try amount(.instalment, fixedInstalmentMinor, least: 1) }
        try LoanTerms.check(rate)
        let count: Int
        switch length {
        case .instalments(let given):
            guard (1...LoanTerms.greatestCount).contains(given) else { throw .countOutOfRange(given) }
            count = given
        case .instalmentsOf(let each):
            try amount(.instalment, each, least: 1)
            guard method == .equalInstalments || method == .equalPrincipal else {
                throw .doesNotFit(.instalment, method: method.words)
            }
            count = LoanTerms.greatestCount
        }
        let limit = LoanTerms.greatestPeriod[due.every.unit] ?? 0
        guard (1...limit).contains(due.every.count) else { throw .periodOutOfRange(due.every) }
        guard (0...3660).contains(due.leastDaysToFirst) else { throw .daysOutOfRange(due.leastDaysToFirst) }
        for (grace, given) in [
            (TermsFault.Grace.principal, principalGrace), (.interest, interestGrace), (.free, interestFree),
        ] {
            guard given == 0 || (0..<count).contains(given) else { throw .graceOutOfRange(grace, given, of: count) }
        }
        if let start = due.countedFrom, start > disbursedOn {
            throw .countedFromAfterDisbursement(start, disbursedOn: disbursedOn)
        }
        try checkMethod()
        try checkChanges()
    }

    private func checkMethod() throws(TermsFault) {
        if fixedInstalmentMinor != nil, method != .equalInstalments {
            throw .doesNotFit(.instalment, method: method.words)
        }
        if fixedPrincipalMinor != nil, method != .equalPrincipal, method != .flat {
            throw .doesNotFit(.fixedPrincipal, method: method.words)
        }
        if balloonMinor > 0, method == .interestFirst || method == .bullet {
            throw .doesNotFit(.balloon, method: method.words)
        }
    }

    private func checkChanges() throws(TermsFault) {
        var last = disbursedOn
        for change in changes {
            guard change.on >= last else { throw .changesOutOfOrder(change.on, after: last) }
            last = change.on
            switch change.kind {
            case .disbursement(let added): try amount(.disbursement, added, least: 1)
            case .rate(let new):
                try LoanTerms.check(new)
                if method == .flat { throw .flatLoanChanges(change.on) }
            case .earlyRepayment(let repaid):
                try amount(.earlyRepayment, repaid, least: 1)
                if method == .flat { throw .flatLoanChanges(change.on) }
            case .interestBearing(let more):
                guard more.magnitude <= UInt64(LoanTerms.greatestAmountMinor) else {
                    throw .amountOutOfRange(.principal, more)
                }
                if method == .flat { throw .flatLoanChanges(change.on) }
            }
        }
        let total = changes.reduce(Int128(principalMinor)) { sum, change in
            if case .disbursement(let added) = change.kind { sum + Int128(added) } else { sum }
        }
        guard total <= LoanTerms.greatestAmountMinor else {
            throw .amountOutOfRange(.disbursement, Int64(clamping: total))
        }
        let rates = changes.compactMap { if case .rate(let rate) = $0.kind { rate.yearlyBillionths } else { nil } }
        let rate = rates.reduce(rate.yearlyBillionths, max)
        let years = due.every.nominalYears(dayCount)
        let count = if case .instalments(let given) = length { given } else { LoanTerms.greatestCount }
        // Twice the nominal time and one longest period more: no day count and no odd first period exceeds it; moved
        // dates may reach to the end of the calendar.
        let longest =
            Int128(years.numerator) * Int128(2 * count) / Int128(years.denominator)
            + (due.moved.isEmpty ? 21 : 10_000)
        guard total * Int128(rate) / Int128(InterestRate.billion) * longest < Int128(Int64.max / 4) else {
            throw .interestTooLarge(rate)
        }
    }

    private func amount(
        _ amount: TermsFault.LoanAmount, _ value: Int64, least: Int64, most: Int64 = LoanTerms.greatestAmountMinor
    ) throws(TermsFault) {
        guard value >= least, value <= most, value <= LoanTerms.greatestAmountMinor else {
            throw .amountOutOfRange(amount, value)
        }
    }

    private static func check(_ rate: InterestRate) throws(TermsFault) {
        guard (0...InterestRate.greatest.yearlyBillionths).contains(rate.yearlyBillionths) else {
            throw .rateOutOfRange(rate.yearlyBillionths)
        }
    }
}

extension RepaymentMethod {
    /// For people.
    package var words: String {
        switch self {
        case .equalInstalments: "equal instalments"
        case .equalPrincipal: "equal principal"
        case .flat: "flat interest"
        case .interestFirst: "interest first"
        case .bullet: "one payment at the end"
        }
    }
}
