extension SMPP {
    /// How a carrier writes one message's id in `submit_sm_resp` and in its receipt. Both are brought to one form. Blanks say
    /// nothing in either: carriers pad with them.
    package enum IDForm: String, Sendable, Hashable, CaseIterable {
        /// The same octets in both, but for blanks.
        case asIs
        /// The same digits, but for leading zeros and the case of letters.
        case foldCaseAndZeros
        /// Hexadecimal in the response, decimal in the receipt.
        case hexToDecimal
        /// Decimal in the response, hexadecimal in the receipt.
        case decimalToHex

        /// The id of `submit_sm_resp`.
        package func response(_ id: String) -> String {
            let id = Self.withoutBlanks(id)
            return switch self {
            case .asIs: id
            case .foldCaseAndZeros, .decimalToHex: Self.folded(id)
            case .hexToDecimal: Self.decimal(fromHex: id)
            }
        }

        /// The id of a receipt.
        package func receipt(_ id: String) -> String {
            let id = Self.withoutBlanks(id)
            return switch self {
            case .asIs: id
            case .foldCaseAndZeros, .hexToDecimal: Self.folded(id)
            case .decimalToHex: Self.decimal(fromHex: id)
            }
        }

        private static func withoutBlanks(_ id: String) -> String {
            // Nearly every id has none, and is not copied for it.
            guard id.utf8.contains(where: isBlank) else { return id }
            return String(decoding: id.utf8.filter { !isBlank($0) }, as: UTF8.self)
        }

        private static func isBlank(_ octet: UInt8) -> Bool { octet == 0x20 || octet >= 0x09 && octet <= 0x0D }

        /// An id that is no number of up to 64 bits (a UUID, 64 hexadecimal digits) is folded instead.
        private static func decimal(fromHex id: String) -> String {
            guard let number = UInt64(id, radix: 16), !id.hasPrefix("+") else { return folded(id) }
            return String(number)
        }

        private static func folded(_ id: String) -> String {
            let significant = id.drop { $0 == "0" }
            return significant.isEmpty && !id.isEmpty ? "0" : significant.lowercased()
        }
    }
}
