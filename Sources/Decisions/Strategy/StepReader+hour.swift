internal import CivilTime
internal import LoanBook
internal import Messaging

extension StepReader {
    private static let fix = "Write an hour of the day such as \"10:00\", with the quotation marks"

    /// The hour of a step, and within which hours the borrower's own takes its place; nil when a fault was noted.
    mutating func hour(_ anchor: Step.Anchor?, isTask: Bool) -> (at: TimeOfDay, within: Preference.Hours?)? {
        let midnight = TimeOfDay(seconds: 0)
        if isTask {
            if let node = fields.optional("at") {
                fields.fault(at: node, "a task has no hour: it is there when its day is planned", "Remove `at`")
            }
            return (midnight, nil)
        }
        // A rung goes out when its hours have passed, if it names no hour.
        let isRung = fields.optional("anchor").flatMap(LadderReader.base(of:)) != nil
        if anchor == .optOut || isRung, fields.optional("at") == nil { return (midnight, nil) }
        guard let node = fields.required("at", Self.fix) else { return nil }
        if case .map = node.content { return preferred(node) }
        return Self.hour("at", &fields).map { (at: $0, within: nil) }
    }

    private mutating func preferred(_ node: MarkedNode) -> (at: TimeOfDay, within: Preference.Hours?)? {
        var inner = FieldReader(node, file: fields.file, what: "`at`")
        let at = Self.hour("preferred", &inner)
        let (from, until) = (Self.hour("from", &inner), Self.hour("until", &inner))
        inner.finish()
        var hours: Preference.Hours?
        if let at, let from, let until {
            hours = Preference.Hours(from: from, until: until)
            if hours == nil {
                inner.fault(
                    at: node, "`until` is not later than `from`", "Write hours of one day, \"09:00\" and \"19:00\"")
            } else if at.seconds < from.seconds || at.seconds >= until.seconds {
                inner.fault(
                    at: node, "`preferred` is \(at), which is not from \(from) until \(until)",
                    "Write the hour for borrowers of whom no hour is known")
            }
        }
        fields.take(inner.faults)
        guard inner.faults.isEmpty, let at, let hours else { return nil }
        return (at, hours)
    }

    private static func hour(_ key: String, _ fields: inout FieldReader) -> TimeOfDay? {
        guard let (text, node) = fields.text(key, fix) else { return nil }
        guard let time = TimeOfDay(text: text), time.seconds < 86_400 else {
            fields.fault(at: node, "`\(key)` is `\(text)`, which is not an hour of the day", fix)
            return nil
        }
        return time
    }
}
