internal import CivilTime
internal import LoanBook
internal import Messaging

// What a route serves. All of it may be left out.
extension FieldReader {
    mutating func card(_ name: String, zones: Zones) -> RouteCard {
        var card = RouteCard(name: name)
        card.countries = Set(
            texts("countries", "Write ISO 3166 countries, such as [CN, US]") { text in
                PhoneNumber.isCountry(text) ? text : nil
            })
        card.prefixes = texts("prefixes", "Write beginnings of numbers with +, such as [\"+86138\"]") { text in
            let digits = text.dropFirst()
            let isBeginning =
                text.hasPrefix("+") && (1...15).contains(digits.utf8.count)
                && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return isBeginning ? text : nil
        }
        card.carriers = Set(named("carriers", MobileCarrier.allCases.map { ($0.rawValue, $0) }))
        card.classes = Set(named("classes", MessageClass.allCases.map { ("\($0)", $0) }))
        card.priority = number("priority", in: 1...1000, otherwise: RouteCard.usualPriority) ?? card.priority
        card.segmentsADay = optional("segments_a_day") == nil ? nil : number("segments_a_day", in: 1...1_000_000_000)
        if let zone = optionalText("zone") {
            if let known = zones.zone(zone) {
                card.zone = known
            } else if let node = optional("zone") {
                fault(at: node, "the zone `\(zone)` is not known", "Write an IANA zone, such as Asia/Shanghai")
            }
        }
        card.hours = hours()
        return card
    }

    /// The items of a list that may be left out, as far as `read` takes them.
    private mutating func texts<Value>(_ key: String, _ fix: String, _ read: (String) -> Value?) -> [Value] {
        guard let node = optional(key) else { return [] }
        guard case .list(let items) = node.content, !items.isEmpty else {
            fault(at: node, "`\(key)` must be a list", fix)
            return []
        }
        return items.compactMap { item in
            if let value = item.scalar.flatMap(read) { return value }
            fault(at: item, "`\(key)` has `\(item.scalar ?? "a list or map")`, which is not known", fix)
            return nil
        }
    }

    private mutating func named<Value>(_ key: String, _ choices: [(name: String, value: Value)]) -> [Value] {
        let names = choices.map(\.name)
        guard let node = optional(key) else { return [] }
        guard case .list(let items) = node.content, !items.isEmpty else {
            fault(at: node, "`\(key)` must be a list", "Write some of: " + names.joined(separator: ", "))
            return []
        }
        return items.compactMap { item in
            let text = item.scalar ?? ""
            if let match = choices.first(where: { $0.name == text }) { return match.value }
            let near = Nearest.name(to: text, among: names).map { "Did you mean `\($0)`? " } ?? ""
            fault(
                at: item, "`\(key)` has `\(text)`, which is not known",
                near + "Write some of: " + names.joined(separator: ", "))
            return nil
        }
    }

    /// `available: [{weekdays: [monday], from: "08:00", to: "20:00"}]`.
    private mutating func hours() -> [RouteHours] {
        let fix = "Write a list such as [{weekdays: [monday, friday], from: \"08:00\", to: \"20:00\"}]"
        guard let node = optional("available") else { return [] }
        guard case .list(let items) = node.content, !items.isEmpty else {
            fault(at: node, "`available` must be a list", fix)
            return []
        }
        return items.compactMap { item in
            var fields = FieldReader(item, file: file, what: "a window of `available`")
            let days = fields.named("weekdays", Weekday.allCases.map { ($0.name.lowercased(), $0) })
            let (from, to) = (fields.time("from"), fields.time("to"))
            fields.finish()
            defer { take(fields.faults) }
            guard let from, let to else { return nil }
            guard from < to else {
                fields.fault(at: item, "a window ends before it begins", "Write two windows around midnight")
                return nil
            }
            return RouteHours(weekdays: Set(days), from: from, to: to)
        }
    }

    private mutating func time(_ key: String) -> TimeOfDay? {
        guard let (text, node) = text(key, "Write a time such as \"08:00\"") else { return nil }
        if let time = TimeOfDay(text: text) { return time }
        fault(at: node, "`\(key)` is `\(text)`, which is no time of day", "Write a time such as \"08:00\"")
        return nil
    }
}
