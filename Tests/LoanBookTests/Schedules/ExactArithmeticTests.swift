import CivilTime
import LoanBook
import Testing

/// Figures against exact ones from elsewhere, and the arithmetic of the level instalment at its limits.
@Suite struct ExactArithmeticTests {
    struct Figures: Sendable, CustomTestStringConvertible {
        var terms: [Substring]
        var results: [Substring]
        var testDescription: String { terms.joined(separator: " ") }
    }

    static let figures: [Figures] = {
        let lines = ExactFigures.text.split(separator: "\n").map { $0.split(separator: " ") }
        return stride(from: 0, to: lines.count - 1, by: 2).map { Figures(terms: lines[$0], results: lines[$0 + 1]) }
    }()

    @Test func `there are eighty schedules to compare with`() {
        #expect(Self.figures.count == 80)
    }

    @Test(arguments: figures)
    func `a schedule of random terms has the figures of exact fractions`(_ given: Figures) throws {
        func number(_ index: Int) throws -> Int64 { try #require(Int64(given.terms[index])) }
        func count(_ index: Int) throws -> Int { try #require(Int(given.terms[index])) }
        let methods: [Substring: RepaymentMethod] = [
            "equal": .equalInstalments, "principal": .equalPrincipal, "first": .interestFirst,
        ]
        var terms = LoanTerms(
            currency: try #require(Currency.named("CNY")), principalMinor: try number(1),
            disbursedOn: try #require(CivilDate(iso: given.terms[6])), rate: .yearly(millionths: try number(2)),
            method: try #require(methods[given.terms[0]]), length: .instalments(try count(3)),
            due: DueDates(
                every: PeriodLength(try count(4), try #require(PeriodLength.Unit(rawValue: String(given.terms[5])))),
                first: CivilDate(iso: given.terms[7])),
            interest: try #require(InterestPeriod(rawValue: String(given.terms[8]))),
            dayCount: try #require(DayCount(rawValue: String(given.terms[9]))))
        terms.rounding = try #require(Rounding(rawValue: String(given.terms[10])))
        terms.unitRounding = Rounding(rawValue: String(given.terms[11]))
        terms.unitMinor = try number(12)
        terms.principalGrace = try count(13)
        terms.interestGrace = try count(14)
        terms.interestFree = try count(15)
        terms.balloonMinor = try number(16)

        let schedule = try Schedule(terms)
        let first = try #require(schedule.rows.first)
        let last = try #require(schedule.rows.last)
        var hash: UInt128 = 0
        for row in schedule.rows {
            for value in [Int64(row.dueOn.daysSinceEpoch), row.principalMinor, row.interestMinor, row.balanceMinor] {
                hash = (hash * 1_000_003 + UInt128(value)) % ((1 << 61) - 1)
            }
        }
        let results = [
            "\(schedule.rows.count)", "\(schedule.interestMinor)", "\(first.amountMinor)", "\(last.amountMinor)",
            "\(hash)",
        ]
        #expect(results == given.results.map(String.init))
    }

    @Test func `a level instalment that is whole to the last digit is not rounded up`() throws {
        // Two years at 100 %: 900 ÷ (1/2 + 1/4) = 1,200.
        var terms = try Sample.terms(
            .equalInstalments, principal: 900, millionths: 1_000_000, length: .instalments(2),
            due: DueDates(every: .yearly))
        terms.rounding = .up
        #expect(try Schedule(terms).rows.map(\.amountMinor) == [1200, 1200])
        // 75 ÷ (1/2 + 1/4) is 100, and a hundredth more is not.
        terms.principalMinor = 75
        #expect(try Schedule(terms).rows[0].amountMinor == 100)
        terms.principalMinor = 76
        #expect(try Schedule(terms).rows[0].amountMinor == 102)
    }

    @Test func `a level instalment beside a balloon is not rounded up either`() throws {
        // Two years at 50 %: (10 - 5 x 4/9) / (2/3 + 4/9) = 7, and none of these fractions ends.
        var terms = try Sample.terms(
            .equalInstalments, principal: 10, millionths: 500_000, length: .instalments(2),
            due: DueDates(every: .yearly))
        terms.balloonMinor = 5
        for rounding in Rounding.allCases {
            terms.rounding = rounding
            #expect(try Schedule(terms).figures == [[7, 5, 2, 8], [12, 4, 8, 0]], "\(rounding)")
        }
    }

    @Test func `a tie is a tie although fractions are approximated`() throws {
        var terms = try Sample.terms(
            .equalInstalments, principal: 27, millionths: 1_000_000, length: .instalments(2),
            due: DueDates(every: .yearly))
        terms.unitMinor = 8
        // 27 ÷ 3/4 = 36, halfway between 32 and 40.
        for (rounding, level) in [(Rounding.halfEven, 32), (.halfUp, 40), (.halfDown, 32), (.up, 40), (.down, 32)] {
            terms.unitRounding = rounding
            #expect(try Schedule(terms).rows[0].amountMinor == Int64(level), "\(rounding)")
        }
    }

    @Test func `the greatest terms are computed`() throws {
        var terms = try Sample.terms(
            .equalInstalments, principal: LoanTerms.greatestAmountMinor, millionths: 10_000_000,
            length: .instalments(LoanTerms.greatestCount))
        // 1,000 % a year by the month: each instalment is all but interest.
        var schedule = try Schedule(terms)
        #expect(schedule.rows.count == 1200)
        #expect(schedule.rows[0].amountMinor == 833_333_333_333_333)
        #expect(schedule.principalMinor == LoanTerms.greatestAmountMinor)
        terms.rate = InterestRate.zero
        schedule = try Schedule(terms)
        #expect(schedule.rows[0].amountMinor == 833_333_333_333)
        #expect(schedule.rows[1199].amountMinor == 833_333_333_733)
    }
}
