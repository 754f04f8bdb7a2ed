import CivilTime
import Testing

@testable import LoanBook

@Suite struct LoanAccountTests {
    /// Two instalments of 100.00 principal, 10.00 interest and 1.00 fee, due on 20 June and 20 July 2026.
    private func instalments() throws -> [InstalmentState] {
        try ["2026-06-20", "2026-07-20"].enumerated().map { index, day in
            InstalmentState(
                number: Int32(index + 1), dueOn: try Sample.date(day),
                owed: DueAmounts(feeMinor: 100, interestMinor: 1000, principalMinor: 10_000))
        }
    }

    private func paid(_ amounts: [(String, Int64)]) throws -> [Repayment] {
        try amounts.enumerated().map { index, payment in
            Repayment(
                Payment(
                    id: Payment.ID(Int64(index)), reference: "P\(index)", paidOn: try Sample.date(payment.0),
                    amountMinor: payment.1))
        }
    }

    private func account(
        _ payments: [(String, Int64)], on day: String, order: AllocationOrder = .usual, penalty: PenaltyRule? = nil
    ) throws -> LoanAccount {
        LoanAccount(
            on: try Sample.date(day), instalments: try instalments(), payments: try paid(payments), order: order,
            penalty: penalty)
    }

    @Test func `a part settles fee, then interest, then principal of the oldest instalment`() throws {
        let account = try account([("2026-07-21", 1600)], on: "2026-07-21")
        #expect(
            account.instalments[0].paid == DueAmounts(feeMinor: 100, interestMinor: 1000, principalMinor: 500))
        #expect(account.instalments[1].paid == .none)
        #expect(account.arrears.daysPastDue == 31)
        #expect(account.arrears.overdueMinor == 20_600)
    }

    @Test func `by component, interest of all that is due comes before principal`() throws {
        let account = try account([("2026-07-21", 2500)], on: "2026-07-21", order: .costsThenInterest)
        #expect(account.paid == DueAmounts(feeMinor: 200, interestMinor: 2000, principalMinor: 300))
        #expect(account.instalments[1].paid.interestMinor == 1000)
    }

    @Test func `what comes early goes into the next instalment, the last one, or is kept`() throws {
        func paid(_ surplus: AllocationOrder.Surplus) throws -> (LoanAccount, [Int64]) {
            let order = try AllocationOrder(
                [.penalty, .fee, .interest, .principal], inAdvance: [.principal, .penalty, .fee, .interest],
                surplus: surplus)
            let account = try account([("2026-06-01", 5000)], on: "2026-06-02", order: order)
            return (account, account.instalments.map(\.paid.principalMinor))
        }
        #expect(try paid(.nextInstalments).1 == [5000, 0])
        #expect(try paid(.lastInstalments).1 == [0, 5000])
        let kept = try paid(.credit)
        #expect(kept.1 == [0, 0])
        #expect(kept.0.creditMinor == 5000)
    }

    @Test func `credit settles an instalment on its due date`() throws {
        let order = try AllocationOrder([.penalty, .fee, .interest, .principal], surplus: .credit)
        let account = try account([("2026-06-01", 15_000)], on: "2026-08-01", order: order)
        #expect(account.instalments[0].unpaid == .none)
        #expect(account.instalments[1].paid.totalMinor == 3900)
        #expect(account.creditMinor == 0)
        #expect(account.allocations.map(\.payment) == [nil, nil])
        #expect(account.allocations.map(\.on.description) == ["2026-06-20", "2026-07-20"])
        #expect(account.arrears.daysPastDue == 12)
    }

    @Test func `more than everything is credit`() throws {
        let account = try account([("2026-06-01", 30_000)], on: "2026-06-01")
        #expect(account.creditMinor == 7800)
        #expect(account.arrears == .none)
    }

    @Test func `a reversed payment leaves no trace from the day of its reversal on`() throws {
        var payments = try paid([("2026-06-20", 11_100), ("2026-06-25", 4000)])
        payments[0].reversedOn = try Sample.date("2026-06-28")
        let penalty = try PenaltyRule(rate: .daily(millionths: 500, daysInYear: 365))
        func on(_ day: String, _ payments: [Repayment]) throws -> LoanAccount {
            LoanAccount(
                on: try Sample.date(day), instalments: try instalments(), payments: payments, penalty: penalty)
        }
        #expect(try on("2026-06-27", payments).arrears.daysPastDue == 0)
        #expect(try on("2026-06-28", payments) == on("2026-06-28", [payments[1]]))
        #expect(try on("2026-06-28", payments).arrears.daysPastDue == 8)
    }

    @Test func `penalty interest counts the days on what is overdue`() throws {
        // 0.05 % a day on 100.00 of principal for 5 days, then on 50.00 for 10 days: 0.25 + 0.25.
        let rule = try PenaltyRule(rate: .daily(millionths: 500, daysInYear: 365))
        let order = try AllocationOrder([.principal, .interest, .fee, .penalty])
        let account = try account([("2026-06-25", 5000)], on: "2026-07-05", order: order, penalty: rule)
        #expect(account.instalments[0].owed.penaltyMinor == 50)
        #expect(account.instalments[1].owed.penaltyMinor == 0)
        let wide = try PenaltyRule(rate: .daily(millionths: 500, daysInYear: 365), base: .overdueAmount)
        #expect(try self.account([], on: "2026-06-30", penalty: wide).unpaid.penaltyMinor == 56)
    }

    @Test func `a payment within the grace bears no penalty, one after it from the due date on`() throws {
        func penalty(paid day: String?, on date: String, free: Bool = false) throws -> Int64 {
            let rule = try PenaltyRule(
                rate: .daily(millionths: 1000, daysInYear: 360), daysInYear: 360, graceDays: 3, graceStaysFree: free)
            let payments: [(String, Int64)] = if let day { [(day, 11_100)] } else { [] }
            return try account(payments, on: date, penalty: rule).instalments[0].owed.penaltyMinor
        }
        #expect(try penalty(paid: "2026-06-23", on: "2026-07-10") == 0)
        #expect(try penalty(paid: nil, on: "2026-06-23") == 0)
        #expect(try penalty(paid: nil, on: "2026-06-24") == 40)
        #expect(try penalty(paid: nil, on: "2026-06-24", free: true) == 10)
        #expect(try penalty(paid: "2026-06-24", on: "2026-06-24") == 40)
    }

    @Test func `a penalty stops at its cap`() throws {
        let rule = try PenaltyRule(rate: .daily(millionths: 1000, daysInYear: 365), capMillionths: 20_000)
        #expect(try account([], on: "2026-07-10", penalty: rule).unpaid.penaltyMinor == 200)
        #expect(try account([], on: "2027-07-10", penalty: rule).unpaid.penaltyMinor == 400)
    }

    @Test func `the order of a country is cited`() throws {
        let china = try #require(LegalOrder.named("CN"))
        #expect(china.order.due == [.fee, .penalty, .interest, .principal])
        #expect(china.order.direction == .byComponent)
        #expect(china.citation.contains("第五百六十一条"))
        #expect(LegalOrder.named("ZZ") == nil)
        #expect(LegalOrder.regions.allSatisfy { LegalOrder.named($0)?.citation.isEmpty == false })
    }

    @Test func `an order that lacks a kind is refused in words`() throws {
        #expect(throws: AllocationOrder.Fault.self) { try AllocationOrder([.fee, .interest, .principal]) }
        #expect(throws: AllocationOrder.Fault.self) { try AllocationOrder([.fee, .fee, .interest, .principal]) }
        #expect(
            AllocationOrder.Fault(given: [.fee]).description
                == "an order of fee: name each of penalty, fee, interest and principal once")
        #expect(throws: PenaltyRule.Fault.graceDays(-1)) { try PenaltyRule(rate: .zero, graceDays: -1) }
        #expect(throws: PenaltyRule.Fault.daysInYear(0)) { try PenaltyRule(rate: .zero, daysInYear: 0) }
        #expect(throws: PenaltyRule.Fault.rate(-1000)) { try PenaltyRule(rate: .yearly(millionths: -1)) }
        #expect(throws: PenaltyRule.Fault.cap(-1)) { try PenaltyRule(rate: .zero, capMillionths: -1) }
    }
}
