/// How days past due are told in steps: M0, M1 …, or 1–30, 31–60 ….
package struct DelinquencyScale: Sendable, Hashable {
    package struct Step: Sendable, Hashable {
        package var label: String
        /// The fewest days past due of the step.
        package var from_days: Int

        package init(_ label: String, from_days: Int) {
            self.label = label
            self.from_days = from_days
        }
    }

    package enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
        case firstIsNotZero
        case notAscending(label: String)
        case labelTwice(String)

        package var description: String {
            switch self {
            case .firstIsNotZero: "the first step must begin at 0 days past due"
            case .notAscending(let label): "the step \(label) does not begin after the one before it"
            case .labelTwice(let label): "two steps are called \(label)"
            }
        }
    }

    package let steps: [Step]

    package init(_ steps: [Step]) throws(Fault) {
        guard steps.first?.from_days == 0 else { throw .firstIsNotZero }
        for (step, next) in zip(steps, steps.dropFirst()) where next.from_days <= step.from_days {
            throw .notAscending(label: next.label)
        }
        var seen: Set<String> = []
        for step in steps where !seen.insert(step.label).inserted { throw .labelTwice(step.label) }
        self.steps = steps
    }

    private init(trusted steps: [(String, Int)]) { self.steps = steps.map { Step($0.0, from_days: $0.1) } }

    /// The step of so many days past due; fewer than none are none.
    package func step(daysPastDue: Int) -> Step {
        steps[
            (steps.firstIndex { $0.from_days > daysPastDue } ?? steps.count).advanced(by: -1).clamped(to: steps.indices)
        ]
    }

    /// M0 is not overdue, M1 is 1 to 30 days, M2 31 to 60, and M7 more than 180.
    package static let months = DelinquencyScale(
        trusted: [("M0", 0), ("M1", 1), ("M2", 31), ("M3", 61), ("M4", 91), ("M5", 121), ("M6", 151), ("M7", 181)])

    package static let thirtyDays = DelinquencyScale(
        trusted: [
            ("current", 0), ("1-30", 1), ("31-60", 31), ("61-90", 61), ("91-120", 91), ("121-150", 121),
            ("151-180", 151), ("181+", 181),
        ])

    /// By days alone, as the rules of 2023 on the risk classes of commercial banks' assets name them for China
    /// (商业银行金融资产风险分类办法): a bank may have to choose a worse class for other reasons. From memory.
    package static let fiveClasses = DelinquencyScale(
        trusted: [("正常", 0), ("关注", 1), ("次级", 91), ("可疑", 271), ("损失", 361)])

    /// Special mention accounts of the Reserve Bank of India, and non-performing beyond 90 days. From memory.
    package static let specialMention = DelinquencyScale(
        trusted: [("standard", 0), ("SMA-0", 1), ("SMA-1", 31), ("SMA-2", 61), ("NPA", 91)])
}

extension Int {
    fileprivate func clamped(to range: Range<Int>) -> Int {
        Swift.max(range.lowerBound, Swift.min(self, range.upperBound - 1))
    }
}

extension Arrears {
    package func step(of scale: DelinquencyScale) -> DelinquencyScale.Step { scale.step(daysPastDue: daysPastDue) }
}
