internal import LoanBook
internal import Messaging

/// Reads `anchor` of a step: a word, or a map of one word to a number or a list.
struct AnchorReader {
    private static let words: [(String, Step.Anchor)] = [
        ("disbursed", .disbursed), ("schedule_changed", .scheduleChanged), ("rate_changed", .rateChanged),
        ("due_day", .dueDay), ("payment_received", .paymentReceived), ("payment_partial", .paymentPartial),
        ("payment_failed", .paymentFailed), ("loan_settled", .loanSettled), ("debt_validation", .debtValidation),
        ("arrangement_offered", .arrangementOffered), ("arrangement_agreed", .arrangementAgreed),
        ("arrangement_broken", .arrangementBroken), ("promise_made", .promiseMade),
        ("dispute_raised", .disputeRaised), ("birthday", .birthday), ("opt_out", .optOut),
    ]
    private static let fix =
        "Write {days_before_due: N}, {days_past_due: N}, {days_before_arrangement: N}, {days_before_promise: N}, "
        + "{application: STATUS}, {festival: KEY}, {undelivered: STEP, after_h: N} or one of: "
        + words.map(\.0).joined(separator: ", ")

    /// Nil when a fault was noted. `below`: the steps that were read already, among them the one that a rung hangs on.
    static func anchor(_ fields: inout FieldReader, below: [String: Step]) -> Step.Anchor? {
        guard let node = fields.required("anchor", fix) else { return nil }
        switch node.content {
        case .scalar(let word):
            if let anchor = words.first(where: { $0.0 == word })?.1 { return anchor }
        case .map(let entries):
            if let base = LadderReader.base(of: node) { return rung(base, entries, below, &fields) }
            guard entries.count == 1, let entry = entries.first else { break }
            switch entry.key {
            case "days_before_due": return number(entry, 1...60, &fields).map { .daysBeforeDue($0) }
            case "days_past_due": return number(entry, 1...3650, &fields).map { .daysPastDue($0) }
            case "days_before_arrangement": return number(entry, 0...60, &fields).map { .arrangementDue($0) }
            case "days_before_promise": return number(entry, 0...60, &fields).map { .promiseDue($0) }
            case "application": return application(entry.value, &fields)
            case "festival": return festival(entry.value, &fields)
            default: break
            }
        case .list: break
        }
        fields.fault(at: node, "the anchor is not known", fix)
        return nil
    }

    /// Nil without a fault where the ladder has one: see `LadderReader`.
    private static func rung(
        _ base: MarkedNode, _ entries: [MarkedNode.Entry], _ below: [String: Step], _ fields: inout FieldReader
    ) -> Step.Anchor? {
        var hours: Int?
        for entry in entries where entry.key != LadderReader.key {
            guard entry.key == "after_h" else {
                fields.fault(
                    line: entry.keyLine, column: entry.keyColumn, "`\(entry.key)` is not a field here", "Remove it")
                continue
            }
            hours = number(entry, LadderReader.hours, &fields)
            if hours == nil { return nil }
        }
        guard let hours else {
            fields.fault(
                at: base, "`after_h` is missing", "Write after how many hours, as {undelivered: STEP, after_h: 2}")
            return nil
        }
        guard let step = base.scalar.flatMap({ below[$0] }) else { return nil }
        if step.task != nil {
            fields.fault(
                at: base, "the step `\(step.id)` is a task, and a task is not delivered",
                "Name a step that is a message")
            return nil
        }
        if step.anchor == .optOut {
            fields.fault(
                at: base, "the step `\(step.id)` answers an opt-out, after which nothing more is said",
                "Name another step")
            return nil
        }
        if case .undelivered(_, _, let about) = step.anchor {
            return .undelivered(step: step.id, after_h: hours, about: about)
        }
        return .undelivered(step: step.id, after_h: hours, about: step.anchor)
    }

    private static func number(
        _ entry: MarkedNode.Entry, _ range: ClosedRange<Int>, _ fields: inout FieldReader
    ) -> Int? {
        if let number = entry.value.scalar.flatMap({ Int($0) }), range.contains(number) { return number }
        fields.fault(
            at: entry.value, "`\(entry.key)` must be a whole number",
            "Write \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    private static func application(_ node: MarkedNode, _ fields: inout FieldReader) -> Step.Anchor? {
        // Who has taken an application back has nothing to hear.
        let statuses = Application.Status.allCases.filter { $0 != .withdrawn }
        if let status = statuses.first(where: { $0.word == node.scalar }) { return .application(status) }
        fields.fault(
            at: node, "`application` is no status that is told",
            "Write one of: " + statuses.map(\.word).joined(separator: ", "))
        return nil
    }

    private static func festival(_ node: MarkedNode, _ fields: inout FieldReader) -> Step.Anchor? {
        let nodes: [MarkedNode] = if case .list(let items) = node.content { items } else { [node] }
        var festivals: [Festival] = []
        for node in nodes {
            guard let festival = node.scalar.flatMap(Festival.init(rawValue:)) else {
                fields.fault(
                    at: node, "`\(node.scalar ?? "")` is no festival that is known",
                    "Write one or a list of: " + Festival.allCases.map(\.rawValue).joined(separator: ", "))
                return nil
            }
            festivals.append(festival)
        }
        if !festivals.isEmpty { return .festival(festivals) }
        fields.fault(at: node, "`festival` is empty", "Write the key of a festival")
        return nil
    }
}
