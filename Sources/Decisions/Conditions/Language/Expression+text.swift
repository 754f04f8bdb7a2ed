/// A tree as text again: `parse` of it gives the same tree. Brackets stand only where they are needed.
extension Expression: CustomStringConvertible {
    var description: String { written(0) }

    /// 0 where anything may stand; higher where only what binds at least as tightly may: see `Operator.infix`.
    private func written(_ least: Int) -> String {
        switch kind {
        case .literal(let value): return Self.written(value)
        case .name(let name): return name
        case .select(let operand, let field): return "\(operand.written(8)).\(Self.field(field))"
        case .member(let operand, let name, let arguments):
            return "\(operand.written(8)).\(name)(\(Self.listed(arguments)))"
        case .list(let items): return "[\(Self.listed(items))]"
        case .map(let entries):
            return "{" + entries.map { "\($0.key.written(0)): \($0.value.written(0))" }.joined(separator: ", ") + "}"
        case .call(let name, let arguments): return call(name, arguments, least)
        }
    }

    private func call(_ name: String, _ arguments: [Expression], _ least: Int) -> String {
        func bracketed(_ text: String, _ strength: Int) -> String { strength < least ? "(\(text))" : text }
        if let sign = Operator.infix.first(where: { $0.name == name }) {
            let left = arguments[0].written(sign.strength)
            let right = arguments[1].written(sign.strength + 1)
            return bracketed("\(left) \(sign.sign) \(right)", sign.strength)
        }
        switch name {
        case Operator.not: return bracketed("!" + arguments[0].written(7), 7)
        case Operator.negate:
            // `-5` would be one number, also as the beginning of `-5.f()`.
            let operand = arguments[0].written(7)
            let isNumber = operand.unicodeScalars.first?.isDigit ?? false
            return bracketed(isNumber ? "-(\(operand))" : "-" + operand, 7)
        case Operator.choose:
            let (condition, yes, no) = (arguments[0].written(2), arguments[1].written(2), arguments[2].written(1))
            return bracketed("\(condition) ? \(yes) : \(no)", 1)
        case Operator.index: return "\(arguments[0].written(8))[\(arguments[1].written(0))]"
        default: return "\(name)(\(Self.listed(arguments)))"
        }
    }

    private static func listed(_ items: [Expression]) -> String {
        items.map { $0.written(0) }.joined(separator: ", ")
    }

    private static func field(_ name: String) -> String {
        let isPlain =
            name.unicodeScalars.allSatisfy { $0.isNameStart || $0.isDigit }
            && name.unicodeScalars.first?.isNameStart == true
            && name != "in" && !Parser.literals.contains(name)
        return isPlain ? name : "`\(name)`"
    }

    private static func written(_ value: Value) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): "\(value)u"
        case .double(let value): value.description
        case .string(let value): quoted(value.unicodeScalars.map { $0.value }, prefix: "", asciiOnly: false)
        case .bytes(let value): quoted(value.map(UInt32.init), prefix: "b", asciiOnly: true)
        // No literal has another type.
        case .list, .map, .timestamp, .duration, .date, .type: ""
        }
    }

    private static func quoted(_ codes: [UInt32], prefix: String, asciiOnly: Bool) -> String {
        var text = prefix + "'"
        for code in codes {
            switch code {
            case 0x27: text += "\\'"
            case 0x5C: text += "\\\\"
            case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(code) ?? " ")
            case 0...0xFF where asciiOnly || code < 0xA0:
                let digits = String(code, radix: 16)
                text += (digits.count == 1 ? "\\x0" : "\\x") + digits
            default: text.unicodeScalars.append(Unicode.Scalar(code) ?? "\u{FFFD}")
            }
        }
        return text + "'"
    }
}
