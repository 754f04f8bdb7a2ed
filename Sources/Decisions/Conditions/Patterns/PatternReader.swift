/// What a pattern says, before it is a machine.
indirect enum PatternNode {
    case empty
    case set(CharacterSet)
    case assert(Pattern.Assertion)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `most` is nil without an end.
    case repeated(PatternNode, least: Int, most: Int?)
}

/// Reads the syntax of RE2 that a match without captures needs. Groups, flags `i`, `m`, `s`, lazy repetitions (which change
/// nothing here), classes. Back references and look-around have no linear machine and are faults.
struct PatternReader {
    let text: [Unicode.Scalar]
    var position = 0
    private var depth = 0
    var flags = Flags()

    struct Flags { var (ignoresCase, hasLines, dotTakesAll) = (false, false, false) }

    static let mostRepeats = 200
    static let deepest = 32

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    func fault(_ what: String, _ fix: String) -> PatternFault { PatternFault(what: what, fix: fix) }

    mutating func whole() throws(PatternFault) -> PatternNode {
        let node = try choice()
        if next == ")" { throw fault("a `)` closes nothing", "Remove it, or write `\\)`") }
        return node
    }

    private mutating func choice() throws(PatternFault) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest { throw fault("groups are nested deeper than \(Self.deepest)", "Make it simpler") }
        var ways = [try sequence()]
        while take("|") { ways.append(try sequence()) }
        return ways.count == 1 ? ways[0] : .choice(ways)
    }

    private mutating func sequence() throws(PatternFault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let atom = try atom()
            nodes.append(try repetition(of: atom))
        }
        return nodes.isEmpty ? .empty : .sequence(nodes)
    }

    private mutating func repetition(of atom: PatternNode) throws(PatternFault) -> PatternNode {
        var node = atom
        var isRepeated = false
        while let scalar = next {
            let bounds: (least: Int, most: Int?)
            switch scalar {
            case "*": bounds = (0, nil)
            case "+": bounds = (1, nil)
            case "?": bounds = (0, 1)
            case "{":
                guard let counted = try counts() else { return node }
                bounds = counted
                position -= 1
            default: return node
            }
            if isRepeated { throw fault("a repetition is repeated", "Put what it repeats in brackets") }
            isRepeated = true
            position += 1
            _ = take("?")
            node = .repeated(node, least: bounds.least, most: bounds.most)
        }
        return node
    }

    /// `{2}`, `{2,}`, `{2,5}`; nil when the brace is a letter.
    private mutating func counts() throws(PatternFault) -> (Int, Int?)? {
        let start = position
        position += 1
        let least = number()
        var most = least
        if take(",") { most = number() }
        guard let least, take("}") else {
            position = start
            return nil
        }
        let isOpen = text[position - 2] == ","
        if least > Self.mostRepeats || most ?? 0 > Self.mostRepeats || !isOpen && most ?? 0 < least {
            throw fault("a repetition count is out of order or above \(Self.mostRepeats)", "Write such as {2,5}")
        }
        return (least, isOpen ? nil : most)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let scalar = next, scalar.isDigit, digits.utf8.count < 6 {
            digits.unicodeScalars.append(scalar)
            position += 1
        }
        return Int(digits)
    }

    private mutating func atom() throws(PatternFault) -> PatternNode {
        guard let scalar = next else { return .empty }
        position += 1
        switch scalar {
        case ".": return .set(flags.dotTakesAll ? .any : .anyButNewline)
        case "^": return .assert(flags.hasLines ? .lineStart : .start)
        case "$": return .assert(flags.hasLines ? .lineEnd : .end)
        case "(": return try group()
        case "[": return .set(try classAfterBracket())
        case "\\": return try escaped()
        case "*", "+", "?": throw fault("`\(scalar)` repeats nothing", "Write `\\\(scalar)` for the character")
        default: return .set(literal(scalar))
        }
    }

    private func literal(_ scalar: Unicode.Scalar) -> CharacterSet {
        CharacterSet(ranges: [scalar.value...scalar.value], ignoresCase: flags.ignoresCase)
    }

    private mutating func group() throws(PatternFault) -> PatternNode {
        let outer = flags
        if take("?") {
            if take("P") || next == "<" {
                guard take("<"), next != "=", next != "!" else { throw lookAround }
                while let scalar = next, scalar != ">" { _ = scalar; position += 1 }
                _ = take(">")
            } else if try flagsOfGroup() {
                return .empty
            }
        }
        let node = try choice()
        guard take(")") else { throw fault("a group is not closed", "Close it with `)`") }
        flags = outer
        return node
    }

    private var lookAround: PatternFault {
        fault("look-ahead and look-behind are not supported", "Write two conditions joined with `&&`")
    }

    /// `(?i)` and `(?i:…)`: true when the group ends here and the flags hold for what follows.
    private mutating func flagsOfGroup() throws(PatternFault) -> Bool {
        var isOn = true
        while let scalar = next {
            position += 1
            switch scalar {
            case ":": return false
            case ")": return true
            case "-": isOn = false
            case "i": flags.ignoresCase = isOn
            case "m": flags.hasLines = isOn
            case "s": flags.dotTakesAll = isOn
            case "U": break
            case "=", "!": throw lookAround
            default: throw fault("the flag `\(scalar)` is not known", "Write i, m or s")
            }
        }
        throw fault("a group is not closed", "Close it with `)`")
    }
}
