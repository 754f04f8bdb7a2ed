import CivilTime
import LoanBook
import Testing

@Suite struct ScheduleFaultTests {
    private func fault(_ change: (inout LoanTerms) throws -> Void) throws -> TermsFault? {
        var terms = try Sample.terms(.equalInstalments)
        try change(&terms)
        do throws(TermsFault) {
            _ = try Schedule(terms)
            return nil
        } catch {
            return error
        }
    }

    @Test func `amounts outside their limits are refused`() throws {
        #expect(try fault { $0.principalMinor = 0 } == .amountOutOfRange(.principal, 0))
        #expect(try fault { $0.principalMinor = -5 } == .amountOutOfRange(.principal, -5))
        #expect(try fault { $0.principalMinor = .max } == .amountOutOfRange(.principal, .max))
        #expect(try fault { $0.downPaymentMinor = 1_200_000 } == .amountOutOfRange(.downPayment, 1_200_000))
        #expect(try fault { $0.balloonMinor = 1_200_001 } == .amountOutOfRange(.balloon, 1_200_001))
        #expect(try fault { $0.feeMinor = -1 } == .amountOutOfRange(.fee, -1))
        #expect(try fault { $0.unitMinor = 0 } == .amountOutOfRange(.unit, 0))
        #expect(try fault { $0.unitMinor = 1_000_000 } == .unitTooLarge(unit: 1_000_000, instalment: 100_000))
        #expect(
            try fault {
                $0.changes = [
                    LoanChange(on: try Sample.date("2024-02-02"), .disbursement(LoanTerms.greatestAmountMinor))
                ]
            } == .amountOutOfRange(.disbursement, LoanTerms.greatestAmountMinor + 1_200_000))
    }

    @Test func `counts, periods, rates and graces outside their limits are refused`() throws {
        #expect(try fault { $0.length = .instalments(0) } == .countOutOfRange(0))
        #expect(try fault { $0.length = .instalments(1201) } == .countOutOfRange(1201))
        #expect(try fault { $0.length = .instalments(1200) } == nil)
        #expect(try fault { $0.due.every = PeriodLength(0, .month) } == .periodOutOfRange(PeriodLength(0, .month)))
        #expect(try fault { $0.due.every = PeriodLength(11, .year) } == .periodOutOfRange(PeriodLength(11, .year)))
        #expect(try fault { $0.rate = .yearly(millionths: -1) } == .rateOutOfRange(-1000))
        #expect(try fault { $0.rate = .monthly(millionths: .max) } == .rateOutOfRange(.max))
        #expect(try fault { $0.principalGrace = 12 } == .graceOutOfRange(.principal, 12, of: 12))
        #expect(try fault { $0.interestGrace = -1 } == .graceOutOfRange(.interest, -1, of: 12))
        #expect(try fault { $0.due.leastDaysToFirst = 4000 } == .daysOutOfRange(4000))
        #expect(
            try fault {
                $0.principalMinor = LoanTerms.greatestAmountMinor
                $0.rate = .greatest
                $0.length = .instalments(1200)
            } == .interestTooLarge(InterestRate.greatest.yearlyBillionths))
    }

    @Test func `dates that do not follow each other are refused`() throws {
        let (early, day) = (try Sample.date("2023-12-31"), try Sample.date("2024-01-01"))
        #expect(
            try fault { $0.due.first = early } == .datesOutOfOrder(instalment: 1, dueOn: early, after: day))
        #expect(
            try fault { $0.due.moved = [3: day] }
                == .datesOutOfOrder(instalment: 3, dueOn: day, after: try Sample.date("2024-03-01")))
        #expect(
            try fault { $0.due.countedFrom = try Sample.date("2024-01-02") }
                == .countedFromAfterDisbursement(try Sample.date("2024-01-02"), disbursedOn: day))
        #expect(
            try fault { $0.due.countedFrom = try Sample.date("2023-11-15") }
                == .disbursedAfterFirstDueDate(day, dueOn: try Sample.date("2023-12-15")))
        let far = try Sample.date("2050-01-01")
        #expect(try fault { $0.due.first = far } == .periodTooLong(instalment: 1, dueOn: far, after: day))
        #expect(
            try fault {
                $0.disbursedOn = try Sample.date("9999-06-30")
            } == .dateBeyondCalendar(instalment: 7))
    }

    @Test func `changes that cannot be are refused`() throws {
        let (march, april) = (try Sample.date("2024-03-10"), try Sample.date("2024-04-10"))
        #expect(
            try fault {
                $0.changes = [LoanChange(on: april, .disbursement(1)), LoanChange(on: march, .disbursement(1))]
            }
                == .changesOutOfOrder(march, after: april))
        let last = try Sample.date("2025-01-01")
        #expect(
            try fault { $0.changes = [LoanChange(on: last, .disbursement(1))] }
                == .changeOutsideTerm(last, from: try Sample.date("2024-01-01"), to: last))
        #expect(
            try fault { $0.changes = [LoanChange(on: march, .earlyRepayment(1_200_000))] }
                == .repaidMoreThanOwed(march, repaid: 1_200_000, owed: 1_009_816))
        #expect(
            try fault {
                $0.changes = [
                    LoanChange(on: march, .earlyRepayment(100), after: .keepsInstalment),
                    LoanChange(on: april, .earlyRepayment(100)),
                ]
            } == .termIsOpen(april))
        #expect(
            try fault {
                $0.method = .flat
                $0.changes = [LoanChange(on: march, .rate(.zero))]
            } == .flatLoanChanges(march))
    }

    @Test func `a loan that would never be repaid is refused`() throws {
        #expect(
            try fault { $0.length = .instalmentsOf(12_000) }
                == .neverRepaid(instalment: 12_000, interest: 12_000, dueOn: try Sample.date("2024-02-01")))
        #expect(
            try fault {
                $0.rate = .zero
                $0.length = .instalmentsOf(999)
            } == .tooManyInstalments(1200))
        #expect(
            try fault {
                $0.changes = [
                    LoanChange(
                        on: try Sample.date("2024-03-01"), .rate(.yearly(millionths: 1_600_000)),
                        after: .keepsInstalment)
                ]
            } != nil)
        #expect(
            try fault {
                $0.method = .bullet
                $0.length = .instalmentsOf(12_000)
            } == .doesNotFit(.instalment, method: "one payment at the end"))
    }

    @Test func `a fault says what is wrong and what is allowed`() throws {
        #expect(TermsFault.countOutOfRange(1201).description == "1201 instalments: give 1 to 1200")
        #expect(
            TermsFault.graceOutOfRange(.interest, 9, of: 6).description
                == "interest grace of 9 periods: give 0 to 5, as there are 6 instalments")
        #expect(
            try fault { $0.length = .instalmentsOf(12_000) }?.description
                == "the instalment of 12000 minor units does not exceed the interest of 12000 due on 2024-02-01: "
                + "the loan would never be repaid")
    }
}
