/// An `INSERT … VALUES (…)` of one row, from which one of many rows is made: its values travel as an array for each
/// parameter, and `unnest` makes rows of them. So the statement is planned once, whatever the number of rows.
struct BulkInsert: Sendable {
    private let head: String
    private let values: [SQLWords.Word]
    private let tail: String
    let parameters: Int

    /// Nil for what is no plain insert: a tail other than `ON CONFLICT … DO NOTHING` may mean something else when the rows
    /// come together (one row twice), or answer.
    init?(_ sql: String) {
        let words = Array(SQLWords(sql))
        let named = words.filter { if case .space = $0 { false } else { true } }.map(\.text)
        guard named.first == "INSERT", let start = words.firstIndex(of: .word("VALUES")),
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
        head = words[..<start].map(\.text).joined()
        values = Array(words[(open + 1)..<close])
        tail = rest.map(\.text).joined()
        parameters = values.count { $0 == .parameter }
    }

    /// The statement whose parameters are arrays, one for each column that is not null in all rows; nil when there is
    /// none.
    func statement(_ columns: [ValueType?]) -> String? {
        var column = 0
        var array = 0
        var list = ""
        for word in values {
            guard word == .parameter else {
                list += word.text
                continue
            }
            if columns[column] == nil {
                list += "NULL"
            } else {
                array += 1
                list += "r.p\(array)"
            }
            column += 1
        }
        guard array > 0 else { return nil }
        let names = (1...array).map { "p\($0)" }.joined(separator: ", ")
        let arrays = Array(repeating: "?", count: array).joined(separator: ", ")
        return "\(head)SELECT \(list) FROM unnest(\(arrays)) AS r(\(names))\(tail)"
    }
}
