/// How a file writes a yearly rate: as a fraction (`0.154`) or in percent (`15.40%`, the sign may be missing).
package struct RateFormat: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable { case fraction, percent }

    package var kind: Kind
    package var decimal: UInt8

    /// 10,000 % a year: beyond it a file means something else.
    static let greatestMillionths: Int64 = 100_000_000

    package init(kind: Kind, decimal: UInt8) {
        self.kind = kind
        self.decimal = decimal
    }

    /// Millionths, rounded half up at the last one; nil unless the bytes are a rate in this format.
    package func millionths(_ bytes: ArraySlice<UInt8>) -> Int64? {
        var rest = bytes
        if kind == .percent, rest.last == UInt8(ascii: "%") {
            rest = rest.dropLast()
            while rest.last == 0x20 { rest = rest.dropLast() }
        }
        var value: Int64 = 0
        var decimals: Int?
        var digits = 0
        let precision = kind == .percent ? 4 : 6
        var roundUp = false
        for byte in rest {
            if byte == decimal, decimals == nil, digits > 0 {
                decimals = 0
                continue
            }
            let digit = byte &- 0x30
            guard digit <= 9 else { return nil }
            digits += 1
            if let count = decimals {
                decimals = count + 1
                if count == precision { roundUp = digit >= 5 }
                if count >= precision { continue }
            }
            value = value * 10 + Int64(digit)
            guard value <= RateFormat.greatestMillionths else { return nil }
        }
        guard digits > 0, decimals != 0 else { return nil }
        for _ in min(decimals ?? 0, precision)..<precision {
            value *= 10
            guard value <= RateFormat.greatestMillionths else { return nil }
        }
        return value + (roundUp ? 1 : 0)
    }
}
