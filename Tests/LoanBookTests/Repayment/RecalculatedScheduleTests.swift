import CivilTime
import LoanBook
import Testing

/// Cases that Apache Fineract asserts for loans whose interest is recalculated: 5,000.00 at 12 % by the day over six
/// months from 1 November 2022, instalments in whole units, early money repays principal first.
@Suite struct RecalculatedScheduleTests {
    private func interest(paid amount: Int64, on day: String) throws -> [Int64] {
        var terms = try Sample.terms(
            .equalInstalments, principal: 500_000, on: "2022-11-01", length: .instalments(6), interest: .days,
            currency: "EUR")
        terms.unitMinor = 100
        terms.levelFromUsualDays = true
        let order = try AllocationOrder(
            [.penalty, .fee, .interest, .principal], inAdvance: [.principal, .penalty, .fee, .interest])
        let date = try Sample.date(day)
        let payment = Payment(id: Payment.ID(1), reference: "P1", paidOn: date, amountMinor: amount)
        let schedule = try Schedule(terms)
            .recalculated(on: date, payments: [Repayment(payment)], order: order)
        #expect(schedule.rows.dropLast().allSatisfy { $0.amountMinor == 86_200 })
        #expect(schedule.principalMinor == 500_000)
        return schedule.rows.map(\.interestMinor)
    }

    @Test func `a late instalment bears interest until it is paid`() throws {
        #expect(try interest(paid: 86_200, on: "2022-12-05") == [4932, 4375, 3434, 2339, 1735, 846])
    }

    @Test func `a part that is paid late leaves the rest bearing interest until now`() throws {
        #expect(try interest(paid: 20_000, on: "2022-12-05") == [4932, 4375, 3434, 2339, 1735, 846])
    }

    @Test func `money that comes early bears no interest from its day on`() throws {
        #expect(try interest(paid: 20_000, on: "2022-11-27") == [4905, 4267, 3432, 2338, 1734, 845])
    }

    @Test func `what is more than a late instalment comes early for the next`() throws {
        #expect(try interest(paid: 150_000, on: "2022-12-05") == [4932, 3809, 3428, 2334, 1730, 841])
    }

    @Test func `payments on their due dates change nothing`() throws {
        let schedule = try Schedule(Sample.terms(.equalInstalments))
        let payments = schedule.rows.enumerated().map { index, row in
            Repayment(
                Payment(
                    id: Payment.ID(Int64(index)), reference: "P\(index)", paidOn: row.dueOn,
                    amountMinor: row.amountMinor))
        }
        let later = try schedule.recalculated(on: Sample.date("2024-08-15"), payments: Array(payments.prefix(7)))
        #expect(later.rows == schedule.rows)
    }
}
