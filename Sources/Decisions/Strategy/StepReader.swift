internal import CivilTime
internal import LoanBook
internal import Messaging

/// One step of a strategy file being read.
struct StepReader {
    var fields: FieldReader
    private let file: StrategyFile
    private let below: [String: Step]

    var faults: [Fault] { fields.faults }

    /// - Parameter below: the steps read before, on whose messages it may hang.
    init(_ node: MarkedNode, of file: StrategyFile, below: [String: Step]) {
        fields = FieldReader(node, file: file.name, what: "a step")
        self.file = file
        self.below = below
    }

    /// Nil when a fault was noted.
    mutating func step() -> Step? {
        let id = fields.text("id", "Write a name that stays the same for ever, such as `overdue.7`")
        if let id { PlainName.check(id.value, "id", at: id.node, &fields) }
        let task = task()
        let telling = task == nil ? telling() : nil
        let anchor = AnchorReader.anchor(&fields, below: below)
        let merged = mergedTemplate(anchor, telling?.purpose)
        let hour = hour(anchor, isTask: task != nil)
        let late: Step.Lateness? =
            fields.optional("late") == nil
            ? file.late : fields.choice("late", Step.Lateness.allCases.map { ($0.rawValue, $0) })
        let lateDays = lateDays(anchor, late)
        let when = when(anchor)
        let arm = arm()
        fields.finish()
        if let anchor, let telling, !anchor.purposes.contains(telling.purpose) {
            let names = anchor.purposes.map(\.rawValue).joined(separator: " or ")
            fields.fault(
                at: fields.node, "a step \(anchor.words) cannot have the purpose `\(telling.purpose.rawValue)`",
                "Write \(names), or change the anchor")
        }
        if anchor == .optOut, task != nil {
            fields.fault(at: fields.node, "a step on opt_out cannot be a task", "Write purpose and template")
        }
        guard fields.faults.isEmpty, let id, let anchor, let hour, let late, let lateDays,
            let purpose = telling?.purpose ?? anchor.purposes.first, task != nil || telling != nil
        else { return nil }
        return Step(
            id: id.value, purpose: purpose, template: telling?.template ?? "", anchor: anchor, at: hour.at,
            lateDays: lateDays, channel: telling?.channel ?? .sms, when: when.conditions, late: late,
            segment: when.segment, arm: arm, task: task, mergedTemplate: merged, preferred: hour.within)
    }

    /// What the borrower is told; nil when a fault was noted.
    private mutating func telling() -> (purpose: Purpose, template: String, channel: Channel)? {
        let purpose: Purpose? = fields.choice("purpose", Purpose.allCases.map { ($0.rawValue, $0) })
        let template = fields.text("template", "Write the key of a template")
        let channel = channel()
        if let template { check(template.value, template.node, purpose, isMerged: false) }
        guard let purpose, let template, let channel else { return nil }
        return (purpose, template.value, channel)
    }

    /// Nil when a fault was noted.
    private mutating func channel() -> Channel? {
        if let node = fields.optional("channel"), let word = node.scalar, ["email", "voice"].contains(word) {
            fields.fault(
                at: node, "nothing can be sent by `\(word)` yet", "Write sms, or let a person do it: `task: call_back`")
            return nil
        }
        return fields.choice("channel", [("sms", .sms)])
    }

    /// What a person does instead; nil for a step that tells.
    private mutating func task() -> String? {
        guard fields.optional("task") != nil else { return nil }
        guard let (kind, node) = fields.text("task", "Write what a person does, such as call_back") else { return nil }
        PlainName.check(kind, "kind of a task", at: node, &fields)
        for other in ["purpose", "template", "merged_template", "channel"] {
            guard let node = fields.optional(other) else { continue }
            fields.fault(
                at: node, "a task tells the borrower nothing, so that it has no `\(other)`",
                "Remove `\(other)`, or `task`")
        }
        return kind
    }

    /// The strategy's condition and most segments are about loans, and some steps are about none: those have their own only.
    private mutating func when(_ anchor: Step.Anchor?) -> (conditions: [Condition], segment: String?) {
        let own = file.conditions.condition(&fields)
        var segment: Segment?
        if let (key, node) = fields.optional("segment") == nil ? nil : fields.text("segment", "Name a segment") {
            segment = file.segments.first { $0.key == key }
            if segment == nil {
                let keys = file.segments.map(\.key)
                fields.fault(
                    at: node, "there is no segment `\(key)`",
                    keys.isEmpty ? "Describe it under `segments`" : "Write one of: \(keys.joined(separator: ", "))")
            }
        }
        guard anchor?.isOfNoLoan == true else {
            return ([file.whole, segment?.when, own].compactMap { $0 }, segment?.key)
        }
        for (condition, field) in [(segment?.when, "segment"), (own, "when")] {
            guard let condition, let fact = ConditionReader.factOfLoan(condition), let node = fields.optional(field)
            else { continue }
            fields.fault(
                at: node,
                "`\(fact.declaration.name)` is a fact of a loan, and what is told \(anchor?.words ?? "") is about none",
                "Use facts of the borrower, such as `borrower.country`")
        }
        return ([segment?.when, own].compactMap { $0 }, segment?.key)
    }

    private mutating func arm() -> Experiment.ArmName? {
        let (experiment, arm) = (fields.optional("experiment"), fields.optional("arm"))
        guard experiment != nil || arm != nil else { return nil }
        guard let (key, node) = fields.text("experiment", "Name an experiment"),
            let (armKey, armNode) = fields.text("arm", "Name an arm of the experiment")
        else { return nil }
        guard let found = file.experiments.first(where: { $0.key == key }) else {
            let keys = file.experiments.map(\.key)
            fields.fault(
                at: node, "there is no experiment `\(key)`",
                keys.isEmpty ? "Describe it under `experiments`" : "Write one of: \(keys.joined(separator: ", "))")
            return nil
        }
        let arms = found.arms.filter { !$0.isHoldout }.map(\.key)
        guard arms.contains(armKey) else {
            fields.fault(
                at: armNode, "the experiment `\(key)` has no arm `\(armKey)` that is told something",
                "Write one of: \(arms.joined(separator: ", "))")
            return nil
        }
        return Experiment.ArmName(experiment: key, arm: armKey)
    }

    /// The text about several loans; nil when there is none, or a fault was noted.
    private mutating func mergedTemplate(_ anchor: Step.Anchor?, _ purpose: Purpose?) -> String? {
        guard fields.optional("merged_template") != nil, let purpose,
            let (key, node) = fields.text("merged_template", "Write the key of a template about several loans")
        else { return nil }
        guard anchor?.mayMerge != false, purpose.maySumUp else {
            fields.fault(
                at: node, "a step of purpose `\(purpose.rawValue)` tells of one loan at a time",
                "Remove `merged_template`; reminders and the purposes overdue.early and overdue.notice may have it")
            return nil
        }
        check(key, node, purpose, isMerged: true)
        return key
    }

    private mutating func check(_ key: String, _ node: MarkedNode, _ purpose: Purpose?, isMerged: Bool) {
        let templates = file.templates
        guard templates.has(key) else {
            let keys = Set(templates.templates.map(\.key)).sorted()
            let near = Nearest.name(to: key, among: keys).map { "Did you mean `\($0)`?" }
            fields.fault(
                at: node, "there is no template `\(key)`", near ?? "Write one of: \(keys.joined(separator: ", "))")
            return
        }
        guard let purpose else { return }
        for language in templates.languages {
            guard let template = templates.template(key, language: language) else { continue }
            if template.purpose != purpose {
                fields.fault(
                    at: node,
                    "the template `\(key)` has the purpose `\(template.purpose.rawValue)` in \(language.rawValue)",
                    "Choose a template of purpose `\(purpose.rawValue)`")
            } else if template.isAboutSeveral != isMerged {
                fields.fault(
                    at: node,
                    "the template `\(key)` is about \(isMerged ? "one loan" : "several loans") in \(language.rawValue)",
                    isMerged
                        ? "Choose one that names {{loanCount}}"
                        : "Choose one that does not name {{loanCount}}, and write this one as `merged_template`")
            }
        }
    }

    private mutating func lateDays(_ anchor: Step.Anchor?, _ late: Step.Lateness?) -> Int? {
        let most = anchor?.isOfOneDay == true ? 0 : Strategy.mostLateDays
        guard late == .skip else {
            return fields.number("late_days", in: 0...most, otherwise: min(most, Strategy.usualLateDays))
        }
        if let node = fields.optional("late_days"), node.scalar != "0" {
            fields.fault(
                at: node, "a step that is skipped when it is late has no `late_days`", "Remove `late_days`, or `late`")
        }
        return 0
    }
}

/// Names that stand in claims, leaves and reports.
enum PlainName {
    static func check(_ name: String, _ what: String, at node: MarkedNode, _ fields: inout FieldReader) {
        guard name.utf8.count > 64 || !name.utf8.allSatisfy(isPlain) else { return }
        fields.fault(at: node, "the \(what) `\(name)` is not plain", "Use up to 64 letters, digits, `.`, `_` and `-`")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
