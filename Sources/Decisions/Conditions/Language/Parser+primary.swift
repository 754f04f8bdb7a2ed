extension Parser {
    static let literals: Set<String> = ["true", "false", "null"]
    /// Words that may name a field but nothing else.
    static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while", "in",
    ]

    mutating func primary() throws(ExpressionFault) -> Expression {
        let at = token.start
        switch token.kind {
        case .int(let value):
            guard let value = Int64(exactly: value) else { throw Self.tooLarge(at) }
            advance()
            return try node(.literal(.int(value)), at: at)
        case .uint(let value): return try literal(.uint(value), at)
        case .double(let value): return try literal(.double(value), at)
        case .string(let value): return try literal(.string(value), at)
        case .bytes(let value): return try literal(.bytes(value), at)
        case .name(let name): return try named(name, at)
        case .symbol(.minus): return try negativeNumber(at)
        case .symbol(.dot):
            advance()
            guard case .name(let name) = token.kind, !Self.reserved.contains(name), !Self.literals.contains(name) else {
                break
            }
            return try named("." + name, at)
        case .symbol(.open):
            advance()
            let inner = try expression()
            try expect(.close, "Close the bracket that opened before")
            return inner
        case .symbol(.openList):
            advance()
            return try node(.list(try items(until: .closeList)), at: at)
        case .symbol(.openMap):
            advance()
            return try node(.map(try entries()), at: at)
        case .symbol, .quotedName, .end: break
        }
        throw ExpressionFault(
            at: token.start, "\(token.words) stands where a value should be",
            "Write a fact, a number, a text in quotation marks, or a bracket")
    }

    private static func tooLarge(_ at: Int) -> ExpressionFault {
        ExpressionFault(at: at, "the number is too large", "Write a number of at most 18 digits")
    }

    private mutating func literal(_ value: Value, _ at: Int) throws(ExpressionFault) -> Expression {
        advance()
        return try node(.literal(value), at: at)
    }

    /// A minus belongs to the number after it, so that the smallest whole number can be written.
    private mutating func negativeNumber(_ at: Int) throws(ExpressionFault) -> Expression {
        advance()
        switch token.kind {
        case .int(let magnitude):
            guard magnitude <= Int64.min.magnitude else { throw Self.tooLarge(at) }
            return try literal(.int(Int64(truncatingIfNeeded: 0 &- magnitude)), at)
        case .double(let value): return try literal(.double(-value), at)
        default:
            throw ExpressionFault(at: at, "a minus stands before \(token.words)", "Put what it negates in brackets")
        }
    }

    private mutating func named(_ name: String, _ at: Int) throws(ExpressionFault) -> Expression {
        switch name {
        case "true": return try literal(.bool(true), at)
        case "false": return try literal(.bool(false), at)
        case "null": return try literal(.null, at)
        default: break
        }
        if Self.reserved.contains(name) {
            throw ExpressionFault(
                at: at, "`\(name)` is a word of the language", "Choose another name, or write a text in quotation marks"
            )
        }
        advance()
        if take(.open) { return try node(.call(name, try items(until: .close)), at: at) }
        if token.kind == .symbol(.openMap) { throw noMessages }
        return try node(.name(name), at: at)
    }

    mutating func items(until end: Token.Symbol) throws(ExpressionFault) -> [Expression] {
        var items: [Expression] = []
        while token.kind != .symbol(end) {
            if token.kind == .symbol(.question) {
                throw ExpressionFault(at: token.start, "optional values are not supported", "Ask first with `has(…)`")
            }
            items.append(try expression())
            if !take(.comma) { break }
            // A list may end with a comma, the arguments of a function may not.
            if end == .close, token.kind == .symbol(.close) {
                throw ExpressionFault(at: token.start, "an argument is missing after the comma", "Remove the comma")
            }
        }
        try expect(end, "Put commas between the parts, and close the bracket")
        return items
    }

    private mutating func entries() throws(ExpressionFault) -> [Expression.Entry] {
        var entries: [Expression.Entry] = []
        while token.kind != .symbol(.closeMap) {
            if token.kind == .symbol(.question) {
                throw ExpressionFault(at: token.start, "optional values are not supported", "Ask first with `has(…)`")
            }
            let key = try expression()
            try expect(.colon, "Write `key: value`")
            entries.append(Expression.Entry(key: key, value: try expression()))
            if !take(.comma) { break }
        }
        try expect(.closeMap, "Put commas between the entries, and close the bracket")
        return entries
    }
}
