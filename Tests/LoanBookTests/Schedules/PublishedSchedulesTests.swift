import CivilTime
import LoanBook
import Testing

/// Every case of the published tables, to the cent. Conventions are those at the head of the file; nothing here knows a
/// result.
@Suite(.enabled(if: PublishedCases.isThere, "shared/data/loan-schedules.md is not beside the repository"))
struct PublishedSchedulesTests {
    @Test func `the file holds cases`() {
        #expect(PublishedCases.all.count >= 11)
    }

    @Test(arguments: PublishedCases.all)
    func `a published schedule is computed to the cent`(_ given: PublishedCases.Case) throws {
        if given.input("LoanProduct") != nil {
            try checkTable(given)
        } else if given.text.contains("annual rate ") {
            try checkPeriods(given)
        } else if given.title.hasPrefix("Balloon") {
            try PublishedProse.checkBalloon(given)
        } else if given.title.hasPrefix("Month-end") {
            try PublishedProse.checkDueDates(given)
        } else if given.text.contains("Repay Fixed Amount per Period") {
            try PublishedProse.checkRoundedUp(given)
        } else {
            Issue.record("case \(given.number) is of no known kind: \(given.title)")
        }
    }

    /// Instalments in whole units of a currency of two decimals, ties to even; a year of 365 days also in 2024; a
    /// period is a twelfth of the year unless interest is daily.
    private func checkTable(_ given: PublishedCases.Case) throws {
        func input(_ name: String) throws -> String { try #require(given.input(name), "\(name) is missing") }
        let method: RepaymentMethod =
            try input("interest type") == "FLAT"
            ? .flat
            : try input("amortization type") == "EQUAL_INSTALLMENTS" ? .equalInstalments : .equalPrincipal
        var terms = LoanTerms(
            currency: try #require(Currency.named("EUR")),
            principalMinor: try PublishedCases.cents(input("with Principal")),
            disbursedOn: try PublishedCases.date(words: input("submitted on date")),
            rate: .yearly(millionths: try PublishedCases.cents(input("ANNUAL interest rate %")) * 100), method: method,
            length: .instalments(try #require(Int(input("numberOfRepayments")))),
            due: DueDates(
                every: PeriodLength(
                    try #require(Int(input("repaymentEvery"))), try unit(input("repaymentFrequencyType")))),
            interest: try input("interest calculation period") == "DAILY" ? .days : .wholePeriods)
        terms.unitMinor = 100
        terms.levelFromUsualDays = true
        terms.principalGrace = try #require(Int(input("graceOnPrincipalPayment")))
        // The column trap that the file's head describes.
        terms.interestGrace = try #require(Int(input("interest free period")))
        let schedule = try Schedule(terms)

        let rows = given.table.filter { Int($0[0]) != nil }
        #expect(schedule.rows.count == rows.count)
        for (row, expected) in zip(schedule.rows, rows) {
            let figures = try [4, 3, 5, 8].map { try PublishedCases.cents(expected[$0]) }
            #expect(row.dueOn == (try PublishedCases.date(words: expected[2])))
            #expect(row.dueOn - row.from == Int(expected[1]))
            #expect(
                [row.principalMinor, row.balanceMinor, row.interestMinor, row.amountMinor] == figures,
                "row \(row.number)")
        }
        let totals = try #require(given.lines.first { $0.hasPrefix("Totals:") })
        let principal = try #require(totals.firstMatch(of: /Principal due=([0-9.]+), Interest=([0-9.]+)/))
        #expect(schedule.principalMinor == (try PublishedCases.cents(String(principal.1))))
        #expect(schedule.interestMinor == (try PublishedCases.cents(String(principal.2))))
    }

    private func unit(_ name: String) throws -> PeriodLength.Unit {
        switch name {
        case "DAYS": .day
        case "WEEKS": .week
        case "MONTHS": .month
        case "YEARS": .year
        default: try #require(nil, "\(name) is no unit")
        }
    }

    /// Level instalments to the cent from the real periods; the last row may move them by a few cents.
    private func checkPeriods(_ given: PublishedCases.Case) throws {
        let text = given.text
        let rate = try #require(text.firstMatch(of: /annual rate ([0-9.]+) %/)).1.split(separator: ".")
        let fraction = (rate.count > 1 ? String(rate[1]) : "").padding(4)
        let every = try #require(text.firstMatch(of: /every (\d+) ([A-Z]+)/))
        let periods = text.matches(of: /\d+:(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)/)
        let start = try #require(periods.first.flatMap { CivilDate(iso: $0.1) })
        let lent = try text.matches(of: /(\d{4}), (\d+), (\d+) -> (\d+(?:\.\d+)?)/).map { match in
            let day = CivilDate(year: Int(match.1) ?? 0, month: Int(match.2) ?? 0, day: Int(match.3) ?? 0)
            return (on: try #require(day), minor: try PublishedCases.cents(String(match.4)))
        }
        let first = try #require(lent.first)
        var due = DueDates(every: PeriodLength(Int(every.1) ?? 0, try unit(String(every.2))), countedFrom: start)
        // Where one period does not begin with the end of the one before, regular ones are meant.
        if zip(periods, periods.dropFirst()).allSatisfy({ $0.2 == $1.1 }) {
            for (index, period) in periods.enumerated() { due.moved[index + 1] = CivilDate(iso: period.2) }
        }
        let isMonthOf30 = text.contains("daysInMonth=DAYS_30")
        let counts: [(String, DayCount)] = [
            ("DAYS_360", .actual360), ("DAYS_364", .actual364), ("DAYS_365", .actual365),
            ("ACTUAL", .actualActualFrom31December),
        ]
        let dayCount = try #require(counts.first { text.contains("daysInYear=\($0.0)") }).1
        var terms = LoanTerms(
            currency: try #require(Currency.named("USD")), principalMinor: first.minor, disbursedOn: first.on,
            rate: .yearly(millionths: try #require(Int64(String(rate[0]) + fraction))), method: .equalInstalments,
            length: .instalments(periods.count), due: due, interest: isMonthOf30 ? .wholePeriods : .days,
            dayCount: dayCount)
        terms.smoothsLast = true
        terms.changes = lent.dropFirst().map { LoanChange(on: $0.on, .disbursement($0.minor)) }
        let schedule = try Schedule(terms)

        let table = given.table.filter { Int($0[0]) != nil }
        #expect(Set(table.map { $0[0] }).count == schedule.rows.count)
        for expected in table {
            let row = schedule.rows[try #require(Int(expected[0]))]
            let figures = try [2, 5, 6, 7].map { try PublishedCases.cents(expected[$0]) }
            #expect(
                [row.amountMinor, row.interestMinor, row.principalMinor, row.balanceMinor] == figures,
                "row \(row.number)")
        }
    }
}

extension String {
    /// Zeros behind, up to `count` characters.
    fileprivate func padding(_ count: Int) -> String {
        self + String(repeating: "0", count: max(0, count - self.count))
    }
}
