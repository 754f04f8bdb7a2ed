import CivilTime
import LoanBook
import Testing

/// Tables that the tests of Apache Fineract (release 1.11 in development, October 2024) assert, beyond those in the
/// shared file: amount, interest, principal and balance of each row, in minor units.
@Suite struct AssertedSchedulesTests {
    /// 100.00 over six periods from 1 January 2024, level to the cent, the last row brought near to the others.
    private func small(
        _ millionths: Int64, interest: InterestPeriod = .wholePeriods, dayCount: DayCount = .actual360,
        every: PeriodLength = .monthly, on day: String = "2024-01-01", count: Int = 6
    ) throws -> LoanTerms {
        var terms = try Sample.terms(
            .equalInstalments, principal: 10_000, on: day, millionths: millionths, length: .instalments(count),
            due: DueDates(every: every), interest: interest, dayCount: dayCount, currency: "USD")
        terms.smoothsLast = true
        return terms
    }

    @Test func `a year of 365 days and real months`() throws {
        #expect(
            try Schedule(small(156_780, interest: .days, dayCount: .actual365)).figures == [
                [1743, 133, 1610, 8390], [1743, 105, 1638, 6752], [1743, 90, 1653, 5099], [1743, 66, 1677, 3422],
                [1743, 46, 1697, 1725], [1747, 22, 1725, 0],
            ])
    }

    @Test func `real months and years over the end of a common year`() throws {
        #expect(
            try Schedule(small(94_822, interest: .days, dayCount: .actualActual, on: "2023-12-12")).figures == [
                [1713, 80, 1633, 8367], [1713, 67, 1646, 6721], [1713, 50, 1663, 5058], [1713, 41, 1672, 3386],
                [1713, 26, 1687, 1699], [1713, 14, 1699, 0],
            ])
    }

    @Test func `fortnights in a year of 364 days`() throws {
        #expect(
            try Schedule(small(94_822, interest: .days, dayCount: .actual364, every: .fortnightly, count: 3)).figures
                == [[3357, 36, 3321, 6679], [3357, 24, 3333, 3346], [3358, 12, 3346, 0]])
    }

    @Test func `every fifteen days in a year of 360`() throws {
        #expect(
            try Schedule(small(94_822, interest: .days, every: PeriodLength(15, .day))).figures == [
                [1690, 40, 1650, 8350], [1690, 33, 1657, 6693], [1690, 26, 1664, 5029], [1690, 20, 1670, 3359],
                [1690, 13, 1677, 1682], [1689, 7, 1682, 0],
            ])
    }

    @Test func `a disbursement on a due date counts from the next period`() throws {
        var terms = try small(94_822)
        terms.changes = [LoanChange(on: try Sample.date("2024-03-01"), .disbursement(10_000))]
        // The balance of row 2 is told before the new money, which row 3 begins with.
        #expect(
            try Schedule(terms).figures == [
                [1713, 79, 1634, 8366], [1713, 66, 1647, 6719], [4263, 132, 4131, 12588], [4263, 99, 4164, 8424],
                [4263, 67, 4196, 4228], [4261, 33, 4228, 0],
            ])
    }

    @Test func `a disbursement within the first period`() throws {
        var terms = try small(94_822)
        terms.changes = [LoanChange(on: try Sample.date("2024-01-08"), .disbursement(20_000))]
        #expect(
            try Schedule(terms).figures == [
                [5133, 202, 4931, 25069], [5133, 198, 4935, 20134], [5133, 159, 4974, 15160], [5133, 120, 5013, 10147],
                [5133, 80, 5053, 5094], [5134, 40, 5094, 0],
            ])
    }

    @Test func `a disbursement within a later period`() throws {
        var terms = try small(94_822)
        terms.changes = [LoanChange(on: try Sample.date("2024-02-15"), .disbursement(10_000))]
        #expect(
            try Schedule(terms).figures == [
                [1713, 79, 1634, 8366], [3753, 107, 3646, 14720], [3753, 116, 3637, 11083], [3753, 88, 3665, 7418],
                [3753, 59, 3694, 3724], [3753, 29, 3724, 0],
            ])
    }

    @Test func `disbursements after the day from which periods are counted`() throws {
        var terms = try small(94_822, on: "2024-01-05")
        terms.due.countedFrom = try Sample.date("2024-01-01")
        let day = try Sample.date("2024-01-08")
        terms.changes = [LoanChange(on: day, .disbursement(5000)), LoanChange(on: day, .disbursement(2500))]
        #expect(
            try Schedule(terms).figures == [
                [2994, 115, 2879, 14621], [2994, 116, 2878, 11743], [2994, 93, 2901, 8842], [2994, 70, 2924, 5918],
                [2994, 47, 2947, 2971], [2994, 23, 2971, 0],
            ])
    }

    @Test func `a new rate from a due date on`() throws {
        var terms = try small(70_000)
        terms.changes = [LoanChange(on: try Sample.date("2024-02-01"), .rate(.yearly(millionths: 40_000)))]
        #expect(
            try Schedule(terms).figures == [
                [1701, 58, 1643, 8357], [1688, 28, 1660, 6697], [1688, 22, 1666, 5031], [1688, 17, 1671, 3360],
                [1688, 11, 1677, 1683], [1689, 6, 1683, 0],
            ])
    }

    @Test func `a new rate within a period`() throws {
        var terms = try small(70_000)
        terms.changes = [LoanChange(on: try Sample.date("2024-02-14"), .rate(.yearly(millionths: 40_000)))]
        #expect(
            try Schedule(terms).figures == [
                [1701, 58, 1643, 8357], [1690, 37, 1653, 6704], [1690, 22, 1668, 5036], [1690, 17, 1673, 3363],
                [1690, 11, 1679, 1684], [1690, 6, 1684, 0],
            ])
    }

    @Test func `moved dates do not change periods that count as whole ones`() throws {
        var terms = try small(94_822)
        let days = ["2024-02-01", "2024-03-15", "2024-04-15", "2024-05-15", "2024-06-15", "2024-07-15"]
        for (index, day) in days.enumerated() { terms.due.moved[index + 1] = try Sample.date(day) }
        let schedule = try Schedule(terms)
        #expect(schedule.rows.map(\.dueOn.description) == days)
        #expect(schedule.figures == (try Schedule(small(94_822)).figures))
    }

    /// 5,000.00 at 12 % from November 2022, instalments in whole units.
    private func whole(_ count: Int, _ interest: InterestPeriod) throws -> LoanTerms {
        var terms = try Sample.terms(
            .equalInstalments, principal: 500_000, on: "2022-11-01", length: .instalments(count), interest: interest,
            currency: "EUR")
        terms.unitMinor = 100
        terms.levelFromUsualDays = true
        return terms
    }

    @Test func `daily interest keeps a year of 365 days in a leap year`() throws {
        let schedule = try Schedule(whole(18, .days))
        #expect(
            schedule.rows.map(\.interestMinor) == [
                4932, 4835, 4574, 3892, 4038, 3647, 3495, 3116, 2941, 2660, 2299, 2089, 1741, 1506, 1210, 853, 610, 295,
            ])
        #expect(schedule.rows.dropLast().allSatisfy { $0.amountMinor == 30_500 })
        #expect(schedule.rows[17].amountMinor == 30_233)
    }

    @Test func `usual months make a level instalment that real days do not change`() throws {
        let schedule = try Schedule(whole(6, .days))
        #expect(schedule.rows.map(\.amountMinor).dropLast().allSatisfy { $0 == 86_200 })
    }

    @Test func `interest of a grace is asked for by the first instalment after it`() throws {
        var terms = try whole(18, .wholePeriods)
        terms.principalGrace = 6
        let plain = try Schedule(terms)
        terms.interestGrace = 3
        let deferred = try Schedule(terms)
        #expect(plain.rows.prefix(7).map(\.amountMinor) == [5000, 5000, 5000, 5000, 5000, 5000, 44_400])
        #expect(deferred.rows.prefix(7).map(\.amountMinor) == [0, 0, 0, 20_000, 5000, 5000, 44_400])
        #expect(plain.rows.dropFirst(6).map(\.principalMinor) == deferred.rows.dropFirst(6).map(\.principalMinor))
        for schedule in [plain, deferred] {
            #expect(schedule.rows[17].amountMinor == 44_709)
            #expect(schedule.interestMinor == 63_109)
        }
    }

    @Test func `the instalment of an approved amount is kept while it is paid out in parts`() throws {
        var terms = try whole(6, .wholePeriods)
        terms.fixedInstalmentMinor = 172_500
        terms.changes = [
            LoanChange(on: try Sample.date("2023-01-01"), .disbursement(300_000)),
            LoanChange(on: try Sample.date("2023-03-01"), .disbursement(200_000)),
        ]
        let rows = try Schedule(terms).rows
        #expect(rows.map(\.principalMinor) == [167_500, 169_175, 167_867, 169_545, 169_241, 156_672])
        #expect(rows.map(\.interestMinor) == [5000, 3325, 4633, 2955, 3259, 1567])
    }

    /// On 1 December 1,000 comes in, on 1 January 2,000: what is more than the instalment repays principal.
    private func paidEarly(_ after: AfterChange) throws -> Schedule {
        var terms = try whole(6, .days)
        terms.changes = [LoanChange(on: try Sample.date("2022-12-01"), .earlyRepayment(13_800), after: after)]
        let second = try Schedule(terms).rows[1].amountMinor
        terms.changes.append(
            LoanChange(on: try Sample.date("2023-01-01"), .earlyRepayment(200_000 - second), after: after))
        return try Schedule(terms)
    }

    @Test func `money paid early shortens the loan when the instalment is kept`() throws {
        let rows = try paidEarly(.keepsInstalment).rows
        #expect(rows.map(\.interestMinor) == [4932, 4127, 2131, 1151, 407])
        #expect(rows.dropFirst(2).map(\.principalMinor) == [84_069, 85_049, 39_941])
    }

    @Test func `money paid early lowers the instalment when the term is kept`() throws {
        let rows = try paidEarly(.keepsTerm).rows
        #expect(rows.map(\.interestMinor) == [4932, 4127, 2131, 1451, 1075, 522])
        #expect(rows.dropFirst(2).map(\.amountMinor) == [53_600, 53_600, 53_600, 53_438])
    }
}
