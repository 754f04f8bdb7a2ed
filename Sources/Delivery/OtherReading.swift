/// How the id of a receipt that matches nothing would be that of an answer after all: the route's `receipt_ids` is then wrong.
/// Nothing is matched by it; it is told.
package enum OtherReading: Sendable, Hashable, CaseIterable {
    /// Hexadecimal in the answer, decimal in the receipt.
    case hexToDecimal
    /// Decimal in the answer, hexadecimal in the receipt.
    case decimalToHex
    /// Other capitals, or other zeros in front.
    case caseAndZeros

    /// Looked for in one turn at most: every receipt of a route may be concerned.
    static let most = 2

    /// For the operator.
    package var words: String {
        let form =
            switch self {
            case .hexToDecimal: "hexadecimal in answers and decimal in receipts"
            case .decimalToHex: "decimal in answers and hexadecimal in receipts"
            case .caseAndZeros: "written with other capitals, or other zeros in front, in receipts than in answers"
            }
        return
            "receipts match nothing, and would if this carrier's ids were \(form): correct `receipt_ids` of the route. "
            + "Until then they stay parked"
    }

    /// The ids that an answer may have had whose receipt says `id`.
    func answers(of id: String) -> [String] {
        switch self {
        case .hexToDecimal:
            guard id.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(id) else { return [] }
            let digits = String(number, radix: 16)
            return [digits, digits.uppercased()] + Self.padded(digits) + Self.padded(digits.uppercased())
        case .decimalToHex:
            guard id.utf8.allSatisfy(Self.isHex), let number = UInt64(id, radix: 16) else { return [] }
            return [String(number)] + Self.padded(String(number))
        case .caseAndZeros:
            let significant = String(id.drop { $0 == "0" })
            let cases = [significant, significant.lowercased(), significant.uppercased()]
            return [id.lowercased(), id.uppercased()] + cases + cases.flatMap(Self.padded)
        }
    }

    private static func isHex(_ octet: UInt8) -> Bool {
        (0x30...0x39).contains(octet) || (0x41...0x46).contains(octet & 0xDF)
    }

    /// With the zeros in front that make fields of usual widths.
    private static func padded(_ digits: String) -> [String] {
        [8, 10, 16, 20].filter { $0 > digits.utf8.count }.map {
            String(repeating: "0", count: $0 - digits.utf8.count) + digits
        }
    }
}
