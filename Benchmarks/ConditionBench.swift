import CivilTime
import Compliance
import Decisions
import LoanBook

/// One condition of five terms: over facts that were worked out before (`rate`), and with facts made for each evaluation,
/// which is what deciding does when a step of a loan is first asked about (`fresh_ns_each`).
struct ConditionBench {
    let sample: SampleLender
    let count: Int

    static let text = """
        loan.product != 'mortgage' && arrears.days_past_due >= 1 && arrears.amount > 10
            && borrower.language == 'en' && history.messages_7_days < 1000
        """

    func measure(runs: Int) throws -> Measurement {
        let desk = sample.us
        let environment = Environment(Fact.declarations, zones: desk.context.law.zones)
        let condition = try Condition.compile(Self.text, in: environment)
        var makers = SampleBorrowers(desk, isChinese: false, seed: 1)
        func facts(_ borrower: BorrowerSnapshot) -> BookFacts {
            BookFacts(borrower, loan: 0, portfolio: desk.context.portfolio, on: desk.date, now: desk.now, zone: .utc)
        }
        // One for which every term is looked at.
        guard let borrower = try makers.take(200).first(where: { try condition.holds(facts($0)) }) else {
            throw BenchFault(words: "the condition holds for nobody")
        }
        var result = Measurement("condition", count: count)
        var held = 0
        let kept = facts(borrower)
        try result.take(runs: runs) {
            held = 0
            for _ in 0..<count where try condition.holds(kept) { held += 1 }
        }
        var fresh = Measurement("fresh", count: count)
        try fresh.take(runs: runs) {
            for _ in 0..<count where try condition.holds(facts(borrower)) { held += 1 }
        }
        let each = fresh.runs.sorted()[runs / 2] / .nanoseconds(1) / Double(count)
        result.outcome = [("held", held / (runs + 2)), ("fresh_ns_each", Int(each))]
        return result
    }
}
