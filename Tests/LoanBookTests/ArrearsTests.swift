import CivilTime
import Testing

@testable import LoanBook

@Suite struct ArrearsTests {
    private func date(_ iso: String) throws -> CivilDate { try #require(CivilDate(iso: iso)) }

    private func arrears(paid: [(String, Int64)], on iso: String) throws -> Arrears {
        let instalments = [
            Instalment(number: 1, dueOn: try date("2026-06-20"), amountMinor: 100),
            Instalment(number: 2, dueOn: try date("2026-07-20"), amountMinor: 100),
        ]
        let payments = try paid.enumerated().map { index, payment in
            Payment(
                id: Payment.ID(Int64(index)), reference: "P\(index)", paidOn: try date(payment.0),
                amountMinor: payment.1)
        }
        return Arrears.on(try date(iso), instalments: instalments, payments: payments)
    }

    @Test func `an instalment is in arrears from the day after its due date`() throws {
        #expect(try arrears(paid: [], on: "2026-06-20").daysPastDue == 0)
        let next = try arrears(paid: [], on: "2026-06-21")
        #expect(next == Arrears(daysPastDue: 1, overdueMinor: 100, oldestUnpaid: 1, outstandingMinor: 200))
    }

    @Test func `a payment settles the oldest unpaid instalment first, whatever its date`() throws {
        let late = try arrears(paid: [("2026-07-21", 130)], on: "2026-07-22")
        #expect(late == Arrears(daysPastDue: 2, overdueMinor: 70, oldestUnpaid: 2, outstandingMinor: 70))
    }

    @Test func `money beyond everything due stays as credit`() throws {
        #expect(try arrears(paid: [("2026-06-01", 500)], on: "2026-12-01") == .none)
    }

    @Test func `a payment dated after the day does not count yet`() throws {
        #expect(try arrears(paid: [("2026-06-22", 100)], on: "2026-06-21").overdueMinor == 100)
    }
}
