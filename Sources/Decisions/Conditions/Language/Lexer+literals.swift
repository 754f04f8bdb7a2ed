extension Lexer {
    /// `1`, `0x1F`, `1u`, `1.5`, `.5`, `1e3`.
    mutating func number() throws(ExpressionFault) -> Token.Kind {
        let start = position
        if peek() == "0", peek(1) == "x" || peek(1) == "X" {
            advance(2)
            let digits = take { $0.hexDigit != nil }
            return try whole(digits, radix: 16, from: start)
        }
        var digits = take(\.isDigit)
        var isDouble = false
        if peek() == ".", peek(1)?.isDigit ?? false {
            isDouble = true
            advance()
            digits += "." + take(\.isDigit)
        }
        if peek() == "e" || peek() == "E" {
            let isSigned = peek(1) == "+" || peek(1) == "-"
            guard peek(isSigned ? 2 : 1)?.isDigit ?? false else {
                throw ExpressionFault(at: position, "the number has no digits after `e`", "Write such as `1e3`")
            }
            isDouble = true
            digits += "e"
            advance()
            if isSigned, let sign = peek() {
                digits.unicodeScalars.append(sign)
                advance()
            }
            digits += take(\.isDigit)
        }
        guard isDouble else { return try whole(digits, radix: 10, from: start) }
        try endsHere(start)
        guard let value = Double(digits.hasPrefix(".") ? "0" + digits : digits), value.isFinite else {
            throw ExpressionFault(at: start, "the number is too large", "Write a number below 1e308")
        }
        return .double(value)
    }

    private mutating func take(_ belongs: (Unicode.Scalar) -> Bool) -> String {
        var taken = String.UnicodeScalarView()
        while let scalar = peek(), belongs(scalar) {
            taken.append(scalar)
            advance()
        }
        return String(taken)
    }

    private mutating func whole(_ digits: String, radix: Int, from start: Int) throws(ExpressionFault) -> Token.Kind {
        let isUnsigned = peek() == "u" || peek() == "U"
        if isUnsigned { advance() }
        try endsHere(start)
        guard let value = UInt64(digits, radix: radix) else {
            throw ExpressionFault(at: start, "the number is too large", "Write a number of at most 18 digits")
        }
        return isUnsigned ? .uint(value) : .int(value)
    }

    /// `7days` is a slip, not a number and a name.
    private func endsHere(_ start: Int) throws(ExpressionFault) {
        if let scalar = peek(), scalar.isNameStart || scalar.isDigit {
            throw ExpressionFault(
                at: start, "a number runs into `\(scalar)`", "Put a space or an operator after the number")
        }
    }

    /// A text or bytes in single, double or tripled quotation marks.
    mutating func quoted(isRaw: Bool, isBytes: Bool) throws(ExpressionFault) -> Token.Kind {
        let start = position
        guard let mark = peek() else { return .end }
        let isTripled = peek(1) == mark && peek(2) == mark
        advance(isTripled ? 3 : 1)
        var content = QuotedContent(isBytes: isBytes)
        while true {
            guard let scalar = peek(), isTripled || scalar != "\n" && scalar != "\r" else {
                throw ExpressionFault(
                    at: start, "the text does not end", "Close it with \(isTripled ? "three " : "")`\(mark)`")
            }
            if scalar == mark, !isTripled || peek(1) == mark && peek(2) == mark {
                advance(isTripled ? 3 : 1)
                break
            }
            if scalar == "\\", !isRaw {
                try escape(into: &content)
            } else {
                content.append(scalar)
                advance()
            }
        }
        return isBytes ? .bytes(content.bytes) : .string(String(content.scalars))
    }

    private mutating func escape(into content: inout QuotedContent) throws(ExpressionFault) {
        let start = position
        let unknown = ExpressionFault(
            at: start, "the backslash begins nothing that is known",
            "Write `\\\\` for a backslash, or r'…' for a text in which it is a letter")
        guard let letter = peek(1) else { throw unknown }
        advance(2)
        switch letter {
        case "a": content.append("\u{07}")
        case "b": content.append("\u{08}")
        case "f": content.append("\u{0C}")
        case "n": content.append("\n")
        case "r": content.append("\r")
        case "t": content.append("\t")
        case "v": content.append("\u{0B}")
        case "\\", "?", "\"", "'", "`": content.append(letter)
        case "x", "X": try code(digits: 2, radix: 16, start, into: &content, asByte: true)
        case "u" where !content.isBytes: try code(digits: 4, radix: 16, start, into: &content, asByte: false)
        case "U" where !content.isBytes: try code(digits: 8, radix: 16, start, into: &content, asByte: false)
        case "0"..."3":
            advance(-1)
            try code(digits: 3, radix: 8, start, into: &content, asByte: true)
        default: throw unknown
        }
    }

    private mutating func code(
        digits: Int, radix: UInt32, _ start: Int, into content: inout QuotedContent, asByte: Bool
    ) throws(ExpressionFault) {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = peek()?.hexDigit, digit < radix else {
                throw ExpressionFault(at: start, "the escape needs \(digits) digits", "Complete it")
            }
            value = value &* radix &+ digit
            advance()
        }
        if asByte, content.isBytes {
            content.bytes.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
            content.append(scalar)
        } else {
            throw ExpressionFault(at: start, "there is no such character", "Write a code point of Unicode")
        }
    }
}

/// What stands between quotation marks, as characters or as their UTF-8.
private struct QuotedContent {
    let isBytes: Bool
    var scalars = String.UnicodeScalarView()
    var bytes: [UInt8] = []

    init(isBytes: Bool) { self.isBytes = isBytes }

    mutating func append(_ scalar: Unicode.Scalar) {
        if isBytes {
            bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        } else {
            scalars.append(scalar)
        }
    }
}
