import CivilTime
import LoanBook
import Testing

/// What holds for every schedule, on terms made up from a seed that a failure prints.
@Suite struct SchedulePropertyTests {
    /// Terms within the limits; some have no schedule, which is answered by a fault.
    static func terms(_ numbers: inout SeededNumbers) throws -> LoanTerms {
        let method = numbers.pick([RepaymentMethod.equalInstalments, .equalPrincipal, .flat, .interestFirst, .bullet])
        let count = 1 + numbers.below(numbers.pick([3, 12, 36, 120]))
        let principal = Int64(1 + numbers.below(numbers.pick([50, 5000, 2_000_000, 900_000_000])))
        let day = try Sample.date("2019-01-01") + numbers.below(3000)
        var due = DueDates(
            every: numbers.pick([.weekly, .fortnightly, .monthly, .monthly, .monthly, .quarterly, .yearly]),
            first: numbers.below(3) == 0 ? day + numbers.below(60) : nil, staysAtMonthEnd: numbers.below(4) == 0)
        if numbers.below(5) == 0 { due.leastDaysToFirst = numbers.below(40) }
        var terms = LoanTerms(
            currency: try #require(Currency.named(numbers.pick(["JPY", "CNY", "KWD"]))), principalMinor: principal,
            disbursedOn: day, rate: .yearly(millionths: Int64(numbers.below(numbers.pick([1, 400_000, 3_600_000])))),
            method: method, length: .instalments(count), due: due,
            interest: numbers.pick(InterestPeriod.allCases), dayCount: numbers.pick(DayCount.allCases))
        terms.rounding = numbers.pick(Rounding.allCases)
        terms.unitMinor = numbers.pick([1, 1, 1, 10, 100])
        terms.roundsStretches = numbers.below(3) > 0
        terms.smoothsLast = numbers.below(3) == 0
        terms.levelFromUsualDays = numbers.below(4) == 0
        terms.feeMinor = Int64(numbers.below(3) * 50)
        if count > 2, method != .bullet {
            terms.principalGrace = numbers.below(count / 2)
            terms.interestGrace = numbers.below(count / 2)
            terms.interestFree = numbers.below(3) == 0 ? numbers.below(count / 2) : 0
        }
        if numbers.below(5) == 0 { terms.downPaymentMinor = principal / 5 }
        if numbers.below(4) == 0, method != .interestFirst, method != .bullet { terms.balloonMinor = principal / 3 }
        guard numbers.below(3) == 0 else { return terms }
        var changeDay = day
        for _ in 0..<numbers.below(4) {
            changeDay = changeDay + numbers.below(70)
            let kinds: [LoanChange.Kind] = [
                .disbursement(Int64(1 + numbers.below(Int(principal)))),
                .rate(.yearly(millionths: Int64(numbers.below(500_000)))),
                .earlyRepayment(Int64(1 + numbers.below(Int(principal) / 10 + 1))),
            ]
            terms.changes.append(
                LoanChange(
                    on: changeDay, method == .flat ? kinds[0] : numbers.pick(kinds),
                    after: numbers.below(4) == 0 ? .keepsInstalment : .keepsTerm))
        }
        return terms
    }

    @Test func `a schedule repays what was lent and nothing is negative`() throws {
        var made = 0
        for seed in UInt64(0)..<2000 {
            var numbers = SeededNumbers(seed: seed)
            let terms = try Self.terms(&numbers)
            let schedule: Schedule
            do throws(TermsFault) { schedule = try Schedule(terms) } catch { continue }
            made += 1
            check(schedule, "seed \(seed)")
        }
        // Most of what is made up has a schedule, and some has none.
        #expect((1500..<2000).contains(made), "\(made)")
    }

    private func check(_ schedule: Schedule, _ seed: Comment) {
        let terms = schedule.terms
        var lent = terms.principalMinor
        var repaidEarly: Int64 = 0
        for change in terms.changes {
            switch change.kind {
            case .disbursement(let added): lent += added
            case .earlyRepayment(let repaid): repaidEarly += repaid
            case .rate, .interestBearing: continue
            }
        }
        #expect(schedule.principalMinor == lent - repaidEarly, seed)
        #expect(schedule.rows.last?.balanceMinor == 0, seed)
        #expect(schedule.rows.map(\.number) == Array(1...Int32(schedule.rows.count)), seed)
        #expect(schedule.rows.reduce(0) { $0 + $1.earnedMinor } == schedule.interestMinor, seed)
        #expect(schedule.amountMinor == schedule.principalMinor + schedule.interestMinor + schedule.feeMinor, seed)
        for row in schedule.rows {
            #expect(
                row.principalMinor >= 0 && row.interestMinor >= 0 && row.feeMinor >= 0 && row.earnedMinor >= 0
                    && row.balanceMinor >= 0, seed)
            #expect(row.from <= row.dueOn, seed)
        }
        let regular = terms.downPaymentMinor > 0 ? schedule.rows.dropFirst() : schedule.rows[...]
        for (row, next) in zip(regular, regular.dropFirst()) {
            #expect(row.dueOn < next.dueOn && next.from == row.dueOn, seed)
        }
        if terms.changes.isEmpty {
            for (row, next) in zip(schedule.rows, schedule.rows.dropFirst()) {
                #expect(row.balanceMinor - next.principalMinor == next.balanceMinor, seed)
            }
        }
    }

    @Test func `interest accrues from day to day and is all earned on the due date`() throws {
        for seed in UInt64(0)..<400 {
            var numbers = SeededNumbers(seed: seed)
            let terms = try Self.terms(&numbers)
            let schedule: Schedule
            do throws(TermsFault) { schedule = try Schedule(terms) } catch { continue }
            var asked: Int64 = 0
            var earned: Int64 = 0
            for row in schedule.rows.prefix(8) where row.from < row.dueOn {
                #expect(schedule.accruedMinor(on: row.from) == earned - asked, "seed \(seed)")
                var last = earned - asked
                // The last day before the due date and a few others; the sum never falls within the period.
                let days = stride(from: 1, to: row.dueOn - row.from, by: max(1, (row.dueOn - row.from) / 5))
                for day in days {
                    let accrued = schedule.accruedMinor(on: row.from + day)
                    #expect(accrued >= last && accrued <= earned - asked + row.earnedMinor, "seed \(seed)")
                    last = accrued
                }
                earned += row.earnedMinor
                asked += row.interestMinor
            }
        }
    }

    @Test func `level instalments are level and the last row takes the difference`() throws {
        for seed in UInt64(0)..<300 {
            var numbers = SeededNumbers(seed: seed)
            let count = 2 + numbers.below(119)
            var terms = try Sample.terms(
                .equalInstalments, principal: Int64(100_000 + numbers.below(100_000_000)),
                millionths: Int64(numbers.below(360_000)), length: .instalments(count))
            terms.unitMinor = numbers.pick([1, 100])
            let rows = try Schedule(terms).rows
            let level = rows[0].amountMinor
            #expect(level % terms.unitMinor == 0)
            #expect(rows.dropLast().allSatisfy { $0.amountMinor == level }, "seed \(seed)")
            // Half a unit an instalment, with the interest on it, and half a minor unit for each rounding.
            let difference = (rows[rows.count - 1].amountMinor - level).magnitude
            #expect(difference <= UInt64(terms.unitMinor * Int64(count) * 8), "seed \(seed)")
        }
    }

    @Test func `a rate that changes to itself changes nothing`() throws {
        for method in [RepaymentMethod.equalPrincipal, .interestFirst] {
            var terms = try Sample.terms(method)
            let plain = try Schedule(terms)
            terms.changes = [LoanChange(on: try Sample.date("2024-04-01"), .rate(terms.rate))]
            #expect(try Schedule(terms).rows == plain.rows)
        }
    }
}
