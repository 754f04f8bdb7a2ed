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
        choose("default_alphabet", [("gsm7", .gsm7), ("packed", .packed), ("latin1", .latin1)]) {
            settings.defaultCoding = $0
        }
        settings.languageTables = languageTables()
        settings.extraTLVs = extraTLVs()
        choose(
            "receipt_ids",
            [
                ("as_is", .asIs), ("hex_to_decimal", .hexToDecimal), ("decimal_to_hex", .decimalToHex),
                ("fold_case_and_zeros", .foldCaseAndZeros),
            ]
        ) { settings.receiptIDs = $0 }
        return host == nil || port == nil || systemID == nil ? nil : settings
    }

    private static let languages: [(name: String, value: NationalLanguage)] = [
        ("tr", .turkish), ("es", .spanish), ("pt", .portuguese), ("bn", .bengali), ("gu", .gujarati), ("hi", .hindi),
        ("kn", .kannada), ("ml", .malayalam), ("or", .oriya), ("pa", .punjabi), ("ta", .tamil), ("te", .telugu),
        ("ur", .urdu),
    ]

    private mutating func languageTables() -> [NationalLanguage] {
        guard optional("language_tables") != nil else { return [] }
        let fix = "Write languages whose tables handsets know: language_tables: [tr, es, pt]"
        var languages: [NationalLanguage] = []
        for node in list("language_tables", fix) {
            if let language = Self.languages.first(where: { $0.name == node.scalar })?.value {
                languages.append(language)
            } else {
                fault(
                    at: node, "`\(node.scalar ?? "this")` is no language that has a table",
                    "Write some of: " + Self.languages.map(\.name).joined(separator: ", "))
            }
        }
        return languages
    }

    /// `tlvs: {"0x1400": "1101000012345", "0x1402": "hex:00FF"}`.
    private mutating func extraTLVs() -> [SMPPRouteSettings.ExtraTLV] {
        guard let node = optional("tlvs") else { return [] }
        let fix = "Write the parameter's number and its value: tlvs: {\"0x1400\": \"1101000012345\"}"
        guard case .map(let entries) = node.content else {
            fault(at: node, "`tlvs` must be a map", fix)
            return []
        }
        return entries.compactMap { entry in
            let isHex = entry.key.hasPrefix("0x")
            guard let tag = UInt16(isHex ? String(entry.key.dropFirst(2)) : entry.key, radix: isHex ? 16 : 10) else {
                fault(line: entry.keyLine, column: entry.keyColumn, "`\(entry.key)` is no parameter's number", fix)
                return nil
            }
            guard let text = entry.value.scalar, let value = Self.octets(text) else {
                fault(at: entry.value, "the value of `\(entry.key)` must be a text, or hex: and octets", fix)
                return nil
            }
            return SMPPRouteSettings.ExtraTLV(tag: tag, value: value)
        }
    }

    private static func octets(_ text: String) -> [UInt8]? {
        guard text.hasPrefix("hex:") else { return Array(text.utf8) }
        let digits = Array(text.utf8.dropFirst(4))
        guard digits.count % 2 == 0, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        let octets = stride(from: 0, to: digits.count, by: 2).map { place in
            UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16)
        }
        return octets.contains(nil) ? nil : octets.compactMap(\.self)
    }
}
