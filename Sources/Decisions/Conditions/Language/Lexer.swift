/// Cuts the text of an expression into tokens (cel-spec, langdef, "Syntax").
struct Lexer {
    private(set) var position = 0
    let text: [Unicode.Scalar]

    init(_ text: [Unicode.Scalar]) { self.text = text }

    static func tokens(of text: [Unicode.Scalar]) throws(ExpressionFault) -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < text.count ? text[position + ahead] : nil
    }

    mutating func advance(_ count: Int = 1) { position += count }

    private mutating func next() throws(ExpressionFault) -> Token {
        skipBlanks()
        let start = position
        let kind = try kind(at: start)
        return Token(kind: kind, start: start, end: position)
    }

    private mutating func skipBlanks() {
        while let scalar = peek() {
            switch scalar {
            case " ", "\t", "\n", "\r", "\u{0C}": advance()
            case "/" where peek(1) == "/": while let other = peek(), other != "\n" { _ = other; advance() }
            default: return
            }
        }
    }

    private mutating func kind(at start: Int) throws(ExpressionFault) -> Token.Kind {
        guard let first = peek() else { return .end }
        if first.isDigit || first == "." && (peek(1)?.isDigit ?? false) { return try number() }
        if first == "\"" || first == "'" { return try quoted(isRaw: false, isBytes: false) }
        if first == "`" { return try quotedName() }
        if first.isNameStart { return try nameOrText() }
        for length in [2, 1] where position + length <= text.count {
            let written = String(String.UnicodeScalarView(text[position..<position + length]))
            if let symbol = Token.Symbol(rawValue: written) {
                advance(length)
                return .symbol(symbol)
            }
        }
        throw ExpressionFault(at: start, "`\(first)` has no meaning here", Self.fix(for: first))
    }

    private static func fix(for scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "=": "Compare with `==`"
        case "&": "Write `&&`"
        case "|": "Write `||`"
        case "\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}", "\u{300C}", "\u{300D}":
            "Write straight quotation marks: 'text'"
        case "\u{FF08}", "\u{FF09}", "\u{FF0C}", "\u{FF1A}", "\u{FF1F}", "\u{FF1E}", "\u{FF1C}", "\u{FF1D}", "\u{FF01}":
            "Write the half-width sign of the keyboard's English layout"
        default: "Remove it, or put texts in quotation marks"
        }
    }

    private mutating func nameOrText() throws(ExpressionFault) -> Token.Kind {
        // r'', b'', rb'', br'' in either case.
        var prefix: [Unicode.Scalar] = []
        while prefix.count < 2, let scalar = peek(prefix.count), "rRbB".unicodeScalars.contains(scalar) {
            prefix.append(scalar)
        }
        if !prefix.isEmpty, let mark = peek(prefix.count), mark == "\"" || mark == "'" {
            let isRaw = prefix.contains { $0 == "r" || $0 == "R" }
            let isBytes = prefix.contains { $0 == "b" || $0 == "B" }
            if prefix.count == 1 || isRaw && isBytes {
                advance(prefix.count)
                return try quoted(isRaw: isRaw, isBytes: isBytes)
            }
        }
        var name = String.UnicodeScalarView()
        while let scalar = peek(), scalar.isNameStart || scalar.isDigit {
            name.append(scalar)
            advance()
        }
        return .name(String(name))
    }

    private mutating func quotedName() throws(ExpressionFault) -> Token.Kind {
        let start = position
        advance()
        var name = String.UnicodeScalarView()
        while let scalar = peek(), scalar != "`", scalar != "\n" {
            name.append(scalar)
            advance()
        }
        guard peek() == "`", !name.isEmpty else {
            throw ExpressionFault(at: start, "the name in backquotes does not end", "Close it with a backquote")
        }
        advance()
        return .quotedName(String(name))
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { ("0"..."9").contains(self) }
    var isNameStart: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_" }

    var hexDigit: UInt32? {
        switch self {
        case "0"..."9": value - 0x30
        case "a"..."f": value - 0x61 + 10
        case "A"..."F": value - 0x41 + 10
        default: nil
        }
    }
}
