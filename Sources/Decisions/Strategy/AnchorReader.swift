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
        + "{application: STATUS}, {festival: KEY} or one of: " + words.map(\.0).joined(separator: ", ")

    /// Nil when a fault was noted.
    static func anchor(_ fields: inout FieldReader) -> Step.Anchor? {
        guard let node = fields.required("anchor", fix) else { return nil }
        switch node.content {
        case .scalar(let word):
            if let anchor = words.first(where: { $0.0 == word })?.1 { return anchor }
        case .map(let entries):
            guard entries.count == 1, let entry = entries.first else { break }
            switch entry.key {
            case "days_before_due": return days(entry, 1...60, &fields).map { .daysBeforeDue($0) }
            case "days_past_due": return days(entry, 1...3650, &fields).map { .daysPastDue($0) }
            case "days_before_arrangement": return days(entry, 0...60, &fields).map { .arrangementDue($0) }
            case "days_before_promise": return days(entry, 0...60, &fields).map { .promiseDue($0) }
            case "application": return application(entry.value, &fields)
            case "festival": return festival(entry.value, &fields)
            default: break
            }
        case .list: break
        }
        fields.fault(at: node, "the anchor is not known", fix)
        return nil
    }

    private static func days(
        _ entry: MarkedNode.Entry, _ range: ClosedRange<Int>, _ fields: inout FieldReader
    ) -> Int? {
        if let days = entry.value.scalar.flatMap({ Int($0) }), range.contains(days) { return days }
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
