/// Characters that one place of a pattern takes.
struct CharacterSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false
    var ignoresCase = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        if holds(scalar.value) { return !isNegated }
        if ignoresCase, let other = Self.otherCase(scalar), holds(other.value) { return !isNegated }
        return isNegated
    }

    private func holds(_ code: UInt32) -> Bool {
        for range in ranges where range.contains(code) { return true }
        return false
    }

    private static func otherCase(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let properties = scalar.properties
        let other = properties.isLowercase ? properties.uppercaseMapping : properties.lowercaseMapping
        let scalars = other.unicodeScalars
        return scalars.count == 1 && scalars.first != scalar ? scalars.first : nil
    }

    /// Everything that this one has not, within Unicode.
    var inverted: [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return result
    }

    static let digit = CharacterSet(ranges: [0x30...0x39])
    static let word = CharacterSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = CharacterSet(ranges: [0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let any = CharacterSet(ranges: [0...0x10FFFF])
    static let anyButNewline = CharacterSet(ranges: [0...0x09, 0x0B...0x10FFFF])

    /// POSIX classes, as in `[[:alpha:]]`: ASCII only, as RE2 has them.
    static let named: [String: [ClosedRange<UInt32>]] = [
        "alpha": [0x41...0x5A, 0x61...0x7A], "digit": [0x30...0x39], "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A],
        "upper": [0x41...0x5A], "lower": [0x61...0x7A], "space": [0x09...0x0D, 0x20...0x20],
        "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
        "word": [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A],
    ]
    /// Of `\p{…}` the script that names of the trade are written in.
    static let scripts: [String: [ClosedRange<UInt32>]] = [
        "Han": [
            0x2E80...0x2FD5, 0x3005...0x3005, 0x3007...0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xF900...0xFAD9, 0x20000...0x323AF,
        ]
    ]
}
