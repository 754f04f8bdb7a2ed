package import CivilTime
package import Gateways
internal import LoanBook
package import Messaging

/// One way to a carrier, as `routes.yaml` has it. The password is looked up when the route is used.
package struct RouteEntry: Sendable {
    package var name: String
    package var isSimulator: Bool
    package var passwordVariable: String
    /// Of what the carrier logs in with where it connects to us; nil where it uses the same.
    package var callerPasswordVariable: String?
    /// All but the password.
    package var settings: CarrierSettings
    /// What the carrier takes; nil where the file does not say it.
    package var cost: SegmentCost?
    /// What it serves.
    package var card: RouteCard
    /// What its codes say of numbers.
    package var numberCodes: NumberCodes
}

extension RouteEntry {
    /// Where the carrier connects to us; nil where it does not.
    fileprivate var listenPort: Int? {
        if case .sgip(let settings) = settings { settings.listener.port } else { nil }
    }
}

/// Reads `routes.yaml`.
package enum RoutesFile {
    package static func parse(yaml: String, file: String, zones: Zones) throws(Faults) -> [RouteEntry] {
        let root = try MarkedNode.parse(yaml: yaml, file: file)
        guard case .map(let sections) = root.content, let routes = sections.first(where: { $0.key == "routes" })?.value,
            case .map(let entries) = routes.content, !entries.isEmpty
        else {
            throw Faults([
                Fault(
                    file: file, line: root.line, column: root.column, what: "`routes` is missing or empty",
                    fix: "Describe at least one route: `dunlin init` writes an example")
            ])
        }
        var faults = sections.sectionFaults(known: ["routes"], file: file) + entries.nameFaults(file: file)
        var result: [RouteEntry] = []
        for entry in entries {
            var reader = FieldReader(entry.value, file: file, what: "a route")
            if let route = read(entry, &reader, zones: zones) {
                if let other = result.first(where: { $0.listenPort != nil && $0.listenPort == route.listenPort }) {
                    reader.fault(
                        line: entry.keyLine, column: entry.keyColumn,
                        "route `\(entry.key)` listens on the port of route `\(other.name)`",
                        "Give each its own listen_port")
                }
                result.append(route)
            }
            reader.finish()
            faults += reader.faults
        }
        guard faults.isEmpty else { throw Faults(faults) }
        return result
    }

    private enum Language: String, CaseIterable { case smpp, cmpp, smgp, sgip }

    private static func read(
        _ entry: MarkedNode.Entry, _ reader: inout FieldReader, zones: Zones
    ) -> RouteEntry? {
        let language = reader.choice("protocol", Language.allCases.map { (name: $0.rawValue, value: $0) })
        let password = reader.text("password_env", "Name the environment variable that holds the password")
        // Every field is asked for before anything is given up, so that all faults are told at once.
        // Where the protocol is misspelt, the route's own fields tell which is meant.
        let settings: CarrierSettings? =
            switch language ?? meant(by: &reader) {
            case .smpp: reader.smpp(entry.key).map { .smpp($0) }
            case .cmpp: reader.cmpp(entry.key).map { .cmpp($0) }
            case .smgp: reader.smgp(entry.key).map { .smgp($0) }
            case .sgip: reader.sgip(entry.key).map { .sgip($0) }
            }
        let callerPassword = language == .sgip ? reader.optionalText("listen_password_env") : nil
        let cost = cost(&reader)
        var card = reader.card(entry.key, zones: zones)
        card.cost = cost.map { RouteCard.Cost(millionths: $0.millionths, currency: $0.currency.code) }
        // Names stand in the store with blanks between them.
        if entry.key.contains(where: \.isWhitespace) {
            reader.fault(
                line: entry.keyLine, column: entry.keyColumn, "the name `\(entry.key)` has a blank",
                "Write a hyphen in its place")
        }
        let codes = reader.numberCodes()
        guard let settings, let password else { return nil }
        for fault in settings.faults where !fault.hasPrefix("password") {
            reader.fault(line: entry.keyLine, column: entry.keyColumn, "route `\(entry.key)`: \(fault)", "Correct it")
        }
        return RouteEntry(
            name: entry.key, isSimulator: settings.route.simulator, passwordVariable: password.value,
            callerPasswordVariable: callerPassword, settings: settings, cost: cost, card: card,
            numberCodes: codes)
    }

    private static func meant(by reader: inout FieldReader) -> Language {
        let fields: [(key: String, language: Language)] = [
            ("sp_id", .cmpp), ("client_id", .smgp), ("node_id", .sgip),
        ]
        return fields.first { reader.optional($0.key) != nil }?.language ?? .smpp
    }

    /// `cost: {per_segment: "0.045", currency: CNY, billed_on: delivery}`.
    private static func cost(_ reader: inout FieldReader) -> SegmentCost? {
        guard let node = reader.optional("cost") else { return nil }
        let fix = "Write cost: {per_segment: \"0.045\", currency: CNY}"
        var fields = FieldReader(node, file: reader.file, what: "`cost`")
        let (amount, code) = (fields.text("per_segment", fix), fields.text("currency", fix))
        let billedOn =
            fields.optional("billed_on") == nil
            ? .acceptance
            : fields.choice("billed_on", SegmentCost.BilledOn.allCases.map { (name: $0.word, value: $0) })
        fields.finish()
        defer { reader.take(fields.faults) }
        guard let amount, let code, let billedOn else { return nil }
        guard let currency = Currency.named(code.value) else {
            fields.fault(at: code.node, "`\(code.value)` is no currency of ISO 4217", "Write a code such as CNY or USD")
            return nil
        }
        guard var cost = SegmentCost(text: amount.value, currency: currency) else {
            fields.fault(
                at: amount.node, "`per_segment` is `\(amount.value)`, which is no amount with at most six decimals", fix
            )
            return nil
        }
        cost.billedOn = billedOn
        return cost
    }
}
