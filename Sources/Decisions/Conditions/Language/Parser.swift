/// Text → tree, by recursive descent over the grammar of cel-spec (langdef, "Syntax"). Bounded in length, depth and nodes.
struct Parser {
    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    private var nodes = 0

    static func parse(_ text: String) throws(ExpressionFault) -> Expression {
        guard text.utf8.count <= ExpressionLimits.mostBytes else {
            throw ExpressionFault(
                at: 0, "the expression is longer than \(ExpressionLimits.mostBytes) bytes", "Split it into steps")
        }
        var parser = Parser(try Lexer.tokens(of: Array(text.unicodeScalars)))
        if parser.token.kind == .end {
            throw ExpressionFault(at: 0, "the expression is empty", "Write such as `arrears.days_past_due > 7`")
        }
        let expression = try parser.expression()
        guard parser.token.kind == .end else {
            throw ExpressionFault(
                at: parser.token.start, "\(parser.token.words) stands where the expression should have ended",
                "Join conditions with `&&` or `||`, or remove it")
        }
        return expression
    }

    private init(_ tokens: [Token]) { self.tokens = tokens }

    var token: Token { tokens[min(index, tokens.count - 1)] }
    var following: Token { tokens[min(index + 1, tokens.count - 1)] }

    mutating func advance() { index += 1 }

    mutating func take(_ symbol: Token.Symbol) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Token.Symbol, _ why: String) throws(ExpressionFault) {
        if !take(symbol) {
            throw ExpressionFault(
                at: token.start, "\(token.words) stands where `\(symbol.rawValue)` should be", why)
        }
    }

    mutating func node(_ kind: Expression.Kind, at offset: Int) throws(ExpressionFault) -> Expression {
        nodes += 1
        if nodes > ExpressionLimits.mostNodes {
            throw ExpressionFault(
                at: offset, "the expression has more than \(ExpressionLimits.mostNodes) parts", "Split it into steps")
        }
        let expression = Expression(kind: kind, at: offset)
        // Chains such as `a || b || c` grow a tree without nesting any bracket.
        if expression.height > ExpressionLimits.deepest { throw Self.tooDeep(offset) }
        return expression
    }

    private mutating func enter(_ offset: Int) throws(ExpressionFault) {
        depth += 1
        if depth > ExpressionLimits.deepest { throw Self.tooDeep(offset) }
    }

    private static func tooDeep(_ offset: Int) -> ExpressionFault {
        ExpressionFault(
            at: offset, "the expression is nested deeper than \(ExpressionLimits.deepest)",
            "Split it into steps, or write a list: `x in [1, 2]`")
    }

    mutating func expression() throws(ExpressionFault) -> Expression {
        try enter(token.start)
        defer { depth -= 1 }
        let condition = try infix(2)
        let at = token.start
        guard take(.question) else { return condition }
        let yes = try infix(2)
        try expect(.colon, "Write `condition ? this : otherwise`")
        let no = try expression()
        return try node(.call(Operator.choose, [condition, yes, no]), at: at)
    }

    /// Operators of two sides of at least this strength; all lean to the left.
    private mutating func infix(_ strength: Int) throws(ExpressionFault) -> Expression {
        guard strength <= 6 else { return try unary() }
        var left = try infix(strength + 1)
        while let name = operatorHere(strength) {
            let at = token.start
            advance()
            let right = try infix(strength + 1)
            left = try node(.call(name, [left, right]), at: at)
        }
        return left
    }

    private func operatorHere(_ strength: Int) -> String? {
        let sign: String
        switch token.kind {
        case .symbol(let symbol): sign = symbol.rawValue
        case .name("in"): sign = "in"
        default: return nil
        }
        return Operator.infix.first { $0.strength == strength && $0.sign == sign }?.name
    }

    private mutating func unary() throws(ExpressionFault) -> Expression {
        let at = token.start
        if token.kind == .symbol(.minus) {
            switch following.kind {
            case .int, .double: return try member()
            default: break
            }
        }
        let name: String
        if take(.not) {
            name = Operator.not
        } else if take(.minus) {
            name = Operator.negate
        } else {
            return try member()
        }
        try enter(at)
        defer { depth -= 1 }
        return try node(.call(name, [try unary()]), at: at)
    }

    private mutating func member() throws(ExpressionFault) -> Expression {
        var operand = try primary()
        while true {
            let at = token.start
            if take(.dot) {
                operand = try selection(of: operand, at: at)
            } else if take(.openList) {
                try refuseOptional()
                let position = try expression()
                try expect(.closeList, "Close the index")
                operand = try node(.call(Operator.index, [operand, position]), at: at)
            } else {
                if token.kind == .symbol(.openMap), case .select = operand.kind { throw noMessages }
                return operand
            }
        }
    }

    var noMessages: ExpressionFault {
        ExpressionFault(
            at: token.start, "messages such as `Name{…}` are not supported", "Write a map: {'name': value}")
    }

    private mutating func selection(of operand: Expression, at dot: Int) throws(ExpressionFault) -> Expression {
        try refuseOptional()
        let at = token.start
        switch token.kind {
        case .quotedName(let name):
            advance()
            return try node(.select(operand, field: name), at: at)
        case .name(let name):
            guard name != "in", !Self.literals.contains(name) else { break }
            advance()
            guard take(.open) else { return try node(.select(operand, field: name), at: at) }
            return try node(.member(operand, name, try items(until: .close)), at: at)
        default: break
        }
        throw ExpressionFault(at: at, "\(token.words) stands where a name should be", "Write a field or a function")
    }

    private func refuseOptional() throws(ExpressionFault) {
        if token.kind == .symbol(.question) {
            throw ExpressionFault(at: token.start, "optional values are not supported", "Ask first with `has(…)`")
        }
    }
}
