import CivilTime
import LoanBook
import Testing

@Suite struct PayOffTests {
    /// 100.00 at 7 % over six months, as in the pay-off cases of Apache Fineract: 17.01 a month.
    private func schedule() throws -> Schedule {
        try Schedule(
            Sample.terms(
                .equalInstalments, principal: 10_000, millionths: 70_000, length: .instalments(6), currency: "USD"))
    }

    private func account(_ schedule: Schedule, on day: String, paid: [(String, Int64)] = []) throws -> LoanAccount {
        LoanAccount(
            on: try Sample.date(day), instalments: schedule.rows.map { InstalmentState($0) },
            payments: try paid.enumerated().map { index, payment in
                Repayment(
                    Payment(
                        id: Payment.ID(Int64(index)), reference: "P\(index)", paidOn: try Sample.date(payment.0),
                        amountMinor: payment.1))
            })
    }

    @Test func `interest is asked for up to the day`() throws {
        let schedule = try schedule()
        // Half of January: 14 of 31 days of 0.5833 on 100.00.
        #expect(schedule.accruedMinor(on: try Sample.date("2024-01-15")) == 26)
        let early = try schedule.payOff(account(schedule, on: "2024-01-15"))
        #expect(early.amounts == DueAmounts(interestMinor: 26, principalMinor: 10_000))
        let paid = try account(schedule, on: "2024-02-15", paid: [("2024-02-01", 1701)])
        #expect(schedule.payOff(paid).amounts == DueAmounts(interestMinor: 24, principalMinor: 8357))
        #expect(schedule.payOff(paid).totalMinor == 8381)
    }

    @Test func `what is overdue is asked for beside it`() throws {
        let schedule = try schedule()
        let late = try account(schedule, on: "2024-02-15")
        #expect(schedule.payOff(late).amounts == DueAmounts(interestMinor: 58 + 24, principalMinor: 10_000))
    }

    @Test func `a rule may ask for the period, for everything, and for a fee`() throws {
        let schedule = try schedule()
        let account = try account(schedule, on: "2024-02-15", paid: [("2024-02-01", 1701)])
        #expect(schedule.payOff(account, rule: PayOffRule(interest: .wholePeriod)).amounts.interestMinor == 49)
        #expect(
            schedule.payOff(account, rule: PayOffRule(interest: .everything)).amounts.interestMinor
                == schedule.interestMinor - 58)
        let share = schedule.payOff(account, rule: PayOffRule(fee: .share(millionths: 30_000)))
        #expect(share.settlementFeeMinor == 251)
        #expect(share.totalMinor == 8381 + 251)
        #expect(schedule.payOff(account, rule: PayOffRule(fee: .fixed(500))).totalMinor == 8881)
    }

    @Test func `interest paid in advance and never earned comes back`() throws {
        let schedule = try schedule()
        let account = try account(schedule, on: "2024-01-01", paid: [("2024-01-01", 20_000)])
        let payOff = schedule.payOff(account)
        #expect(payOff.totalMinor == 0)
        #expect(payOff.refundMinor == 10_000)
    }

    @Test func `a deferred interest is asked for`() throws {
        let bullet = try Schedule(Sample.terms(.bullet, principal: 100_000, length: .instalments(12)))
        #expect(bullet.rows.count == 1)
        #expect(bullet.rows[0].interestMinor == 12_000)
        // 1 July is 182 of 366 days.
        #expect(bullet.accruedMinor(on: try Sample.date("2024-07-01")) == 5967)
        var terms = try Sample.terms(.equalPrincipal, principal: 120_000)
        terms.interestGrace = 2
        #expect(try Schedule(terms).accruedMinor(on: try Sample.date("2024-03-01")) == 1200 + 1100)
    }
}
