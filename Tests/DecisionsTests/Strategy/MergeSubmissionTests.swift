import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Testing

/// At submission each loan of a message is asked about again.
@Suite struct MergeSubmissionTests {
    /// At eleven of the day, as a node would ask about the message that was planned for loan 7.
    static func look(
        _ snapshot: BorrowerSnapshot, on day: String = "2026-11-18", step: String = "upcoming.3",
        told: Set<Claim> = [], _ context: DecisionContext, hour: Int64 = 11
    ) -> Recheck {
        var snapshot = snapshot
        let now = SampleStrategy.moment(day, context).1 + .hours(hour)
        snapshot.paymentsAsOf = now - .hours(6)
        let claim = MergeTests.claim(7, step: step)
        let beside = claimsBeside(claim, snapshot: snapshot, context: context, now: now)
        return recheck(
            claim, stepID: step, snapshot: snapshot, context: context, now: now,
            told: beside.isEmpty ? nil : told.intersection(beside))
    }

    /// The numbers of the loans that are told, or what becomes of the message.
    static func words(_ answer: Recheck) -> String {
        guard case .send(let planned, _, _, _, _) = answer else { return answer.words }
        return planned.loans.map { String($0.number) }.joined(separator: "+")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var day = "2026-11-18"
        var step = "upcoming.3"
        var told: Set<Claim> = []
        var change: @Sendable (inout BorrowerSnapshot) -> Void = { _ in }
        var expected: String
        var text = ""
    }

    private static func pay(_ loan: Int, _ amount: Int64 = 100_000) -> @Sendable (inout BorrowerSnapshot) -> Void {
        { $0.loans[loan].payments.append(Sample.payment(Int64(loan) + 90, "2026-11-18", amount)) }
    }

    static let cases: [Case] = [
        Case(testDescription: "nothing happened", expected: "7+8+9", text: "3笔贷款本期合计应还3,000.00元"),
        Case(testDescription: "one was paid", change: pay(1), expected: "7+9", text: "2笔贷款本期合计应还2,000.00元"),
        Case(
            testDescription: "the one that it was planned for was paid", change: pay(0), expected: "8+9",
            text: "2笔贷款本期合计应还2,000.00元"),
        Case(
            testDescription: "one was paid in part", change: pay(2, 40_000), expected: "7+8+9", text: "2,600.00元"),
        Case(
            testDescription: "one remains, and the text is the ordinary one",
            change: {
                pay(0)(&$0)
                pay(1)(&$0)
            }, expected: "9", text: "您好，本期应还1,000.00元"),
        Case(
            testDescription: "none remains",
            change: {
                pay(0)(&$0)
                pay(1)(&$0)
                pay(2)(&$0)
            }, expected: "superseded: paid"),
        Case(
            testDescription: "another message told one", told: [MergeTests.claim(8)], expected: "7+9", text: "2笔贷款"),
        Case(
            testDescription: "another message told the one that it was planned for", told: [MergeTests.claim(7)],
            expected: "superseded: told already"),
        Case(
            testDescription: "a payment row of one was rejected", day: "2026-11-22", step: "overdue.1",
            change: { $0.loans[1].rejectedPayments = 1 }, expected: "7+9", text: "您有2笔贷款逾期"),
        Case(
            testDescription: "a payment row of each was rejected", day: "2026-11-22", step: "overdue.1",
            change: { for loan in 0...2 { $0.loans[loan].rejectedPayments = 1 } },
            expected: "hold: a payment row of this loan was rejected"),
        Case(
            testDescription: "the one that it was planned for was paid, and the others wait", day: "2026-11-22",
            step: "overdue.1",
            change: {
                pay(0)(&$0)
                for loan in 1...2 { $0.loans[loan].rejectedPayments = 1 }
            }, expected: "hold: a payment row of this loan was rejected"),
        Case(
            testDescription: "the law forbids", change: { $0.flags = [.deceased] },
            expected: "suppress: the borrower's file carries the flag deceased"),
        Case(
            testDescription: "an overdue notice about one of them is due the same day",
            change: { borrower in
                borrower.loans[1].instalments[2].dueOn = Sample.date("2026-11-17")
                borrower.loans[1].payments = [Sample.payment(8, "2026-10-20", 200_000)]
            }, expected: "7+9"),
    ]

    @Test(arguments: cases) func `what is true of each loan at submission is told, and nothing else`(
        example: Case
    ) throws {
        let context = try MergeTests.context()
        let answer = Self.look(
            MergeTests.borrower(example.change), on: example.day, step: example.step, told: example.told, context)
        #expect(Self.words(answer) == example.expected)
        if case .send(let planned, let text, _, _, _) = answer {
            #expect(text.contains(example.text) && text == planned.text, "\(text)")
            #expect(planned.told.map(\.subjectID) == planned.loans.map(\.number))
        }
    }

    @Test func `what is left out is named with its reason`() throws {
        let borrower = MergeTests.borrower { $0.loans[1].rejectedPayments = 1 }
        guard
            case .send(let planned, _, _, _, _) = try Self.look(
                borrower, on: "2026-11-22", step: "overdue.1", MergeTests.context())
        else {
            Issue.record("not sent")
            return
        }
        #expect(planned.leftOut.map(\.claim) == [MergeTests.claim(8, step: "overdue.1")])
        #expect(planned.leftOut.map(\.reason) == ["a payment row of this loan was rejected"])
    }

    @Test func `before the hour the message waits as one`() throws {
        let context = try MergeTests.context()
        #expect(
            Self.words(Self.look(MergeTests.borrower(), context, hour: 9)) == "hold: before the step's hour, 10:00")
    }

    @Test func `a borrower with one loan is asked about nothing besides, and neither is another step`() throws {
        let context = try MergeTests.context()
        let now = SampleStrategy.moment("2026-11-18", context).1
        func beside(_ change: (inout BorrowerSnapshot) -> Void, step: String = "upcoming.3") -> Int {
            claimsBeside(
                MergeTests.claim(7, step: step), snapshot: MergeTests.borrower(change), context: context, now: now
            ).count
        }
        #expect(beside { _ in } == 3)
        #expect(beside { $0.loans.removeLast(2) } == 0)
        let other = beside {
            $0.loans[1].loan.currency = Currency(code: "USD", decimals: 2)
            $0.loans.removeLast()
        }
        #expect(other == 0)
        #expect(beside({ _ in }, step: "overdue.1") == 0)
        let plain = try MergeTests.context(MergeTests.plain)
        #expect(
            claimsBeside(MergeTests.claim(7), snapshot: MergeTests.borrower(), context: plain, now: now).isEmpty)
    }

    @Test func `what planning merges, submission merges`() throws {
        let context = try MergeTests.context()
        for day in ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-22", "2026-11-23", "2026-11-24"] {
            let decisions = try SampleStrategy.decisions(MergeTests.borrower(), on: day, context)
            let planned = try #require(decisions.first).planned
            #expect(decisions.count == 1 && planned.told.count == 3, "\(day)")
            let answer = Self.look(MergeTests.borrower(), on: day, step: planned.step.id, context)
            guard case .send(let again, let text, _, _, _) = answer else {
                Issue.record("\(day): \(answer.words)")
                continue
            }
            #expect(again.told == planned.told && text == planned.text)
        }
    }
}
