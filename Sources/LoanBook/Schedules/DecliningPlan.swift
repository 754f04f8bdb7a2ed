internal import CivilTime

/// Instalments of a loan whose interest is on what is still owed. One step is one period.
struct DecliningPlan {
    let terms: LoanTerms
    private(set) var rows: [ScheduleRow] = []

    /// Instalments after the down payment; nil when the loan runs until it is repaid.
    private var count: Int?
    private var dates: [CivilDate] = []
    private var walk: DueDateWalk
    /// Periods that one row stands for: all of them when there is one payment at the end.
    private var periods = 1

    private var done = 0
    private var from: CivilDate
    private var balance: Int64
    private var beside: Int64 = 0
    private var rate: InterestRate
    private var nextChange = 0
    private var deferred: Int64 = 0
    /// The level instalment, or the equal part of principal, in force; nil when it has to be computed.
    private var level: Int64?
    private var isDisbursed: Bool
    /// A trial looks no further than the changes before it.
    private var isTrial = false

    init(_ terms: LoanTerms) throws(TermsFault) {
        self.terms = terms
        walk = try DueDateWalk(terms.due, disbursedOn: terms.disbursedOn)
        from = walk.start
        rate = terms.rate
        balance = terms.principalMinor - terms.downPaymentMinor
        isDisbursed = terms.disbursedOn == walk.start
        switch terms.length {
        case .instalments(let given):
            dates.reserveCapacity(given)
            for _ in 0..<given { dates.append(try walk.next()) }
            count = given
            if terms.method == .bullet {
                dates = Array(dates.suffix(1))
                (count, periods) = (1, given)
            }
        case .instalmentsOf(let each):
            count = nil
            level = each
        }
        level = level ?? terms.fixedInstalmentMinor ?? terms.fixedPrincipalMinor
        if terms.downPaymentMinor > 0 {
            rows.append(
                ScheduleRow(
                    number: 1, from: terms.disbursedOn, dueOn: terms.disbursedOn,
                    principalMinor: terms.downPaymentMinor, interestMinor: 0, feeMinor: 0, earnedMinor: 0,
                    balanceMinor: balance))
        }
        if !isDisbursed { balance = 0 }
        let first = try due(1)
        guard terms.disbursedOn < first || walk.start == first else {
            throw .disbursedAfterFirstDueDate(terms.disbursedOn, dueOn: first)
        }
    }

    mutating func run() throws(TermsFault) {
        while balance > 0 || !isDisbursed || (nextChange < terms.changes.count && !isTrial) {
            if let count, done == count { break }
            guard done < LoanTerms.greatestCount else { throw .tooManyInstalments(LoanTerms.greatestCount) }
            try step()
        }
        if !isTrial, nextChange < terms.changes.count {
            throw .changeOutsideTerm(terms.changes[nextChange].on, from: walk.start, to: from)
        }
    }

    private mutating func due(_ number: Int) throws(TermsFault) -> CivilDate {
        while dates.count < number { dates.append(try walk.next()) }
        return dates[number - 1]
    }

    private mutating func step() throws(TermsFault) {
        let number = done + 1
        let dueOn = try due(number)
        let (earned, growth) = try earn(until: dueOn, isFree: number <= terms.interestFree)
        let isLast = number == count
        var principal: Int64 = 0
        if isLast {
            principal = balance
        } else if number > terms.principalGrace {
            principal = try principalDue(earned: earned, growth: growth, dueOn: dueOn)
        }
        balance -= principal
        deferred += earned
        let asked = number <= terms.interestGrace && balance > 0 ? 0 : deferred
        deferred -= asked
        rows.append(
            ScheduleRow(
                number: Int32(rows.count + 1), from: from, dueOn: dueOn, principalMinor: principal,
                interestMinor: asked, feeMinor: terms.feeMinor, earnedMinor: earned, balanceMinor: balance))
        done = number
        from = dueOn
    }

    /// Interest of the period that ends on `dueOn`, with whatever changes in it.
    private mutating func earn(until dueOn: CivilDate, isFree: Bool) throws(TermsFault) -> (Int64, PeriodGrowth) {
        var earning = Earning(
            terms: terms, from: from, due: dueOn, balance: balance, rate: isFree ? .zero : rate)
        earning.periods = periods
        earning.beside = beside
        let hasChange = nextChange < terms.changes.count && terms.changes[nextChange].on < dueOn && !isTrial
        earning.isSplit = hasChange || !isDisbursed
        if !isDisbursed {
            earning.take(.disbursement(terms.principalMinor - terms.downPaymentMinor), on: terms.disbursedOn)
            isDisbursed = true
        }
        while !isTrial, nextChange < terms.changes.count, terms.changes[nextChange].on < dueOn {
            let change = terms.changes[nextChange]
            if case .earlyRepayment(let repaid) = change.kind, repaid >= earning.balance {
                throw .repaidMoreThanOwed(change.on, repaid: repaid, owed: earning.balance)
            }
            if case .rate(let new) = change.kind {
                rate = new
                earning.take(.rate(isFree ? .zero : new), on: change.on)
            } else {
                earning.take(change.kind, on: change.on)
            }
            try follow(change)
            nextChange += 1
        }
        let earned = earning.close(on: dueOn)
        balance = earning.balance
        beside = earning.beside
        return (earned, earning.growth)
    }

    /// What a change does to the instalments that follow.
    private mutating func follow(_ change: LoanChange) throws(TermsFault) {
        guard terms.method == .equalInstalments || terms.method == .equalPrincipal else { return }
        if case .interestBearing = change.kind { return }
        switch change.after {
        case .keepsInstalment: count = level == nil ? count : nil
        case .keepsTerm:
            guard count != nil else { throw .termIsOpen(change.on) }
            if terms.fixedInstalmentMinor == nil, terms.fixedPrincipalMinor == nil { level = nil }
        }
    }

    /// Principal of an instalment that is not the last of a term that is set.
    private mutating func principalDue(
        earned: Int64, growth: PeriodGrowth, dueOn: CivilDate
    ) throws(TermsFault) -> Int64 {
        switch terms.method {
        case .interestFirst, .bullet, .flat: return 0
        case .equalPrincipal:
            let share = if let level { level } else { try equalShare() }
            level = share
            return min(share, max(0, balance - (count == nil ? 0 : terms.balloonMinor)))
        case .equalInstalments:
            let instalment = if let level { level } else { try levelInstalment(earned: earned, growth: growth) }
            level = instalment
            if count == nil, instalment <= earned, balance > 0 {
                throw .neverRepaid(instalment: instalment, interest: earned, dueOn: dueOn)
            }
            return min(max(0, instalment - earned), max(0, balance - (count == nil ? 0 : terms.balloonMinor)))
        }
    }

    /// Instalments that pay principal, this one included.
    private var paying: Int { (count ?? 1) - max(done, terms.principalGrace) }

    private func equalShare() throws(TermsFault) -> Int64 {
        let rest = max(0, balance - terms.balloonMinor)
        let share = Int64(terms.rounding.quotient(Int128(rest), by: Int128(paying)))
        guard share > 0 || rest == 0 else { throw .unitTooLarge(unit: 1, instalment: rest) }
        return share
    }

    /// The level instalment for what is owed now, as if all of it had been owed since the period began.
    private func levelInstalment(earned: Int64, growth: PeriodGrowth) throws(TermsFault) -> Int64 {
        let last = count ?? done + 1
        var arithmetic = LevelInstalment()
        for number in (done + 1)...last {
            let isFree = number <= terms.interestFree
            arithmetic.add(
                terms.levelFromUsualDays
                    ? usualGrowth : isFree ? .none : number == done + 1 ? growth : wholeGrowth(number))
        }
        let level = arithmetic.amount(
            balance: balance, balloon: min(terms.balloonMinor, balance), unit: terms.unitMinor,
            rounding: terms.unitRounding ?? terms.rounding)
        guard level > 0 else {
            throw .unitTooLarge(unit: terms.unitMinor, instalment: balance / Int64(last - done))
        }
        return terms.smoothsLast && !isTrial ? try smoothed(level, earned: earned, paying: last - done) : level
    }

    private var usualGrowth: PeriodGrowth {
        let years =
            terms.interest == .days
            ? terms.due.every.usualYears(terms.dayCount) : terms.due.every.nominalYears(terms.dayCount)
        return PeriodGrowth(
            numerator: rate.yearlyBillionths * years.numerator, denominator: InterestRate.billion * years.denominator)
    }

    /// Growth of a whole later period at the rate of now.
    private func wholeGrowth(_ number: Int) -> PeriodGrowth {
        let years = terms.years(
            dates[number - 2], dates[number - 1], from: dates[number - 2], due: dates[number - 1], periods: periods,
            isSplit: false)
        return PeriodGrowth(
            numerator: rate.yearlyBillionths * years.numerator, denominator: InterestRate.billion * years.denominator)
    }

    /// `level`, or one that leaves the last row nearer to the others: the difference spread over the instalments.
    private func smoothed(_ level: Int64, earned: Int64, paying: Int) throws(TermsFault) -> Int64 {
        let difference = try lastRow(level, earned: earned) - level
        guard paying > 1, difference.magnitude > UInt64(paying / 2) else { return level }
        let step = Int64(terms.rounding.quotient(Int128(difference.magnitude), by: Int128(paying)))
        let moved = (terms.unitRounding ?? terms.rounding)
            .multiple(of: terms.unitMinor, max(0, level + (difference < 0 ? -step : step)))
        guard moved > 0, moved != level else { return level }
        return (try lastRow(moved, earned: earned) - moved).magnitude < difference.magnitude ? moved : level
    }

    /// What the last instalment would be if this one and all others were `level` and nothing changed any more.
    private func lastRow(_ level: Int64, earned: Int64) throws(TermsFault) -> Int64 {
        var trial = self
        trial.isTrial = true
        trial.level = level
        trial.rows = []
        trial.balance -= min(max(0, level - earned), max(0, balance - terms.balloonMinor))
        trial.from = dates[done]
        trial.done += 1
        try trial.run()
        return trial.rows.last.map { $0.principalMinor + $0.earnedMinor - terms.balloonMinor } ?? 0
    }
}
