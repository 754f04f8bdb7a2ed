extension Template {
    /// What is wrong in a template's text, with the tag that it is about (to be found in the file).
    struct TextFault: Error {
        var tag: String
        var occurrence: Int
        var what: String
        var fix: String
    }

    /// Faults that are told of one text; whoever mends these looks again.
    static let mostTextFaults = 64

    /// Splits `source` into pieces. Only Mustache's variable tags `{{name}}` are known: a choice is the strategy's, and
    /// a carrier registers fixed text with slots. `consequences` is put in word for word.
    static func pieces(of source: String, consequences: String) -> (pieces: [Piece], faults: [TextFault]) {
        var pieces: [Piece] = []
        var faults: [TextFault] = []
        var seen: [String: Int] = [:]
        var literal: [UInt8] = []
        var rest = source[...]
        while faults.count < mostTextFaults, let open = rest.firstRange(of: "{{") {
            literal += Array(rest[..<open.lowerBound].utf8)
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                faults.append(
                    TextFault(
                        tag: "{{", occurrence: seen["{{", default: 0], what: "a tag is not closed",
                        fix: "Close it with `}}`"))
                return (pieces, faults)
            }
            let tag = String(rest[open.lowerBound..<close.upperBound])
            let name = String(rest[open.upperBound..<close.lowerBound]).trimmed
            let occurrence = seen[tag, default: 0]
            seen[tag, default: 0] += 1
            seen["{{", default: 0] += 1
            rest = rest[close.upperBound...]
            guard let variable = TemplateVariable(rawValue: name) else {
                faults.append(unknown(name, tag: tag, occurrence: occurrence))
                continue
            }
            if variable == .consequences {
                literal += Array(consequences.utf8)
                pieces.append(.literal(literal))
                pieces.append(.variable(.consequences))
            } else {
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                pieces.append(.variable(variable))
            }
            literal = []
        }
        literal += Array(rest.utf8)
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        return (pieces, faults)
    }

    private static func unknown(_ name: String, tag: String, occurrence: Int) -> TextFault {
        let sigils: Set<Character> = ["#", "^", "/", "&", "!", ">", "<", "$", "=", "{"]
        if let first = name.first, sigils.contains(first) {
            return TextFault(
                tag: tag, occurrence: occurrence, what: "`\(tag)` is not a variable tag",
                fix: "Texts have no sections, partials or comments: write one template for each case")
        }
        let near = Nearest.name(to: name, among: TemplateVariable.allCases.map(\.rawValue))
        let fix = near.map { "Did you mean `{{\($0)}}`?" }
        let all = TemplateVariable.allCases.map(\.rawValue).joined(separator: ", ")
        return TextFault(
            tag: tag, occurrence: occurrence, what: "the variable `\(name)` is not known",
            fix: fix ?? "Write one of: \(all)")
    }
}

extension String {
    /// Without the spaces at its ends.
    var trimmed: String {
        var part = self[...]
        while part.first == " " { part.removeFirst() }
        while part.last == " " { part.removeLast() }
        return String(part)
    }
}
