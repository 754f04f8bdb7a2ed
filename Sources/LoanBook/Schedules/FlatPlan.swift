internal import CivilTime

/// Instalments of a loan with flat interest (等本等息): each disbursement is repaid in equal parts from the instalment
/// after it on, and its interest, counted once on the whole of it, in equal parts too.
struct FlatPlan {
    private let terms: LoanTerms
    private let start: CivilDate
    private let dates: [CivilDate]

    init(_ terms: LoanTerms) throws(TermsFault) {
        self.terms = terms
        var walk = try DueDateWalk(terms.due, disbursedOn: terms.disbursedOn)
        start = walk.start
        var dates: [CivilDate] = []
        for _ in 0..<terms.instalmentCount { dates.append(try walk.next()) }
        self.dates = dates
        guard let first = dates.first, let last = dates.last, terms.disbursedOn < first || start == first else {
            throw .disbursedAfterFirstDueDate(terms.disbursedOn, dueOn: dates.first ?? start)
        }
        if let late = terms.changes.first(where: { $0.on >= last }) {
            throw .changeOutsideTerm(late.on, from: start, to: last)
        }
    }

    func rows() throws(TermsFault) -> [ScheduleRow] {
        var principal = [Int64](repeating: 0, count: dates.count)
        var interest = principal
        var lent = principal
        let first = terms.principalMinor - terms.downPaymentMinor
        lent[0] += first
        try spread(first, on: terms.disbursedOn, from: 0, balloon: terms.balloonMinor, &principal, &interest)
        for change in terms.changes {
            guard case .disbursement(let added) = change.kind, let row = dates.firstIndex(where: { $0 > change.on })
            else { continue }
            lent[row] += added
            try spread(added, on: change.on, from: row, balloon: 0, &principal, &interest)
        }
        return written(principal, interest, lent)
    }

    /// Adds the parts of `amount`, lent on `day`, to the rows from `first` on.
    private func spread(
        _ amount: Int64, on day: CivilDate, from first: Int, balloon: Int64, _ principal: inout [Int64],
        _ interest: inout [Int64]
    ) throws(TermsFault) {
        let count = dates.count - first
        let total = totalInterest(amount, on: day, periods: count)
        // Grace is counted in instalments of the loan.
        let free = max(0, min(terms.interestFree, dates.count - 1) - first)
        let asked = max(0, total - Int64(free) * part(total, of: count))
        let silent = max(free, max(0, min(terms.interestGrace, dates.count - 1) - first))
        let grace = max(0, min(terms.principalGrace, dates.count - 1) - first)
        let interestPart = part(asked, of: count - silent)
        var principalPart = terms.fixedPrincipalMinor ?? part(amount - balloon, of: count - grace)
        if terms.unitMinor > 1 {
            // Both parts are rounded, so that their sum is a multiple of the unit and the interest stays exact.
            let rounding = terms.unitRounding ?? terms.rounding
            principalPart =
                rounding.multiple(of: terms.unitMinor, principalPart)
                + rounding.multiple(of: terms.unitMinor, interestPart) - interestPart
        }
        guard principalPart > 0 || amount == balloon else {
            throw .unitTooLarge(unit: terms.unitMinor, instalment: amount / Int64(count))
        }
        var (owed, unasked) = (amount, asked)
        for row in 0..<count {
            let isLast = row == count - 1
            let repaid = isLast ? owed : row < grace ? 0 : max(0, min(principalPart, owed - balloon))
            let due = isLast ? unasked : row < silent ? 0 : min(interestPart, unasked)
            owed -= repaid
            unasked -= due
            principal[first + row] += repaid
            interest[first + row] += due
        }
    }

    private func part(_ amount: Int64, of count: Int) -> Int64 {
        Int64(terms.rounding.quotient(Int128(amount), by: Int128(count)))
    }

    /// Interest on the whole `amount` for the whole time: every period counts as a whole one, or days do.
    private func totalInterest(_ amount: Int64, on day: CivilDate, periods: Int) -> Int64 {
        var years = terms.due.every.nominalYears(terms.dayCount)
        years.numerator *= Int64(periods)
        if terms.interest == .days {
            years = terms.dayCount.years(from: day, to: dates[dates.count - 1])
        }
        return Int64(
            terms.rounding.quotient(
                Int128(amount) * Int128(terms.rate.yearlyBillionths) * Int128(years.numerator),
                by: Int128(InterestRate.billion) * Int128(years.denominator)))
    }

    private func written(_ principal: [Int64], _ interest: [Int64], _ lent: [Int64]) -> [ScheduleRow] {
        var rows: [ScheduleRow] = []
        if terms.downPaymentMinor > 0 {
            rows.append(
                ScheduleRow(
                    number: 1, from: terms.disbursedOn, dueOn: terms.disbursedOn,
                    principalMinor: terms.downPaymentMinor, interestMinor: 0, feeMinor: 0, earnedMinor: 0,
                    balanceMinor: terms.principalMinor - terms.downPaymentMinor))
        }
        var balance: Int64 = 0
        var from = start
        for index in dates.indices {
            balance += lent[index] - principal[index]
            rows.append(
                ScheduleRow(
                    number: Int32(rows.count + 1), from: from, dueOn: dates[index], principalMinor: principal[index],
                    interestMinor: interest[index], feeMinor: terms.feeMinor, earnedMinor: interest[index],
                    balanceMinor: balance))
            from = dates[index]
        }
        // Parts rounded up may have repaid everything before the last date.
        while let last = rows.last, last.principalMinor == 0, last.interestMinor == 0, rows.count > 1 {
            rows.removeLast()
        }
        return rows
    }
}
