/// Reads fixed-width digits and marks from the bytes of a short text, one after another.
struct DigitReader<Bytes: Collection<UInt8>> {
    private var rest: Bytes.SubSequence

    init(_ bytes: Bytes) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }
    var next: UInt8? { rest.first }

    /// A number of exactly `digits` ASCII digits.
    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func digit() -> Int? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        rest = rest.dropFirst()
        return Int(byte - UInt8(ascii: "0"))
    }

    /// Consumes `mark` when it is next.
    mutating func take(_ mark: UInt8) -> Bool {
        guard rest.first == mark else { return false }
        rest = rest.dropFirst()
        return true
    }
}

/// Division that rounds towards the past, as calendars need before 1970.
@inline(__always)
func floorDivide<Whole: BinaryInteger>(_ a: Whole, _ b: Whole) -> Whole {
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
}

/// A whole number of at least `width` digits, zeros in front.
func padded(_ number: Int, _ width: Int) -> String {
    var digits: [UInt8] = []
    var rest = number.magnitude
    while rest > 0 || digits.count < width {
        digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
        rest /= 10
    }
    if number < 0 { digits.append(UInt8(ascii: "-")) }
    return String(decoding: digits.reversed(), as: UTF8.self)
}
