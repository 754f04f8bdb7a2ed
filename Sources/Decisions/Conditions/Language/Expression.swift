/// The syntax tree of an expression. Macros are calls until they are checked, so that a tree prints as it was written.
struct Expression: Sendable {
    indirect enum Kind: Sendable {
        case literal(Value)
        case name(String)
        /// `operand.field`; the field may be a name in backquotes.
        case select(Expression, field: String)
        /// A function, or an operator under its name in `Operator`.
        case call(String, [Expression])
        /// `receiver.function(arguments)`.
        case member(Expression, String, [Expression])
        case list([Expression])
        case map([Entry])
    }

    struct Entry: Sendable {
        var key: Expression
        var value: Expression
    }

    var kind: Kind
    /// Where it stands, in characters of the text: its first, or its operator.
    var at: Int
    /// Levels of the tree from here down.
    let height: Int

    init(kind: Kind, at: Int) {
        self.kind = kind
        self.at = at
        let below: Int? =
            switch kind {
            case .literal, .name: nil
            case .select(let operand, _): operand.height
            case .call(_, let items), .list(let items): items.lazy.map(\.height).max()
            case .member(let receiver, _, let items): max(receiver.height, items.lazy.map(\.height).max() ?? 0)
            case .map(let entries): entries.lazy.map { max($0.key.height, $0.value.height) }.max()
            }
        height = 1 + (below ?? 0)
    }
}

/// Operators by the names that cel-spec gives to their functions.
enum Operator {
    static let and = "_&&_"
    static let or = "_||_"
    static let not = "!_"
    static let negate = "-_"
    static let choose = "_?_:_"
    static let index = "_[_]"
    static let equal = "_==_"
    static let unequal = "_!=_"
    static let contained = "@in"
    static let add = "_+_"
    static let subtract = "_-_"
    static let multiply = "_*_"
    static let divide = "_/_"
    static let remainder = "_%_"
    static let less = "_<_"
    static let lessOrEqual = "_<=_"
    static let greater = "_>_"
    static let greaterOrEqual = "_>=_"

    /// Operators of two sides: how they are written, and how tightly they bind.
    static let infix: [(name: String, sign: String, strength: Int)] = [
        (or, "||", 2), (and, "&&", 3), (equal, "==", 4), (unequal, "!=", 4), (less, "<", 4), (lessOrEqual, "<=", 4),
        (greater, ">", 4), (greaterOrEqual, ">=", 4), (contained, "in", 4), (add, "+", 5), (subtract, "-", 5),
        (multiply, "*", 6), (divide, "/", 6), (remainder, "%", 6),
    ]

    /// As a fault calls a function or an operator.
    static func written(_ name: String) -> String {
        if let found = infix.first(where: { $0.name == name }) { return found.sign }
        return switch name {
        case not: "!"
        case negate: "-"
        case index: "[…]"
        case choose: "? :"
        default: name
        }
    }
}
