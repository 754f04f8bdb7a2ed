internal import Store

/// An `INSERT … VALUES (…)` or an `UPDATE … SET … WHERE …` of one row, from which one of many rows is made: its values travel
/// as an array for each parameter, and `unnest` makes rows of them. So the statement is planned once, whatever the number
/// of rows.
struct BulkStatement: Sendable {
    /// What stands before the rows and behind them.
    private let front: [SQLWords.Word]
    private let back: [SQLWords.Word]
    let parameters: Int
    /// The parameters that say which row an update is for; nil for an insert.
    let keys: Range<Int>?

    /// Nil for what does not mean the same when the rows come together.
    init?(_ sql: String) {
        let words = Array(SQLWords(sql))
        let first = words.first { if case .space = $0 { false } else { true } }
        let pieces =
            switch first {
            case .word("INSERT"): Self.insert(words)
            case .word("UPDATE"): Self.update(words)
            default: nil as (front: [SQLWords.Word], back: [SQLWords.Word])?
            }
        guard let pieces else { return nil }
        front = pieces.front
        back = pieces.back
        parameters = words.count { $0 == .parameter }
        keys = first == .word("UPDATE") ? front.count { $0 == .parameter }..<parameters : nil
    }

    /// Whether these rows may come together: no two are for the same row of the table, which would take one of them only.
    func fits(_ rows: [[SQLValue]]) -> Bool {
        guard let keys else { return true }
        var seen: Set<ArraySlice<SQLValue>> = []
        return rows.allSatisfy { seen.insert($0[keys]).inserted }
    }

    /// A plain insert: a tail other than `ON CONFLICT … DO NOTHING` may mean something else when the rows come together (one
    /// row twice), or answer.
    private static func insert(_ words: [SQLWords.Word]) -> (front: [SQLWords.Word], back: [SQLWords.Word])? {
        guard let start = words.firstIndex(of: .word("VALUES")),
            let open = words[start...].firstIndex(of: .other("("))
        else { return nil }
        var depth = 0
        guard
            let close = words[open...].firstIndex(where: { word in
                if word == .other("(") { depth += 1 }
                if word == .other(")") { depth -= 1 }
                return depth == 0
            })
        else { return nil }
        let rest = words[(close + 1)...]
        let tailWords = rest.compactMap { if case .word(let text) = $0 { text } else { nil } }
        guard
            tailWords.isEmpty
                || tailWords.prefix(2) == ["ON", "CONFLICT"] && tailWords.suffix(2) == ["DO", "NOTHING"],
            !rest.contains(.other(",")) || !tailWords.isEmpty, !rest.contains(.parameter),
            !words[..<start].contains(.parameter)
        else { return nil }
        return (words[..<start] + [.word("SELECT"), .space(" ")] + words[(open + 1)..<close], Array(rest))
    }

    /// An update that answers nothing, reads no other table, and names its row by equal columns: so that two rows of other
    /// values are for other rows of the table.
    private static func update(_ words: [SQLWords.Word]) -> (front: [SQLWords.Word], back: [SQLWords.Word])? {
        let barred: [SQLWords.Word] = [.word("FROM"), .word("RETURNING"), .word("SELECT")]
        guard let place = words.firstIndex(of: .word("WHERE")), !words.contains(where: barred.contains),
            words[place...].allSatisfy(isOfEquality)
        else { return nil }
        return (Array(words[..<place]), [.space(" ")] + words[place...])
    }

    private static func isOfEquality(_ word: SQLWords.Word) -> Bool {
        switch word {
        case .parameter, .space, .other("="): true
        case .word(let text): !["OR", "NOT", "IN", "IS", "LIKE", "BETWEEN"].contains(text)
        case .other: false
        }
    }

    /// The statement whose parameters are arrays, one for each column that is not null in all rows; nil when there is
    /// none.
    func statement(_ columns: [ValueType?]) -> String? {
        var column = 0
        var array = 0
        func text(_ words: [SQLWords.Word]) -> String {
            var text = ""
            for word in words {
                guard word == .parameter else {
                    text += word.text
                    continue
                }
                if columns[column] == nil {
                    text += "NULL"
                } else {
                    array += 1
                    text += "r.p\(array)"
                }
                column += 1
            }
            return text
        }
        let (front, back) = (text(front), text(back))
        guard array > 0 else { return nil }
        let names = (1...array).map { "p\($0)" }.joined(separator: ", ")
        let arrays = Array(repeating: "?", count: array).joined(separator: ", ")
        return "\(front) FROM unnest(\(arrays)) AS r(\(names))\(back)"
    }
}
