internal import CarrierProtocols
internal import Gateways
internal import Messaging

// The fields of a route: what every route has, and what its protocol adds.
extension FieldReader {
    mutating func choose<Value>(_ key: String, _ choices: [(name: String, value: Value)], _ set: (Value) -> Void) {
        guard optional(key) != nil, let value = choice(key, choices) else { return }
        set(value)
    }

    mutating func host() -> String? { text("host", "Write the carrier's host name or address")?.value }

    mutating func route(_ route: inout RouteSettings) {
        route.binds = number("binds", in: 1...64, otherwise: 1) ?? 1
        route.window = number("window", in: 1...10_000, otherwise: route.window) ?? route.window
        if let pace = number("messages_per_second", in: 0...1_000_000, otherwise: 0), pace > 0 {
            route.messagesPerSecond = Double(pace)
        }
        choose("simulator", [("true", true), ("false", false)]) { route.simulator = $0 }
        choose("tls", [("true", true), ("false", false)]) { route.tls = $0 ? .init() : nil }
        if let authorities = optionalText("tls_ca_file") { route.tls = .init(caFile: authorities) }
    }

    mutating func smpp(_ name: String) -> SMPPRouteSettings? {
        let host = host()
        let port = number("port", in: 1...65_535)
        let systemID = text("system_id", "Write the account's system_id")?.value
        var settings = SMPPRouteSettings(
            name: name, host: host ?? "", port: port ?? 0, systemID: systemID ?? "", password: "")
        route(&settings.route)
        settings.systemType = optionalText("system_type") ?? ""
        if let sender = optionalText("sender") {
            let isNumber = sender.utf8.allSatisfy { (0x30...0x39).contains($0) }
            settings.source = SMPP.Address(
                typeOfNumber: isNumber ? 0 : 5, numberingPlan: isNumber ? 1 : 0, text: sender)
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
        return host == nil || port == nil || systemID == nil ? nil : settings
    }
}
