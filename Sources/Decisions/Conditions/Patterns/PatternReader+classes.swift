/// Escapes and classes of characters.
extension PatternReader {
    mutating func escaped() throws(PatternFault) -> PatternNode {
        switch next {
        case "b": return assertion(.wordBoundary)
        case "B": return assertion(.noWordBoundary)
        case "A": return assertion(.start)
        case "z": return assertion(.end)
        case .some("1"..."9"): throw fault("back references are not supported", "Write the pattern out")
        default: break
        }
        var set = try classEscape()
        set.ignoresCase = flags.ignoresCase
        return .set(set)
    }

    private mutating func assertion(_ assertion: Pattern.Assertion) -> PatternNode {
        position += 1
        return .assert(assertion)
    }

    /// After a backslash: `d`, `W`, `p{Han}`, `x41`, `n`, or a sign that stands for itself.
    private mutating func classEscape() throws(PatternFault) -> CharacterSet {
        guard let scalar = next else { throw fault("it ends with a backslash", "Write `\\\\` for a backslash") }
        position += 1
        switch scalar {
        case "d": return .digit
        case "w": return .word
        case "s": return .space
        case "D": return CharacterSet(ranges: CharacterSet.digit.inverted)
        case "W": return CharacterSet(ranges: CharacterSet.word.inverted)
        case "S": return CharacterSet(ranges: CharacterSet.space.inverted)
        case "p", "P": return try script(isNegated: scalar == "P")
        case "x": return try hexadecimal()
        case "n": return CharacterSet(ranges: [0x0A...0x0A])
        case "r": return CharacterSet(ranges: [0x0D...0x0D])
        case "t": return CharacterSet(ranges: [0x09...0x09])
        case "f": return CharacterSet(ranges: [0x0C...0x0C])
        case "v": return CharacterSet(ranges: [0x0B...0x0B])
        case "a": return CharacterSet(ranges: [0x07...0x07])
        default:
            guard !scalar.isNameStart && !scalar.isDigit || scalar == "_" else {
                throw fault("`\\\(scalar)` is not known", "Write the character without a backslash")
            }
            return CharacterSet(ranges: [scalar.value...scalar.value])
        }
    }

    private mutating func script(isNegated: Bool) throws(PatternFault) -> CharacterSet {
        var name = ""
        if take("{") {
            while let scalar = next, scalar != "}" {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            _ = take("}")
        }
        guard let ranges = CharacterSet.scripts[name] else {
            throw fault("the class `\\p{\(name)}` is not supported", "Write \\p{Han}, or the characters in [ ]")
        }
        let set = CharacterSet(ranges: ranges)
        return isNegated ? CharacterSet(ranges: set.inverted) : set
    }

    private mutating func hexadecimal() throws(PatternFault) -> CharacterSet {
        let isBraced = take("{")
        var value: UInt32 = 0
        var count = 0
        while let digit = next?.hexDigit, count < (isBraced ? 6 : 2) {
            value = value * 16 + digit
            count += 1
            position += 1
        }
        guard count > 0, isBraced ? take("}") : count == 2, value <= 0x10FFFF else {
            throw fault("`\\x` needs two hexadecimal digits", "Write such as \\x41 or \\x{4E2D}")
        }
        return CharacterSet(ranges: [value...value])
    }

    /// `[a-z\d[:alpha:]]` after its first bracket.
    mutating func classAfterBracket() throws(PatternFault) -> CharacterSet {
        var set = CharacterSet(isNegated: take("^"), ignoresCase: flags.ignoresCase)
        let open = fault("a class is not closed", "Close it with `]`")
        var isFirst = true
        while true {
            guard let scalar = next else { throw open }
            if scalar == "]", !isFirst { break }
            isFirst = false
            if scalar == "[", let named = try namedClass() {
                set.ranges += named
                continue
            }
            let low = try classItem()
            guard next == "-", position + 1 < text.count, text[position + 1] != "]", low.count == 1,
                let first = low.first,
                first.count == 1
            else {
                set.ranges += low
                continue
            }
            position += 1
            let high = try classItem()
            guard let last = high.first, last.count == 1, first.lowerBound <= last.lowerBound else {
                throw fault("a range of a class is out of order", "Write such as [a-z]")
            }
            set.ranges.append(first.lowerBound...last.lowerBound)
        }
        position += 1
        return set
    }

    private mutating func classItem() throws(PatternFault) -> [ClosedRange<UInt32>] {
        if take("\\") { return try classEscape().ranges }
        guard let scalar = next else { throw fault("a class is not closed", "Close it with `]`") }
        position += 1
        return [scalar.value...scalar.value]
    }

    private mutating func namedClass() throws(PatternFault) -> [ClosedRange<UInt32>]? {
        guard position + 1 < text.count, text[position + 1] == ":" else { return nil }
        guard let end = text[(position + 2)...].firstIndex(of: ":"), end + 1 < text.count, text[end + 1] == "]" else {
            return nil
        }
        var name = String(String.UnicodeScalarView(text[(position + 2)..<end]))
        let isNegated = name.hasPrefix("^")
        if isNegated { name.removeFirst() }
        guard let ranges = CharacterSet.named[name] else {
            throw fault("the class `[:\(name):]` is not known", "Write such as [[:alpha:]]")
        }
        position = end + 2
        return isNegated ? CharacterSet(ranges: ranges).inverted : ranges
    }
}
