import CivilTime

@testable import Decisions

/// Expressions from a seed: of any shape, or of a type that checking must find again.
struct RandomExpressions {
    var numbers: SeededNumbers

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    private mutating func pick<Item>(_ items: [Item]) -> Item {
        items[Int.random(in: 0..<items.count, using: &numbers)]
    }

    private func made(_ kind: Expression.Kind) -> Expression { Expression(kind: kind, at: 0) }

    /// Of any shape that the grammar has, whether it makes sense or not.
    mutating func shape(depth: Int) -> Expression {
        let literals: [Value] = [
            .null, .bool(true), .int(7), .int(-7), .int(.min), .uint(.max), .double(1.5), .double(-2), .double(1e300),
            .string("a'b\\c\n中\u{07}\u{85}"), .bytes([0, 39, 92, 65, 255]),
        ]
        if depth == 0 {
            return pick([made(.literal(pick(literals))), made(.name(pick(["x", "loan", "_y", ".z"])))])
        }
        func inner(_ generator: inout RandomExpressions) -> Expression { generator.shape(depth: depth - 1) }
        switch Int.random(in: 0..<9, using: &numbers) {
        case 0: return made(.select(inner(&self), field: pick(["a", "if", "in", "with space", "b_2"])))
        case 1: return made(.call(pick(["f", "has", ".g"]), [inner(&self), inner(&self)]))
        case 2: return made(.member(inner(&self), pick(["all", "size", "as"]), [inner(&self)]))
        case 3: return made(.list([inner(&self), inner(&self)]))
        case 4: return made(.map([.init(key: inner(&self), value: inner(&self))]))
        case 5: return made(.call(Operator.choose, [inner(&self), inner(&self), inner(&self)]))
        case 6: return made(.call(Operator.index, [inner(&self), inner(&self)]))
        case 7:
            let operand = inner(&self)
            // `-` before a number is the number's own sign.
            if case .literal(let value) = operand.kind {
                switch value {
                case .int(let number) where number != .min: return made(.literal(.int(-number)))
                default: return made(.call(Operator.not, [operand]))
                }
            }
            return made(.call(pick([Operator.not, Operator.negate]), [operand]))
        default: return made(.call(pick(Operator.infix.map(\.name)), [inner(&self), inner(&self)]))
        }
    }

    static let facts: [(Declaration, Value)] = [
        (Declaration("b", .bool, ""), .bool(true)), (Declaration("f.i", .int, ""), .int(3)),
        (Declaration("f.d", .double, ""), .double(2.5)), (Declaration("f.s", .string, ""), .string("中a")),
        (Declaration("f.l", .list(.int), ""), .list([.int(1), .int(0)])),
        (Declaration("f.day", .date, ""), .date(.init(daysSinceEpoch: 20_000))),
        (Declaration("f.none", .int, ""), .int(0)),
    ]

    /// Of this type, by the rules of the language.
    mutating func text(_ type: ValueType, depth: Int) -> String {
        let leaf = depth == 0
        func some(_ type: ValueType, _ generator: inout RandomExpressions) -> String {
            generator.text(type, depth: depth - 1)
        }
        switch type {
        case .bool:
            if leaf { return pick(["b", "true", "false"]) }
            let same = pick([ValueType.int, .double, .string, .date, .bool])
            switch Int.random(in: 0..<9, using: &numbers) {
            case 0: return "(\(some(.bool, &self)) && \(some(.bool, &self)))"
            case 1: return "(\(some(.bool, &self)) || \(some(.bool, &self)))"
            case 2: return "!\(some(.bool, &self))"
            case 3: return "(\(some(same, &self)) \(pick(["==", "!=", "<", ">="])) \(some(same, &self)))"
            case 4: return "(\(some(.int, &self)) in \(some(.list(.int), &self)))"
            case 5:
                return
                    "\(some(.list(.int), &self)).\(pick(["all", "exists", "exists_one"]))(x, x > \(some(.int, &self)))"
            case 6:
                return
                    "\(some(.string, &self)).\(pick(["startsWith", "contains", "endsWith"]))(\(some(.string, &self)))"
            case 7: return "(\(some(.int, &self)) < \(some(.double, &self)))"
            default: return "has(f.none)"
            }
        case .int:
            if leaf { return pick(["f.i", "f.none", "0", "-4", "9223372036854775807"]) }
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: return "(\(some(.int, &self)) \(pick(["+", "-", "*", "/", "%"])) \(some(.int, &self)))"
            case 1: return "size(\(some(.string, &self)))"
            case 2: return "\(some(.list(.int), &self))[\(some(.int, &self))]"
            case 3: return "(\(some(.bool, &self)) ? \(some(.int, &self)) : \(some(.int, &self)))"
            case 4: return "(\(some(.date, &self)) - \(some(.date, &self)))"
            default: return "int(\(some(.double, &self)))"
            }
        case .double:
            if leaf { return pick(["f.d", "0.5", "1e300"]) }
            return pick([
                "(\(some(.double, &self)) \(pick(["+", "-", "*", "/"])) \(some(.double, &self)))",
                "double(\(some(.int, &self)))", "math.floor(\(some(.double, &self)))",
            ])
        case .string:
            if leaf { return pick(["f.s", "''", "'逾期'"]) }
            return pick([
                "(\(some(.string, &self)) + \(some(.string, &self)))", "string(\(some(.int, &self)))",
                "\(some(.string, &self)).upperAscii()", "\(some(.string, &self)).substring(\(some(.int, &self)))",
            ])
        case .date:
            if leaf { return pick(["f.day", "date('2026-11-21')"]) }
            return pick([
                "(\(some(.date, &self)) + \(some(.int, &self)))",
                "\(some(.date, &self)).addMonths(\(some(.int, &self)))",
            ])
        default:
            if leaf { return pick(["f.l", "[]", "[1, 2]"]) }
            return pick([
                "\(some(.list(.int), &self)).map(y, y + \(some(.int, &self)))",
                "\(some(.list(.int), &self)).filter(y, \(some(.bool, &self)))",
                "[\(some(.int, &self)), \(some(.int, &self))]",
                "(\(some(.list(.int), &self)) + \(some(.list(.int), &self)))",
            ])
        }
    }
}
