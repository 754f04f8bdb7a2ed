extension Wire {
    /// One field of a PDU.
    package struct Field: Sendable, Hashable {
        /// As the specification writes it.
        package var name: String
        /// Octets from the start of the PDU.
        package var place: Int
        package var size: Int
        package var value: Value
        /// What the value means, where the specification says; empty where it says nothing.
        package var meaning: String
        /// 1 for what stands inside the field before it.
        package var level: Int
    }

    /// What a field holds, by what may be shown of it.
    package enum Value: Sendable, Hashable {
        case number(UInt64)
        /// A word of the protocol or of the account: shown.
        case word(String)
        /// A subscriber's number: its last digits are shown.
        case subscriber(String)
        /// A text: its length and alphabet are shown.
        case text(Text)
        /// Octets that say nothing of a person.
        case octets([UInt8])
        /// Octets of which nobody knows what they say.
        case unknown([UInt8])
        /// A password, or what could be turned back into one: never shown.
        case secret(octets: Int)
    }
}

extension Wire.Value {
    /// As it may be shown: masked, or all but secrets.
    ///
    /// - Parameter septets: reads the default alphabet of handsets (3GPP TS 23.038), which is not of this room.
    package func shown(reveals: Bool, septets: (Wire.Text) -> String) -> String {
        switch self {
        case .number(let number): String(number)
        case .word(let word): Wire.plain(word)
        case .subscriber(let number): reveals ? Wire.plain(number) : Wire.masked(number)
        case .text(let text): reveals ? "\"" + Wire.plain(text.decoded(septets: septets)) + "\"" : text.measure
        case .octets(let octets): Wire.digits(octets)
        case .unknown(let octets): reveals ? Wire.digits(octets) : "(\(octets.count) octets, masked)"
        case .secret(let octets): octets == 0 ? "(empty)" : "(never shown)"
        }
    }
}

extension Wire {
    /// A number's last digits: as many as a support desk needs to tell two apart, 2 to 4, and never more than a third of it. What is
    /// no number shows nothing.
    package static func masked(_ number: String) -> String {
        guard !number.isEmpty else { return "" }
        let digits = number.hasPrefix("+") ? number.dropFirst() : number[...]
        guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return "(\(number.unicodeScalars.count) characters, masked)"
        }
        let shown = min(4, digits.count / 3)
        return String(repeating: "*", count: number.count - (shown < 2 ? 0 : shown))
            + (shown < 2 ? "" : digits.suffix(shown))
    }

    /// Without what a terminal would act on.
    static func plain(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
                shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    static func digits(_ octets: some Sequence<UInt8>) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }

    static func hex(_ number: some BinaryInteger, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
