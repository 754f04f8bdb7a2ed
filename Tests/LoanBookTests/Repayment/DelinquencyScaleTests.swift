import LoanBook
import Testing

@Suite struct DelinquencyScaleTests {
    @Test(arguments: [
        (-3, "M0", "current"), (0, "M0", "current"), (1, "M1", "1-30"), (30, "M1", "1-30"), (31, "M2", "31-60"),
        (60, "M2", "31-60"), (61, "M3", "61-90"), (180, "M6", "151-180"), (181, "M7", "181+"), (5000, "M7", "181+"),
    ])
    func `days past due stand in one step`(days: Int, month: String, range: String) {
        let arrears = Arrears(daysPastDue: days, overdueMinor: 1, oldestUnpaid: 1, outstandingMinor: 1)
        #expect(arrears.step(of: .months).label == month)
        #expect(arrears.step(of: .thirtyDays).label == range)
    }

    @Test func `classes of regulators begin on their days`() {
        #expect(
            [0, 90, 91, 270, 271, 360, 361].map { DelinquencyScale.fiveClasses.step(daysPastDue: $0).label }
                == ["正常", "关注", "次级", "次级", "可疑", "可疑", "损失"])
        #expect(
            [0, 30, 60, 90, 91].map { DelinquencyScale.specialMention.step(daysPastDue: $0).label }
                == ["standard", "SMA-0", "SMA-1", "SMA-2", "NPA"])
    }

    @Test func `a lender's own steps are checked`() throws {
        let own = try DelinquencyScale([.init("current", from_days: 0), .init("late", from_days: 4)])
        #expect(own.step(daysPastDue: 3).label == "current")
        #expect(own.step(daysPastDue: 4).label == "late")
        #expect(throws: DelinquencyScale.Fault.firstIsNotZero) { try DelinquencyScale([.init("x", from_days: 1)]) }
        #expect(throws: DelinquencyScale.Fault.firstIsNotZero) { try DelinquencyScale([]) }
        #expect(throws: DelinquencyScale.Fault.notAscending(label: "b")) {
            try DelinquencyScale([.init("a", from_days: 0), .init("b", from_days: 0)])
        }
        #expect(throws: DelinquencyScale.Fault.labelTwice("a")) {
            try DelinquencyScale([.init("a", from_days: 0), .init("a", from_days: 5)])
        }
        #expect(DelinquencyScale.Fault.labelTwice("a").description == "two steps are called a")
    }
}
