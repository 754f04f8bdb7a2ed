import CivilTime
import Decisions
import LoanBook
import Messaging
import Testing

@Suite struct ExperimentTests {
    static let yaml = """
        key: mine
        experiments:
          - key: tone
            salt: 2026-q4
            arms:
              - {key: gentle, weight: 50}
              - {key: firm, weight: 40}
              - {key: quiet, weight: 10, holdout: true}
        steps:
          - id: due.today
            purpose: reminder.due_today
            template: reminder.due_today
            anchor: due_day
            at: "09:00"
            channel: sms
        \(SampleStrategy.overdue("gentle.7", "experiment: tone\narm: gentle"))
        \(SampleStrategy.overdue("firm.7", template: "overdue.1", "experiment: tone\narm: firm"))
          - id: formal.15
            purpose: overdue.formal
            template: overdue.15
            anchor: {days_past_due: 15}
            at: "10:00"
            channel: sms
        """

    static func borrower(_ reference: String) -> BorrowerSnapshot {
        var borrower = Sample.borrower()
        borrower.borrower.reference = reference
        return borrower
    }

    /// Drawn outside Dunlin:
    /// `h = int(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16], 16); h * sum(weights) // 2**64`
    /// with the parts `dunlin experiment`, `mine`, `tone`, `2026-q4`, `zh` and the reference, and for strategies
    /// `dunlin strategy`, `zh`, `2026` and the reference.
    static let drawn = [
        ("B1", "firm", "standard"), ("B2", "gentle", "standard"), ("B3", "gentle", "standard"),
        ("B4", "firm", "standard"), ("B5", "gentle", "standard"), ("B6", "firm", "standard"),
        ("B7", "gentle", "standard"), ("B8", "gentle", "brisk"), ("B9", "firm", "brisk"), ("B10", "gentle", "brisk"),
        ("B11", "firm", "standard"), ("B12", "firm", "brisk"), ("客户一", "firm", "standard"),
    ]

    @Test(arguments: drawn) func `an arm can be drawn again by anybody`(
        reference: String, arm: String, strategy: String
    ) throws {
        let context = try SampleStrategy.context(Self.yaml)
        let decisions = try SampleStrategy.decisions(Self.borrower(reference), on: "2026-11-28", context)
        #expect(decisions.map(\.planned.step.id) == ["\(arm).7"])
        #expect(decisions.first?.planned.arms.map(\.description) == ["tone=\(arm)"])
        let lines = Explanation(zone: .utc).lines(for: try #require(decisions.first))
        #expect(lines.contains("  experiment: tone=\(arm)"))
    }

    @Test func `arms have their shares`() throws {
        let experiment = try #require(try SampleStrategy.parse(Self.yaml).experiments.first)
        var counts: [String: Int] = [:]
        for number in 1...2000 {
            counts[
                experiment.arm(strategy: "mine", portfolio: "zh", borrower: "B\(number)").key, default: 0] += 1
        }
        // Counted outside Dunlin, too.
        #expect(counts == ["gentle": 998, "firm": 793, "quiet": 209])
    }

    @Test func `a hold-out hears what the law asks for, and nothing else, ever`() throws {
        let context = try SampleStrategy.context(Self.yaml)
        let experiment = try #require(context.strategy.experiments.first)
        var heldOut = 0
        for number in 1...300 {
            let reference = "B\(number)"
            let isHeldOut =
                experiment.arm(strategy: "mine", portfolio: "zh", borrower: reference).key == "quiet"
            if isHeldOut { heldOut += 1 }
            for day in ["2026-11-21", "2026-11-28", "2026-12-06"] {
                let decisions = try SampleStrategy.decisions(Self.borrower(reference), on: day, context)
                for decision in decisions where isHeldOut {
                    #expect(decision.kind == "send" ? decision.planned.step.purpose.isStatutory : true)
                    if decision.kind == "suppress" {
                        #expect(
                            decision.reason
                                == "the hold-out of the experiment `tone` hears only what the law asks for")
                        let words = SampleStrategy.recheck(
                            decision.planned.claim, Self.borrower(reference), on: day, context
                        ).words
                        #expect(words.hasPrefix("suppress: the hold-out"))
                    }
                }
                #expect(decisions.contains { $0.kind == "send" } == (!isHeldOut || day == "2026-12-06"))
            }
        }
        #expect(heldOut > 20 && heldOut < 45)
    }

    @Test(arguments: drawn) func `champion and challenger share the borrowers`(
        reference: String, arm: String, strategy: String
    ) throws {
        var context = try SampleStrategy.context("key: standard\nsteps:\n" + SampleStrategy.overdue("standard.7"))
        let brisk = try SampleStrategy.parse("key: brisk\nsteps:\n" + SampleStrategy.overdue("brisk.3", days: 3))
        context.split = StrategySplit(
            salt: "2026",
            shares: [.init(strategy: context.strategy, weight: 90), .init(strategy: brisk, weight: 10)])
        let borrower = Self.borrower(reference)
        let early = try SampleStrategy.decisions(borrower, on: "2026-11-24", context)
        let late = try SampleStrategy.decisions(borrower, on: "2026-11-28", context)
        #expect(early.map(\.planned.step.id) == (strategy == "brisk" ? ["brisk.3"] : []))
        #expect(late.map(\.planned.step.id) == (strategy == "brisk" ? [] : ["standard.7"]))
        let decision = try #require((early + late).first)
        #expect(decision.planned.strategy.key == strategy)
        // Submission takes the same lot.
        let day = strategy == "brisk" ? "2026-11-24" : "2026-11-28"
        #expect(SampleStrategy.recheck(decision.planned.claim, borrower, on: day, context).words == "send")
        var other = decision.planned.claim
        other.step = strategy == "brisk" ? "standard.7" : "brisk.3"
        #expect(SampleStrategy.recheck(other, borrower, on: day, context).words.hasPrefix("superseded: the strategy"))
    }

    @Test(arguments: [
        ("arm: gentle", "arm: quiet", 23, 10, "the experiment `tone` has no arm `quiet` that is told something"),
        ("experiment: tone\n    arm: firm", "experiment: tune\n    arm: firm", 31, 17, "there is no experiment `tune`"),
        ("    arm: gentle\n", "", 16, 5, "`arm` is missing"),
        ("weight: 40", "weight: many", 7, 29, "`weight` must be a whole number"),
        ("    salt: 2026-q4\n", "", 3, 5, "`salt` is missing"),
        ("holdout: true", "holdout: perhaps", 8, 43, "`holdout` is `perhaps`, which is not known"),
    ])
    func `a fault of experiments has its place`(from: String, to: String, line: Int, column: Int, what: String) {
        SampleStrategy.expectFault(what, in: Self.yaml, replacing: (from, to), at: (line, column))
    }

    @Test func `an experiment of one arm, and one without weights, are faults`() {
        for (from, to, what) in [
            ("      - {key: firm, weight: 40}\n      - {key: quiet, weight: 10, holdout: true}\n", "", "at least two"),
            ("weight: 50", "weight: 0", "add up to nothing"),
        ] {
            var yaml = Self.yaml.replacing(from, with: to)
            if !to.isEmpty { yaml = yaml.replacing("weight: 40", with: to).replacing("weight: 10", with: to) }
            SampleStrategy.expectFault(what, in: yaml)
        }
    }
}
