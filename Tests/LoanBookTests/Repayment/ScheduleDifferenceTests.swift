import CivilTime
import Testing

@testable import LoanBook

@Suite struct ScheduleDifferenceTests {
    private func computed() throws -> Schedule {
        try Schedule(Sample.terms(.equalPrincipal, principal: 30_000, length: .instalments(3)))
    }

    private func imported() throws -> [ImportedInstalment] {
        try computed().rows.map {
            ImportedInstalment(
                number: $0.number, dueOn: $0.dueOn, amountMinor: $0.amountMinor, principalMinor: $0.principalMinor,
                interestMinor: $0.interestMinor)
        }
    }

    @Test func `the same schedule has no difference`() throws {
        #expect(try ScheduleDifference.between(imported(), computed()).isEmpty)
        let amounts = try computed().rows.map { ImportedInstalment($0.instalment) }
        #expect(try ScheduleDifference.between(amounts, computed()).isEmpty)
    }

    @Test func `each figure that parts is told`() throws {
        var lender = try imported()
        lender[0].interestMinor = 299
        lender[0].amountMinor = 10_299
        lender[1].dueOn = try Sample.date("2024-03-02")
        #expect(
            try ScheduleDifference.between(lender, computed()) == [
                ScheduleDifference(instalment: 1, kind: .amount(imported: 10_299, computed: 10_300)),
                ScheduleDifference(instalment: 1, kind: .interest(imported: 299, computed: 300)),
                ScheduleDifference(
                    instalment: 2, kind: .dueOn(imported: lender[1].dueOn, computed: try Sample.date("2024-03-01"))),
            ])
        #expect(
            try ScheduleDifference.between(lender, computed(), tolerance: .init(amountMinor: 1, days: 1)).isEmpty)
    }

    @Test func `instalments that only one side has are told`() throws {
        var lender = try imported()
        lender[2].number = 4
        #expect(
            try ScheduleDifference.between(lender, computed()) == [
                ScheduleDifference(instalment: 3, kind: .missing), ScheduleDifference(instalment: 4, kind: .additional),
            ])
    }
}
