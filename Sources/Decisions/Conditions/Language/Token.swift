/// A word of the language, and where it begins and ends in characters of the text.
struct Token: Hashable {
    enum Kind: Hashable {
        /// A whole number without a sign: the parser knows whether a minus belongs to it.
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case name(String)
        /// A name in backquotes, which may be any text; only after a dot.
        case quotedName(String)
        case symbol(Symbol)
        case end
    }

    enum Symbol: String, CaseIterable {
        case and = "&&"
        case or = "||"
        case equal = "=="
        case unequal = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
        case not = "!"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divide = "/"
        case remainder = "%"
        case question = "?"
        case colon = ":"
        case comma = ","
        case dot = "."
        case open = "("
        case close = ")"
        case openList = "["
        case closeList = "]"
        case openMap = "{"
        case closeMap = "}"
    }

    var kind: Kind
    var start: Int
    var end: Int

    /// As a fault calls it.
    var words: String {
        switch kind {
        case .int, .uint, .double: "a number"
        case .string: "a text"
        case .bytes: "bytes"
        case .name(let name), .quotedName(let name): "`\(name)`"
        case .symbol(let symbol): "`\(symbol.rawValue)`"
        case .end: "the end"
        }
    }
}
