internal import CivilTime
internal import Messaging

/// What stands in a strategy file above its steps, and what they refer to.
struct StrategyFile {
    let name: String
    let templates: TemplateSet
    let conditions: ConditionReader
    var whole: Condition?
    var segments: [Segment] = []
    var experiments: [Experiment] = []
    var limits = QuietLimits.none
    var taskWithoutNumber: String?
    /// Of steps that say nothing else.
    var late = Step.Lateness.send

    init(yaml: String, name: String, templates: TemplateSet, zones: Zones?) {
        self.name = name
        self.templates = templates
        conditions = ConditionReader(yaml: yaml, zones: zones)
    }

    mutating func read(_ fields: inout FieldReader) {
        whole = conditions.condition(&fields)
        if fields.optional("late") != nil {
            late = fields.choice("late", Step.Lateness.allCases.map { ($0.rawValue, $0) }) ?? .send
        }
        readLimits(&fields)
        if fields.optional("task_without_number") != nil,
            let (kind, node) = fields.text("task_without_number", "Write what a person does, such as find_number")
        {
            PlainName.check(kind, "kind of a task", at: node, &fields)
            taskWithoutNumber = kind
        }
        if fields.optional("segments") != nil { readSegments(&fields) }
        if fields.optional("experiments") != nil { readExperiments(&fields) }
    }

    private mutating func readLimits(_ fields: inout FieldReader) {
        guard let node = fields.optional("limits") else { return }
        var inner = FieldReader(node, file: name, what: "`limits`")
        if inner.optional("messages_a_day") != nil {
            limits.messagesADay = inner.number("messages_a_day", in: 1...QuietLimits.mostADay)
        }
        if inner.optional("messages_a_week") != nil {
            limits.messagesAWeek = inner.number("messages_a_week", in: 1...QuietLimits.mostAWeek)
        }
        inner.finish()
        fields.take(inner.faults)
    }

    private mutating func readSegments(_ fields: inout FieldReader) {
        for node in items("segments", "List the segments, each with `key` and `when`", Segment.most, &fields) {
            var inner = FieldReader(node, file: name, what: "a segment")
            let key = key("segment", known: segments.map(\.key), &inner)
            _ = inner.required("when", "Write the condition that makes the segment, such as `loan.principal > 50000`")
            let when = conditions.condition(&inner)
            inner.finish()
            fields.take(inner.faults)
            if let key, let when { segments.append(Segment(key: key, when: when)) }
        }
    }

    private mutating func readExperiments(_ fields: inout FieldReader) {
        let fix = "List the experiments, each with `key`, `salt` and `arms`"
        for node in items("experiments", fix, Experiment.most, &fields) {
            var inner = FieldReader(node, file: name, what: "an experiment")
            let key = key("experiment", known: experiments.map(\.key), &inner)
            let salt = inner.text("salt", "Write a text of its own, such as 2026-q4: another text draws other lots")
            let arms = arms(&inner)
            inner.finish()
            fields.take(inner.faults)
            if let key, let salt { experiments.append(Experiment(key: key, salt: salt.value, arms: arms)) }
        }
    }

    private func arms(_ fields: inout FieldReader) -> [Experiment.Arm] {
        let fix = "List the arms, each with `key` and `weight`"
        var arms: [Experiment.Arm] = []
        for node in items("arms", fix, Experiment.mostArms, &fields) {
            var inner = FieldReader(node, file: name, what: "an arm")
            let key = key("arm", known: arms.map(\.key), &inner)
            let weight = inner.number("weight", in: 0...10_000)
            let isHoldout: Bool? =
                inner.optional("holdout") == nil ? false : inner.choice("holdout", [("true", true), ("false", false)])
            inner.finish()
            fields.take(inner.faults)
            if let key, let weight, let isHoldout {
                arms.append(Experiment.Arm(key: key, weight: weight, isHoldout: isHoldout))
            }
        }
        guard fields.faults.isEmpty, let node = fields.optional("arms") else { return arms }
        if arms.count < 2 { fields.fault(at: node, "an experiment compares at least two arms", "Add an arm") }
        if arms.allSatisfy({ $0.weight == 0 }) {
            fields.fault(at: node, "the weights of the arms add up to nothing", "Give one of them a weight")
        }
        return arms
    }

    private func items(
        _ field: String, _ fix: String, _ most: Int, _ fields: inout FieldReader
    ) -> ArraySlice<MarkedNode> {
        let items = fields.list(field, fix)
        if items.count > most, let node = fields.optional(field) {
            fields.fault(at: node, "`\(field)` has \(items.count) entries, more than \(most)", "Remove some")
        }
        return items.prefix(most)
    }

    private func key(_ what: String, known: [String], _ fields: inout FieldReader) -> String? {
        guard let (key, node) = fields.text("key", "Write the name by which steps call this \(what)") else {
            return nil
        }
        PlainName.check(key, "key of the \(what)", at: node, &fields)
        if known.contains(key) {
            fields.fault(at: node, "there is a \(what) `\(key)` already", "Give this one a key of its own")
        }
        return key
    }
}
