package import CivilTime
internal import LoanBook
package import Messaging

extension Strategy {
    package static let mostSteps = 64
    /// A step told later than this is no longer what the strategy meant.
    package static let mostLateDays = 14
    static let usualLateDays = 2

    /// Reads a strategy file: `key`, `when` and `steps`, each with `id`, `purpose`, `template`, `anchor`, `at`,
    /// `late_days`, `channel` and `when`. All faults are thrown together.
    ///
    /// - Parameter zones: where conditions find time zones by name; without, they know `UTC` and offsets.
    package static func parse(
        yaml: String, file: String, templates: TemplateSet, zones: Zones? = nil
    ) throws(Faults) -> Strategy {
        let root = try MarkedNode.parse(yaml: yaml, file: file)
        var fields = FieldReader(root, file: file, what: "a strategy")
        let key = fields.text("key", "Write the name by which a portfolio calls this strategy")
        let conditions = ConditionReader(yaml: yaml, zones: zones)
        let whole = conditions.condition(&fields)
        let items = fields.list("steps", "List the steps under `steps:`")
        fields.finish()
        var faults = fields.faults
        if items.count > mostSteps {
            faults.append(
                Fault(
                    file: file, line: root.line, column: root.column,
                    what: "the strategy has \(items.count) steps, more than \(mostSteps)", fix: "Split the strategy"))
        }
        var steps: [(step: Step, line: Int, column: Int)] = []
        for item in items.prefix(mostSteps) {
            var reader = StepReader(
                item, file: file, templates: templates, conditions: conditions, whole: whole)
            if let step = reader.step() { steps.append((step, item.line, item.column)) }
            faults += reader.faults
        }
        faults += repetitions(steps, file: file)
        guard faults.isEmpty, let key else { throw Faults(faults) }
        return Strategy(key: key.value, version: ContentHash.sha256(yaml.utf8), steps: steps.map(\.step))
    }

    private static func repetitions(_ steps: [(step: Step, line: Int, column: Int)], file: String) -> [Fault] {
        var faults: [Fault] = []
        var ids: [String: Int] = [:]
        var anchors: [Step.Anchor: Int] = [:]
        for (step, line, column) in steps {
            if let earlier = ids[step.id] {
                faults.append(
                    Fault(
                        file: file, line: line, column: column,
                        what: "the step id `\(step.id)` is already at line \(earlier)",
                        fix: "Give this step an id of its own; ids decide what counts as told"))
            }
            if let earlier = anchors[step.anchor] {
                faults.append(
                    Fault(
                        file: file, line: line, column: column,
                        what: "a step \(step.anchor.words) is already at line \(earlier)",
                        fix: "Choose another anchor, or remove one of the two"))
            }
            ids[step.id] = line
            anchors[step.anchor] = line
        }
        return faults
    }
}
