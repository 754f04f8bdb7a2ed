/// What numbers of SMPP mean, in words.
enum SMPPWords {
    static func typeOfNumber(_ number: UInt64) -> String {
        let words = [
            "unknown", "international", "national", "network specific", "subscriber number", "alphanumeric",
            "abbreviated",
        ]
        return number < words.count ? words[Int(number)] : "reserved"
    }

    static func numberingPlan(_ number: UInt64) -> String {
        let words: [UInt64: String] = [
            0: "unknown", 1: "E.164", 3: "X.121", 4: "telex", 6: "E.212", 8: "national", 9: "private", 10: "ERMES",
            14: "IP", 18: "WAP client id",
        ]
        return words[number] ?? "reserved"
    }

    /// §5.2.12.
    static func esmClass(_ number: UInt64) -> String {
        let octet = SMPP.ESMClass(rawValue: UInt8(truncatingIfNeeded: number))
        var words: [String] = []
        let modes = ["", "datagram", "forward", "store and forward"]
        if !modes[Int(number & 3)].isEmpty { words.append(modes[Int(number & 3)]) }
        if octet.isReceipt { words.append("receipt") }
        if octet.isIntermediateNotification { words.append("intermediate notification") }
        switch number >> 2 & 0x0F {
        case 2: words.append("delivery acknowledgement of a handset")
        case 4: words.append("manual acknowledgement")
        case 6: words.append("conversation abort")
        default: break
        }
        if octet.hasUserDataHeader { words.append("user data header") }
        if number & 0x80 != 0 { words.append("reply path") }
        return words.isEmpty ? "default" : words.joined(separator: ", ")
    }

    /// §5.2.17.
    static func registeredDelivery(_ number: UInt64) -> String {
        var words = [["no receipt", "receipt", "receipt of a failure", "receipt of a success"][Int(number & 3)]]
        if number & 0x0C != 0 { words.append("acknowledgement of the handset") }
        if number & 0x10 != 0 { words.append("intermediate notifications") }
        return words.joined(separator: ", ")
    }

    static func dataCoding(_ coding: UInt8) -> String {
        let name = Wire.Text.Alphabet(dataCoding: coding).name
        switch coding {
        case 0: return "the carrier's default, read as \(name)"
        case 0x10...0x13, 0xF0...0xFF: return "\(name), class \(coding & 3)"
        default: return name
        }
    }

    /// `message_state` (§5.2.28).
    static func state(_ number: UInt64) -> String {
        switch number {
        case 0: "scheduled (5.0)"
        case 9: "skipped (5.0)"
        default: SMPP.Receipt.State(rawValue: UInt8(clamping: number)).map { "\($0.word), \($0)" } ?? "reserved"
        }
    }

    /// §5.3.2.31.
    static func networkError(_ value: [UInt8]) -> String {
        guard value.count == 3 else { return "" }
        let networks: [UInt8: String] = [1: "ANSI-136", 2: "IS-95", 3: "GSM", 8: "ANSI-136 access denied"]
        let network = networks[value[0]] ?? "network \(value[0])"
        return "\(network), error \(UInt16(value[1]) << 8 | UInt16(value[2]))"
    }

    /// §7.1.1: `YYMMDDhhmmsstnnp`.
    static func time(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        let digits = Array(text.utf8)
        guard digits.count == 16, digits[..<15].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return "no time of the protocol"
        }
        let pairs = stride(from: 0, to: 12, by: 2).map { String(decoding: digits[$0..<$0 + 2], as: UTF8.self) }
        let quarters = Int(String(decoding: digits[13..<15], as: UTF8.self)) ?? 0
        switch digits[15] {
        case UInt8(ascii: "R"):
            let names = ["years", "months", "days", "h", "min", "s"]
            let parts = zip(pairs, names).compactMap { pair, name in
                Int(pair).flatMap { $0 == 0 ? nil : "\($0) \(name)" }
            }
            return "relative: " + (parts.isEmpty ? "at once" : parts.joined(separator: " "))
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            let sign = digits[15] == UInt8(ascii: "+") ? "+" : "-"
            let zone = "\(sign)\(padded(Int64(quarters / 4), 2)):\(padded(Int64(quarters % 4 * 15), 2))"
            return "20\(pairs[0])-\(pairs[1])-\(pairs[2]) \(pairs[3]):\(pairs[4]):\(pairs[5]) UTC\(zone)"
        default: return "no time of the protocol"
        }
    }

    static func moment(_ date: SMPP.ReceiptDate) -> String {
        let two = { (number: Int) in padded(Int64(number), 2) }
        return
            "\(date.year)-\(two(date.month))-\(two(date.day)) \(two(date.hour)):\(two(date.minute)):\(two(date.second))"
    }

    /// Elements of user data headers: name, meaning, and whether they say nothing of a person.
    static func element(_ kind: UInt8, _ value: [UInt8]) -> (name: String, meaning: String, isKnown: Bool) {
        func number(_ range: Range<Int>) -> Int { value[range].reduce(0) { $0 << 8 | Int($1) } }
        switch (kind, value.count) {
        case (0x00, 3): return ("concatenation", "part \(value[2]) of \(value[1]), reference \(value[0])", true)
        case (0x08, 4): return ("concatenation", "part \(value[3]) of \(value[2]), reference \(number(0..<2))", true)
        case (0x04, 2): return ("ports", "to \(value[0]), from \(value[1])", true)
        case (0x05, 4): return ("ports", "to \(number(0..<2)), from \(number(2..<4))", true)
        case (0x24, 1): return ("national language, single shift", "language \(value[0])", true)
        case (0x25, 1): return ("national language, locking shift", "language \(value[0])", true)
        default: return ("element \(Wire.hex(kind, 2))", "", false)
        }
    }
}
