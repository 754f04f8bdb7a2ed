import CivilTime
import LoanBook
import Testing

/// Money is neither made nor lost, whatever is paid when and in whatever order.
@Suite struct AllocationPropertyTests {
    private func order(_ numbers: inout SeededNumbers) throws -> AllocationOrder {
        try AllocationOrder(
            DueComponent.allCases.shuffled(using: &numbers), inAdvance: DueComponent.allCases.shuffled(using: &numbers),
            direction: numbers.pick(AllocationOrder.Direction.allCases),
            surplus: numbers.pick(AllocationOrder.Surplus.allCases))
    }

    private func payments(_ numbers: inout SeededNumbers, _ schedule: Schedule) -> [Repayment] {
        let first = schedule.terms.disbursedOn
        return (0..<numbers.below(12)).map { index in
            let paidOn = first + numbers.below(500)
            let payment = Payment(
                id: Payment.ID(Int64(index)), reference: "P\(index)", paidOn: paidOn,
                amountMinor: Int64(1 + numbers.below(Int(schedule.amountMinor) / 3 + 2)))
            return Repayment(payment, reversedOn: numbers.below(5) == 0 ? paidOn + numbers.below(60) : nil)
        }
    }

    @Test func `payments are what was settled and the credit that is left`() throws {
        for seed in UInt64(0)..<2000 {
            var numbers = SeededNumbers(seed: seed)
            let terms = try Sample.terms(
                .equalInstalments, principal: Int64(1000 + numbers.below(900_000)), length: .instalments(6))
            let schedule = try Schedule(terms)
            let payments = payments(&numbers, schedule)
            let date = terms.disbursedOn + numbers.below(700)
            let penalty = try PenaltyRule(
                rate: .daily(millionths: Int64(numbers.below(900)), daysInYear: 365),
                base: numbers.pick(PenaltyRule.Base.allCases), graceDays: numbers.below(5),
                graceStaysFree: numbers.below(2) == 0)
            let order = try order(&numbers)
            let states = schedule.rows.map { InstalmentState($0) }
            func account(_ payments: [Repayment]) -> LoanAccount {
                LoanAccount(on: date, instalments: states, payments: payments, order: order, penalty: penalty)
            }
            let result = account(payments)
            let counted = payments.filter { $0.payment.paidOn <= date && ($0.reversedOn.map { $0 > date } ?? true) }
            let received = counted.reduce(0) { $0 + $1.payment.amountMinor }
            #expect(received == result.paid.totalMinor + result.creditMinor, "seed \(seed)")
            #expect(
                result.allocations.reduce(DueAmounts.none) { $0 + $1.amounts } == result.paid, "seed \(seed)")
            for instalment in result.instalments {
                for component in DueComponent.allCases {
                    #expect(instalment.paid[component] >= 0 && instalment.unpaid[component] >= 0, "seed \(seed)")
                }
            }
            // What was reversed is as if it had never come, and the order of the list has no meaning.
            #expect(result == account(counted), "seed \(seed)")
            #expect(result == account(payments.reversed()), "seed \(seed)")
        }
    }

    @Test func `without penalty an account is as far behind as the book says`() throws {
        for seed in UInt64(0)..<1000 {
            var numbers = SeededNumbers(seed: seed)
            let schedule = try Schedule(
                Sample.terms(.equalPrincipal, principal: Int64(1000 + numbers.below(900_000)), length: .instalments(6)))
            let payments = payments(&numbers, schedule).map { Repayment($0.payment) }
            let date = schedule.terms.disbursedOn + numbers.below(700)
            let account = LoanAccount(
                on: date, instalments: schedule.rows.map { InstalmentState($0) }, payments: payments)
            let book = Arrears.on(
                date, instalments: schedule.rows.map(\.instalment), payments: payments.map(\.payment))
            #expect(account.arrears == book, "seed \(seed)")
        }
    }

    @Test func `recalculated interest moves no principal and is never negative`() throws {
        for seed in UInt64(0)..<200 {
            var numbers = SeededNumbers(seed: seed)
            let schedule = try Schedule(
                Sample.terms(
                    .equalInstalments, principal: Int64(1000 + numbers.below(900_000)), length: .instalments(6),
                    interest: .days))
            let payments = payments(&numbers, schedule)
            let date = schedule.terms.disbursedOn + numbers.below(300)
            let order = try order(&numbers)
            let next = try schedule.recalculated(on: date, payments: payments, order: order)
            #expect(next.principalMinor == schedule.principalMinor, "seed \(seed)")
            #expect(next.rows.map(\.dueOn) == schedule.rows.map(\.dueOn), "seed \(seed)")
            #expect(next.rows.allSatisfy { $0.interestMinor >= 0 && $0.principalMinor >= 0 }, "seed \(seed)")
            // Settled: once more from the same terms comes to the same.
            #expect(try schedule.recalculated(on: date, payments: payments, order: order) == next, "seed \(seed)")
        }
    }

    @Test func `paying the pay-off amount settles the loan`() throws {
        for seed in UInt64(0)..<500 {
            var numbers = SeededNumbers(seed: seed)
            let schedule = try Schedule(
                Sample.terms(
                    numbers.pick([.equalInstalments, .equalPrincipal, .flat, .interestFirst]),
                    principal: Int64(1000 + numbers.below(900_000)), length: .instalments(6)))
            let payments = payments(&numbers, schedule)
            let date = schedule.terms.disbursedOn + numbers.below(300)
            let account = LoanAccount(
                on: date, instalments: schedule.rows.map { InstalmentState($0) }, payments: payments)
            let payOff = schedule.payOff(account)
            let principal = account.unpaid.principalMinor
            #expect(payOff.amounts.principalMinor == principal, "seed \(seed)")
            // Never more than waiting for every instalment, never less than the principal that is not covered.
            #expect(payOff.totalMinor <= account.unpaid.totalMinor, "seed \(seed)")
            #expect(payOff.totalMinor >= principal - payOff.creditMinor, "seed \(seed)")
            #expect(payOff.totalMinor == 0 || payOff.refundMinor == 0, "seed \(seed)")
        }
    }
}
