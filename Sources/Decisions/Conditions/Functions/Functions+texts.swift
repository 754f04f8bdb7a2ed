/// Texts. Positions and sizes count code points; case and blanks are ASCII's and Unicode's as the name says.
extension Functions {
    mutating func addTexts() {
        addBoth(
            "size", .of(.string, .int) { Int64($0.unicodeScalars.count) }, .of(.bytes, .int) { Int64($0.count) },
            .of(.list, .int) { Int64($0.count) }, .of(.map, .int) { Int64($0.count) })
        addMember("startsWith", .of(.string, .string, .bool) { $0.utf8.starts(with: $1.utf8) })
        addMember("endsWith", .of(.string, .string, .bool) { $0.utf8.reversed().starts(with: $1.utf8.reversed()) })
        addMember(
            "contains", .of(.string, .string, .bool) { Self.find(Array($1.utf8), in: Array($0.utf8), from: 0) != nil })
        addBoth(
            "matches",
            .of(.string, .string, .bool) { text, pattern throws(Doubt.Reason) in
                try Pattern.compiled(pattern).isFound(in: text)
            })
        addMember(
            "lowerAscii",
            .of(.string, .string) { Self.mapped($0) { ("A"..."Z").contains($0) ? $0.value + 32 : $0.value } })
        addMember(
            "upperAscii",
            .of(.string, .string) { Self.mapped($0) { ("a"..."z").contains($0) ? $0.value - 32 : $0.value } })
        addMember("trim", .of(.string, .string) { Self.trimmed($0) })
        addMember("reverse", .of(.string, .string) { String(String.UnicodeScalarView($0.unicodeScalars.reversed())) })
        addMember(
            "charAt",
            .of(.string, .int, .string) { text, index throws(Doubt.Reason) in
                let scalars = Array(text.unicodeScalars)
                guard (0...Int64(scalars.count)).contains(index) else { throw .badIndex }
                return index == scalars.count ? "" : String(scalars[Int(index)])
            })
        addSearches()
        addPieces()
    }

    private mutating func addSearches() {
        addMember(
            "indexOf",
            .of(.string, .string, .int) { a, b throws(Doubt.Reason) in try Self.index(of: b, in: a, from: 0) },
            .of(.string, .string, .int, .int) { a, b, c throws(Doubt.Reason) in try Self.index(of: b, in: a, from: c) })
        addMember(
            "lastIndexOf",
            .of(.string, .string, .int) { text, part in
                let (text, part) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
                return Self.last(part, in: text, upTo: text.count - part.count)
            },
            .of(.string, .string, .int, .int) { text, part, end throws(Doubt.Reason) in
                let (text, part) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
                guard (0...Int64(text.count)).contains(end) else { throw .badIndex }
                return Self.last(part, in: text, upTo: min(Int(end), text.count - part.count))
            })
        addMember(
            "substring",
            .of(.string, .int, .string) { text, start throws(Doubt.Reason) in
                try Self.part(of: Array(text.unicodeScalars), start, nil)
            },
            .of(.string, .int, .int, .string) { text, start, end throws(Doubt.Reason) in
                try Self.part(of: Array(text.unicodeScalars), start, end)
            })
    }

    private mutating func addPieces() {
        addMember(
            "replace",
            .of(.string, .string, .string, .string) { a, b, c throws(Doubt.Reason) in try Self.replaced(a, b, c, -1) },
            .of(.string, .string, .string, .int, .string) { a, b, c, d throws(Doubt.Reason) in
                try Self.replaced(a, b, c, d)
            })
        addMember(
            "split",
            .of(.string, .string, .strings) { a, b throws(Doubt.Reason) in try Self.pieces(of: a, by: b, most: -1) },
            .of(.string, .string, .int, .strings) { a, b, c throws(Doubt.Reason) in
                try Self.pieces(of: a, by: b, most: c)
            })
        addMember(
            "join", .of(.strings, .string) { a throws(Doubt.Reason) in try Self.joined(a, "") },
            .of(.strings, .string, .string) { a, b throws(Doubt.Reason) in try Self.joined(a, b) })
    }

    private static func mapped(_ text: String, _ code: (Unicode.Scalar) -> UInt32) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(Unicode.Scalar(code(scalar)) ?? scalar) }
        return String(result)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// The first place at or after `start`.
    static func find<Unit: Equatable>(_ part: [Unit], in text: [Unit], from start: Int) -> Int? {
        guard part.count <= text.count, start <= text.count - part.count else { return nil }
        guard let head = part.first else { return start }
        for place in start...(text.count - part.count)
        where text[place] == head && text[place..<place + part.count] == part[...] { return place }
        return nil
    }

    private static func index(of part: String, in text: String, from start: Int64) throws(Doubt.Reason) -> Int64 {
        let text = Array(text.unicodeScalars)
        guard (0...Int64(text.count)).contains(start) else { throw .badIndex }
        return Int64(find(Array(part.unicodeScalars), in: text, from: Int(start)) ?? -1)
    }

    private static func last(_ part: [Unicode.Scalar], in text: [Unicode.Scalar], upTo end: Int) -> Int64 {
        var place = end
        while place >= 0 {
            if text[place..<place + part.count] == part[...] { return Int64(place) }
            place -= 1
        }
        return -1
    }

    private static func part(of text: [Unicode.Scalar], _ start: Int64, _ end: Int64?) throws(Doubt.Reason) -> String {
        let end = end ?? Int64(text.count)
        guard start >= 0, start <= end, end <= Int64(text.count) else { throw .badIndex }
        return String(String.UnicodeScalarView(text[Int(start)..<Int(end)]))
    }

    private static func replaced(
        _ text: String, _ part: String, _ other: String, _ most: Int64
    ) throws(Doubt.Reason) -> String {
        let pieces = try pieces(of: text, by: part, most: most < 0 ? -1 : most + 1)
        return try joined(pieces, other)
    }

    /// `most`: how many pieces at most, the rest in the last; negative for all. An empty separator parts code points.
    private static func pieces(of text: String, by separator: String, most: Int64) throws(Doubt.Reason) -> [String] {
        if most == 0 { return [] }
        let scalars = Array(text.unicodeScalars)
        let part = Array(separator.unicodeScalars)
        var pieces: [String] = []
        var start = 0
        while most < 0 || pieces.count + 1 < most {
            let next =
                part.isEmpty ? (start + 1 < scalars.count ? start + 1 : nil) : find(part, in: scalars, from: start)
            guard let next else { break }
            pieces.append(String(String.UnicodeScalarView(scalars[start..<next])))
            start = next + part.count
        }
        if part.isEmpty, scalars.isEmpty { return [] }
        pieces.append(String(String.UnicodeScalarView(scalars[start...])))
        if pieces.count > EvaluationLimits.mostItems { throw .tooLarge }
        return pieces
    }

    private static func joined(_ pieces: [String], _ separator: String) throws(Doubt.Reason) -> String {
        var size = separator.utf8.count * max(pieces.count - 1, 0)
        for piece in pieces { size += piece.utf8.count }
        guard size <= EvaluationLimits.mostBytes else { throw .tooLarge }
        return pieces.joined(separator: separator)
    }
}
