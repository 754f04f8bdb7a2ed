internal import CarrierProtocols
package import Gateways
internal import LoanBook
package import Messaging
package import Planning

/// One way to a carrier, as `routes.yaml` has it. The password is looked up when the route is used.
package struct RouteEntry: Sendable {
    package var name: String
    package var isSimulator: Bool
    package var passwordVariable: String
    /// All but the password.
    package var settings: CarrierSettings
    /// What the carrier takes; nil where the file does not say it.
    package var cost: SegmentCost?
}

/// Reads `routes.yaml`.
package enum RoutesFile {
    package static func parse(yaml: String, file: String) throws(Faults) -> [RouteEntry] {
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
            if let route = read(entry, &reader) { result.append(route) }
            reader.finish()
            faults += reader.faults
        }
        guard faults.isEmpty else { throw Faults(faults) }
        return result
    }

    private static func read(_ entry: MarkedNode.Entry, _ reader: inout FieldReader) -> RouteEntry? {
        _ = reader.choice("protocol", [(name: "smpp", value: true)])
        let host = reader.text("host", "Write the carrier's host name or address")
        let port = reader.number("port", in: 1...65_535)
        let systemID = reader.text("system_id", "Write the account's system_id")
        let password = reader.text("password_env", "Name the environment variable that holds the password")
        // Every field is asked for before anything is given up, so that all faults are told at once.
        var settings = SMPPRouteSettings(
            name: entry.key, host: host?.value ?? "", port: port ?? 0, systemID: systemID?.value ?? "", password: "")
        settings.systemType = reader.optionalText("system_type") ?? ""
        settings.binds = reader.number("binds", in: 1...64, otherwise: 1) ?? 1
        settings.window = reader.number("window", in: 1...10_000, otherwise: 10) ?? 10
        if let pace = reader.number("messages_per_second", in: 0...1_000_000, otherwise: 0), pace > 0 {
            settings.messagesPerSecond = Double(pace)
        }
        if let sender = reader.optionalText("sender") {
            let isNumber = sender.utf8.allSatisfy { (0x30...0x39).contains($0) }
            settings.source = SMPP.Address(
                typeOfNumber: isNumber ? 0 : 5, numberingPlan: isNumber ? 1 : 0, text: sender)
        }
        func choose<Value>(_ key: String, _ choices: [(name: String, value: Value)], _ set: (Value) -> Void) {
            guard reader.optional(key) != nil, let value = reader.choice(key, choices) else { return }
            set(value)
        }
        choose("bind", [("transceiver", .transceiver), ("transmitter_and_receiver", .transmitterAndReceiver)]) {
            settings.bindMode = $0
        }
        choose("long_texts", [("udh8", .udh8), ("udh16", .udh16), ("sar", .sar), ("payload", .payload)]) {
            settings.longTexts = $0
        }
        choose("default_alphabet", [("gsm7", .gsm7), ("latin1", .latin1)]) { settings.defaultCoding = $0 }
        choose(
            "receipt_ids",
            [("as_is", .asIs), ("hex_to_decimal", .hexToDecimal), ("decimal_to_hex", .decimalToHex)]
        ) { settings.receiptIDs = $0 }
        choose("simulator", [("true", true), ("false", false)]) { settings.simulator = $0 }
        choose("tls", [("true", true), ("false", false)]) { settings.tls = $0 ? .init() : nil }
        if let authorities = reader.optionalText("tls_ca_file") { settings.tls = .init(caFile: authorities) }
        let cost = cost(&reader)
        guard host != nil, port != nil, systemID != nil, let password else { return nil }
        for fault in settings.faults where !fault.hasPrefix("password") {
            reader.fault(line: entry.keyLine, column: entry.keyColumn, "route `\(entry.key)`: \(fault)", "Correct it")
        }
        return RouteEntry(
            name: entry.key, isSimulator: settings.simulator, passwordVariable: password.value,
            settings: .smpp(settings),
            cost: cost)
    }

    /// `cost: {per_segment: "0.045", currency: CNY}`.
    private static func cost(_ reader: inout FieldReader) -> SegmentCost? {
        guard let node = reader.optional("cost") else { return nil }
        let fix = "Write cost: {per_segment: \"0.045\", currency: CNY}"
        var fields = FieldReader(node, file: reader.file, what: "`cost`")
        let (amount, code) = (fields.text("per_segment", fix), fields.text("currency", fix))
        fields.finish()
        defer { reader.take(fields.faults) }
        guard let amount, let code else { return nil }
        guard let currency = Currency.named(code.value) else {
            fields.fault(at: code.node, "`\(code.value)` is no currency of ISO 4217", "Write a code such as CNY or USD")
            return nil
        }
        guard let cost = SegmentCost(text: amount.value, currency: currency) else {
            fields.fault(
                at: amount.node, "`per_segment` is `\(amount.value)`, which is no amount with at most six decimals", fix
            )
            return nil
        }
        return cost
    }
}
