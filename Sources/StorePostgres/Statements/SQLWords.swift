/// Cuts SQL into words, so that what stands in quotes or comments is left alone.
struct SQLWords: Sequence, IteratorProtocol {
    enum Word: Equatable {
        /// Letters, digits and underscores: a name, a key word, a number.
        case word(Substring)
        /// `?`
        case parameter
        /// White space.
        case space(Substring)
        /// Quoted text or name, comment, or one sign.
        case other(Substring)

        var text: Substring {
            switch self {
            case .word(let text), .space(let text), .other(let text): text
            case .parameter: "?"
            }
        }
    }

    private let sql: Substring.UTF8View
    private var position: Substring.UTF8View.Index

    init(_ sql: some StringProtocol) {
        self.sql = Substring(sql).utf8
        position = self.sql.startIndex
    }

    mutating func next() -> Word? {
        guard position < sql.endIndex else { return nil }
        let start = position
        let first = sql[position]
        sql.formIndex(after: &position)
        func text() -> Substring { Substring(sql[start..<position]) }
        switch first {
        case UInt8(ascii: "?"):
            return .parameter
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            // A doubled quote ends one text and begins the next: nothing is lost by reading it so.
            skip { $0 != first }
            if position < sql.endIndex { sql.formIndex(after: &position) }
            return .other(text())
        case UInt8(ascii: "-") where position < sql.endIndex && sql[position] == first:
            skip { $0 != UInt8(ascii: "\n") }
            return .space(text())
        case _ where Self.isSpace(first):
            skip(Self.isSpace)
            return .space(text())
        case _ where Self.isWord(first):
            skip(Self.isWord)
            return .word(text())
        default:
            return .other(text())
        }
    }

    private mutating func skip(_ while: (UInt8) -> Bool) {
        while position < sql.endIndex, `while`(sql[position]) { sql.formIndex(after: &position) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
