package import CivilTime
internal import LoanBook
package import Messaging

extension Strategy {
    package static let mostSteps = 64
    /// A step told later than this is no longer what the strategy meant.
    package static let mostLateDays = 14
    static let usualLateDays = 2

    /// Reads a strategy file: `key`, `when`, `late`, `limits`, `task_without_number`, `segments`, `experiments` and `steps`. All faults are thrown
    /// together.
    ///
    /// - Parameter zones: where conditions find time zones by name; without, they know `UTC` and offsets.
    package static func parse(
        yaml: String, file: String, templates: TemplateSet, zones: Zones? = nil
    ) throws(Faults) -> Strategy {
        let root = try MarkedNode.parse(yaml: yaml, file: file)
        var fields = FieldReader(root, file: file, what: "a strategy")
        let key = fields.text("key", "Write the name by which a portfolio calls this strategy")
        var head = StrategyFile(yaml: yaml, name: file, templates: templates, zones: zones)
        head.read(&fields)
        let items = fields.list("steps", "List the steps under `steps:`")
        fields.finish()
        var faults = fields.faults
        if items.count > mostSteps {
            faults.append(
                Fault(
                    file: file, line: root.line, column: root.column,
                    what: "the strategy has \(items.count) steps, more than \(mostSteps)", fix: "Split the strategy"))
        }
        let ladders = LadderReader(Array(items.prefix(mostSteps)), file: file)
        var read: [Int: (step: Step, line: Int, column: Int)] = [:]
        var found: [Int: [Fault]] = [:]
        var below: [String: Step] = [:]
        for place in ladders.order {
            var reader = StepReader(items[place], of: head, below: below)
            if let step = reader.step() {
                read[place] = (step, items[place].line, items[place].column)
                below[step.id] = step
            }
            found[place] = reader.faults
        }
        let steps = items.indices.compactMap { read[$0] }
        faults += items.indices.flatMap { found[$0] ?? [] } + ladders.faults
        faults += repetitions(steps, file: head)
        guard faults.isEmpty, let key else { throw Faults(faults) }
        return Strategy(
            key: key.value, version: ContentHash.sha256(yaml.utf8), steps: steps.map(\.step),
            experiments: head.experiments, limits: head.limits, taskWithoutNumber: head.taskWithoutNumber)
    }

    /// Ids that stand twice, and steps that are never told because one before them on the same fact speaks to everybody.
    private static func repetitions(
        _ steps: [(step: Step, line: Int, column: Int)], file: StrategyFile
    ) -> [Fault] {
        var faults: [Fault] = []
        var ids: [String: Int] = [:]
        var forAll: [Step.Anchor: Int] = [:]
        let shared = [file.whole].compactMap { $0 }
        for (step, line, column) in steps {
            if let earlier = ids[step.id] {
                faults.append(
                    Fault(
                        file: file.name, line: line, column: column,
                        what: "the step id `\(step.id)` is already at line \(earlier)",
                        fix: "Give this step an id of its own; ids decide what counts as told"))
            }
            if let earlier = forAll[step.anchor] {
                faults.append(
                    Fault(
                        file: file.name, line: line, column: column,
                        what: "a step \(step.anchor.words) is already at line \(earlier), and is for everybody",
                        fix: "Give the earlier one a segment, a condition or an arm, or remove one of the two"))
            }
            ids[step.id] = line
            let isForAll = step.arm == nil && step.when.allSatisfy(shared.contains)
            // One answer to an opt-out, whatever it hangs on: delivery plans it without asking which.
            if isForAll || step.anchor == .optOut { forAll[step.anchor] = line }
        }
        return faults
    }
}
