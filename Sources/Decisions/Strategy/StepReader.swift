internal import CivilTime
internal import LoanBook
internal import Messaging

/// One step of a strategy file being read.
struct StepReader {
    private var fields: FieldReader
    private let templates: TemplateSet
    private let conditions: ConditionReader
    private let whole: Condition?

    var faults: [Fault] { fields.faults }

    /// - Parameter whole: the condition of the whole strategy.
    init(
        _ node: MarkedNode, file: String, templates: TemplateSet, conditions: ConditionReader, whole: Condition?
    ) {
        fields = FieldReader(node, file: file, what: "a step")
        self.templates = templates
        self.conditions = conditions
        self.whole = whole
    }

    /// Nil when a fault was noted.
    mutating func step() -> Step? {
        let id = fields.text("id", "Write a name that stays the same for ever, such as `overdue.7`")
        if let id, id.value.utf8.count > 64 || !id.value.utf8.allSatisfy(Self.isPlain) {
            fields.fault(
                at: id.node, "the id `\(id.value)` is not plain", "Use up to 64 letters, digits, `.`, `_` and `-`")
        }
        let purpose: Purpose? = fields.choice("purpose", Purpose.allCases.map { ($0.rawValue, $0) })
        let template = fields.text("template", "Write the key of a template")
        let anchor = anchor()
        let at = hour(anchor)
        let late = lateDays(anchor)
        let channel: Channel? = fields.choice("channel", [("sms", .sms)])
        let when = when(anchor)
        fields.finish()
        if let template { check(template.value, template.node, purpose) }
        if let anchor, let purpose, !anchor.purposes.contains(purpose) {
            let names = anchor.purposes.map(\.rawValue).joined(separator: " or ")
            fields.fault(
                at: fields.node, "a step \(anchor.words) cannot have the purpose `\(purpose.rawValue)`",
                "Write \(names), or change the anchor")
        }
        guard fields.faults.isEmpty, let id, let purpose, let template, let anchor, let at, let late, let channel else {
            return nil
        }
        return Step(
            id: id.value, purpose: purpose, template: template.value, anchor: anchor, at: at, lateDays: late,
            channel: channel, when: when)
    }

    /// The strategy's condition is about loans, and an opt-out is about none: its step has its own only.
    private mutating func when(_ anchor: Step.Anchor?) -> [Condition] {
        let own = conditions.condition(&fields)
        guard anchor == .optOut else { return [whole, own].compactMap { $0 } }
        if let own, let fact = ConditionReader.factOfLoan(own), let node = fields.optional("when") {
            fields.fault(
                at: node, "`\(fact.declaration.name)` is a fact of a loan, and a step on opt_out is about none",
                "Use facts of the borrower, such as `borrower.country`")
        }
        return [own].compactMap { $0 }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }

    private mutating func check(_ key: String, _ node: MarkedNode, _ purpose: Purpose?) {
        guard templates.has(key) else {
            let keys = Set(templates.templates.map(\.key)).sorted()
            let near = Nearest.name(to: key, among: keys).map { "Did you mean `\($0)`?" }
            fields.fault(
                at: node, "there is no template `\(key)`", near ?? "Write one of: \(keys.joined(separator: ", "))")
            return
        }
        guard let purpose else { return }
        for language in templates.languages {
            guard let template = templates.template(key, language: language), template.purpose != purpose else {
                continue
            }
            fields.fault(
                at: node,
                "the template `\(key)` has the purpose `\(template.purpose.rawValue)` in \(language.rawValue)",
                "Choose a template of purpose `\(purpose.rawValue)`")
        }
    }

    private static let anchorFix =
        "Write {days_before_due: N}, due_day, {days_past_due: N}, payment_received, loan_settled or opt_out"

    private mutating func anchor() -> Step.Anchor? {
        guard let node = fields.required("anchor", Self.anchorFix) else { return nil }
        switch node.content {
        case .scalar("due_day"): return .dueDay
        case .scalar("payment_received"): return .paymentReceived
        case .scalar("loan_settled"): return .loanSettled
        case .scalar("opt_out"): return .optOut
        case .map(let entries):
            guard entries.count == 1, let entry = entries.first else { break }
            let days = entry.value.scalar.flatMap { Int($0) }
            switch entry.key {
            case "days_before_due":
                if let days, (1...60).contains(days) { return .daysBeforeDue(days) }
                fields.fault(at: entry.value, "`days_before_due` must be a whole number", "Write 1 to 60")
                return nil
            case "days_past_due":
                if let days, (1...3650).contains(days) { return .daysPastDue(days) }
                fields.fault(at: entry.value, "`days_past_due` must be a whole number", "Write 1 to 3650")
                return nil
            default: break
            }
        case .scalar, .list: break
        }
        fields.fault(at: node, "the anchor is not known", Self.anchorFix)
        return nil
    }

    private mutating func hour(_ anchor: Step.Anchor?) -> TimeOfDay? {
        let fix = "Write an hour of the day such as \"10:00\", with the quotation marks"
        if anchor == .optOut, fields.optional("at") == nil { return TimeOfDay(seconds: 0) }
        guard let (text, node) = fields.text("at", fix) else { return nil }
        guard let time = TimeOfDay(text: text), time.seconds < 86_400 else {
            fields.fault(at: node, "`at` is `\(text)`, which is not an hour of the day", fix)
            return nil
        }
        return time
    }

    private mutating func lateDays(_ anchor: Step.Anchor?) -> Int? {
        // "Due today" is true on one day only.
        let most = anchor == .dueDay || anchor == .optOut ? 0 : Strategy.mostLateDays
        return fields.number("late_days", in: 0...most, otherwise: min(most, Strategy.usualLateDays))
    }
}
