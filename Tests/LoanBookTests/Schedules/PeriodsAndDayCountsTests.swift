import CivilTime
import Testing

@testable import LoanBook

@Suite struct PeriodsAndDayCountsTests {
    @Test(
        arguments: [
            (DayCount.thirty360, "2024-01-31", "2024-02-29", 29, 360),
            (.thirty360, "2024-02-29", "2024-03-31", 31, 360),
            (.thirty360, "2023-01-01", "2024-01-01", 360, 360), (.thirty365, "2022-10-17", "2022-11-01", 14, 365),
            (.actual360, "2024-01-01", "2025-01-01", 366, 360), (.actual364, "2024-01-01", "2024-01-08", 7, 364),
            (.actual365, "2024-02-01", "2024-03-01", 29, 365),
            (.actualActual, "2023-12-12", "2024-01-12", 11_335, 133_590),
            (.actualActualFrom31December, "2023-12-12", "2024-01-12", 11_334, 133_590),
            (.actualActual, "2023-06-30", "2025-06-30", 267_180, 133_590),
            (.actualActual, "9999-12-01", "9999-12-31", 10_980, 133_590),
        ] as [(DayCount, String, String, Int64, Int64)])
    func `days are a part of a year`(count: DayCount, from: String, to: String, days: Int64, year: Int64) throws {
        let fraction = try count.years(from: Sample.date(from), to: Sample.date(to))
        #expect(fraction.numerator == days && fraction.denominator == year)
    }

    @Test func `a part of a year is the sum of its parts`() throws {
        var numbers = SeededNumbers(seed: 7)
        let start = try Sample.date("2015-01-01")
        for _ in 0..<2000 {
            let days = [numbers.below(4000), numbers.below(4000), numbers.below(4000)].sorted().map { start + $0 }
            for count in DayCount.allCases {
                let parts =
                    count.years(from: days[0], to: days[1]).numerator
                    + count.years(from: days[1], to: days[2]).numerator
                #expect(parts == count.years(from: days[0], to: days[2]).numerator)
            }
        }
    }

    @Test(
        arguments: [
            (PeriodLength.monthly, "2024-01-15", "2024-02-15", 1, 1), (.monthly, "2024-01-15", "2024-01-25", 10, 31),
            (.monthly, "2024-01-20", "2024-03-05", 43, 29), (.monthly, "2023-02-28", "2023-03-31", 1, 1),
            (.monthly, "2023-01-31", "2023-02-28", 1, 1), (.quarterly, "2024-01-01", "2024-02-01", 31, 91),
            (.weekly, "2024-01-01", "2024-01-11", 10, 7), (.yearly, "2024-02-29", "2025-02-28", 1, 1),
        ] as [(PeriodLength, String, String, Int64, Int64)])
    func `an odd period is whole ones and a part`(
        every: PeriodLength, from: String, to: String, numerator: Int64, denominator: Int64
    ) throws {
        let lengths = try every.lengths(from: Sample.date(from), to: Sample.date(to))
        #expect(lengths.numerator == numerator && lengths.denominator == denominator)
    }

    @Test func `an odd first period bears interest for its days`() throws {
        var terms = try Sample.terms(.equalPrincipal, on: "2024-01-15", interest: .wholePeriodsAndParts)
        terms.due.first = try Sample.date("2024-02-20")
        let rows = try Schedule(terms).rows
        // A month and 5 of 29 days at 1 % on 12,000.00; then a whole month on 11,000.00.
        #expect(rows.map(\.interestMinor).prefix(2) == [14_069, 11_000])
        terms.interest = .wholePeriods
        #expect(try Schedule(terms).rows.map(\.interestMinor).prefix(2) == [12_000, 11_000])
        terms.due.first = nil
        let whole = try Schedule(terms)
        terms.interest = .wholePeriodsAndParts
        #expect(try Schedule(terms).rows == whole.rows)
    }

    @Test func `due dates keep the day of the first one`() throws {
        func dates(_ due: DueDates, _ count: Int, on day: String) throws -> [String] {
            try due.dates(count, disbursedOn: Sample.date(day)).map(\.description)
        }
        #expect(
            try dates(.monthly, 3, on: "2024-01-31") == ["2024-02-29", "2024-03-31", "2024-04-30"])
        #expect(
            try dates(DueDates(every: .monthly, staysAtMonthEnd: true), 3, on: "2024-02-29")
                == ["2024-03-31", "2024-04-30", "2024-05-31"])
        #expect(
            try dates(DueDates(every: .quarterly, first: Sample.date("2023-11-30")), 3, on: "2023-10-05")
                == ["2023-11-30", "2024-02-29", "2024-05-30"])
        // A first date that is late enough as it is keeps the day that all others have.
        #expect(
            try dates(DueDates(every: .monthly, leastDaysToFirst: 29), 2, on: "2024-01-31")
                == ["2024-02-29", "2024-03-31"])
        #expect(
            try dates(DueDates(every: .monthly, leastDaysToFirst: 30), 2, on: "2024-01-31")
                == ["2024-03-01", "2024-04-01"])
        #expect(try dates(DueDates(every: .fortnightly), 2, on: "2024-02-20") == ["2024-03-05", "2024-03-19"])
        #expect(try dates(DueDates(every: .yearly), 2, on: "2024-02-29") == ["2025-02-28", "2026-02-28"])
    }

    @Test func `roundings differ at a tie and beside it`() {
        let values: [(Int128, [Int128])] = [
            (24, [2, 2, 2, 3, 2]), (25, [2, 3, 2, 3, 2]), (26, [3, 3, 3, 3, 2]),
            (35, [4, 4, 3, 4, 3]), (30, [3, 3, 3, 3, 3]),
        ]
        for (value, results) in values {
            #expect(Rounding.allCases.map { $0.quotient(value, by: 10) } == results)
        }
    }
}
