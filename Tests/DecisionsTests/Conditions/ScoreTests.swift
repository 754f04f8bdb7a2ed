import CivilTime
import Decisions
import LoanBook
import Messaging
import Testing

/// What the lender's models say of a borrower, in conditions.
@Suite struct ScoreTests {
    private static func steps(_ condition: String, _ scores: [(String, Int64)]) throws -> [Decision] {
        let context = try ConditionDecisionTests.context(overdue: "when: \(condition)")
        return ConditionDecisionTests.decisions(context) { snapshot in
            snapshot.scores = scores.map {
                Score(name: $0, millionths: $1, asOf: ConditionDecisionTests.date + -10)
            }
        }
    }

    @Test(arguments: [
        ("score.behaviour < 500", true), ("score.behaviour >= 500", false), ("score.behaviour == 480.5", true),
        ("has(score.behaviour) && !has(score.fraud)", true), ("has(score.fraud) && score.fraud > 1", false),
        ("score['pd_12m'] < 0.05 && 'pd_12m' in score", true), ("score.all(name, score[name] < 481.0)", true),
        ("today - score_date.behaviour > 9", true), ("score_date.pd_12m < date('2026-08-18')", false),
        ("size(score) == 2", true),
    ])
    func `a condition reads scores by their names`(condition: String, holds: Bool) throws {
        let decisions = try Self.steps(condition, [("behaviour", 480_500_000), ("pd_12m", 34_000)])
        #expect(decisions.map(\.planned.step.id) == (holds ? ["overdue.7"] : []), "\(condition)")
    }

    @Test func `a score that the lender does not give is a doubt, and the step is silent`() throws {
        let decisions = try Self.steps("score.behaviour < 500", [])
        guard case .suppress(_, let reason, _)? = decisions.first else {
            Issue.record("\(decisions)")
            return
        }
        #expect(
            reason == "its condition cannot be decided: there is no such key, at character 7 of `score.behaviour < 500`"
        )
        #expect(try Self.steps("has(score.behaviour) && score.behaviour < 500", []).isEmpty)
    }

    @Test(arguments: [
        ("score.behaviour == 'A'", "double"), ("score > 500", "map(string, double)"),
        ("score.behaviour", "true or false"),
        ("score_date.behaviour < 5", "date"), ("scores.behaviour < 5", "there is no `scores.behaviour`"),
        ("score[1] < 5.0", "int"),
    ])
    func `a wrong type is found when the file is read, with its place`(condition: String, says: String) {
        let faults = #expect(throws: Faults.self) {
            try ConditionDecisionTests.parse(ConditionDecisionTests.yaml(overdue: "when: \(condition)"))
        }
        #expect(
            faults?.list.contains { $0.what.contains(says) && $0.line > 1 && $0.column > 1 } == true,
            "\(faults?.description ?? "")")
    }

    @Test func `scores are read where a strategy or a broadcast asks for them, and nowhere else`() throws {
        func asks(_ condition: String) throws -> Bool {
            let context = try ConditionDecisionTests.context(overdue: "when: \(condition)")
            #expect(
                context.needs(at: ConditionDecisionTests.now).scores
                    == context.needsOfBook(at: ConditionDecisionTests.now).scores)
            return context.needs(at: ConditionDecisionTests.now).scores
        }
        #expect(try asks("score.behaviour < 5") && asks("has(score_date.behaviour)"))
        #expect(try !asks("arrears.amount > 5"))
        let now = ConditionDecisionTests.now
        for (condition, wanted) in [("score.behaviour < 5.0", true), ("borrower.country == 'US'", false), ("", false)] {
            let broadcast = try Broadcast(
                id: 1, purpose: .education, template: "t", condition: condition, from: now, until: now + .days(1),
                zones: Sample.zones)
            #expect(broadcast.needs(at: now).scores == wanted, "\(condition)")
        }
    }
}
