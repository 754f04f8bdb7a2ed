/// A statement of Dunlin in PostgreSQL's words.
///
/// SQL text is shared by the engines (promise P8). What differs is said here, and only for key words in capitals, as
/// Dunlin writes them:
///
/// | Dunlin | PostgreSQL |
/// |---|---|
/// | `?` | `$1`, `$2` … |
/// | `INDEXED BY index` | nothing: plans are held to indexes by the connection |
/// | `INTEGER`, `BLOB` | `BIGINT`, `BYTEA` |
/// | `TEXT` of a column | `TEXT COLLATE "C"`: compared by bytes, as SQLite does |
/// | `WITHOUT ROWID` | nothing |
/// | `x'00ff'` | `'\\x00ff'::bytea` |
struct PostgresStatement: Sendable, Equatable {
    let text: String
    /// How many parameters it takes.
    let parameters: Int

    init(_ sql: String) {
        var words = Array(SQLWords(sql))
        Self.writeBytes(in: &words)
        Self.drop(["WITHOUT", "ROWID"], names: 0, from: &words)
        Self.drop(["INDEXED", "BY"], names: 1, from: &words)
        let first = words.first { if case .word = $0 { true } else { false } }?.text
        let definesColumns = first == "CREATE" || first == "ALTER"
        var text = ""
        text.reserveCapacity(sql.utf8.count + 16)
        var parameters = 0
        for word in words {
            switch word {
            case .parameter:
                parameters += 1
                text += "$\(parameters)"
            case .word("INTEGER"): text += "BIGINT"
            case .word("BLOB"): text += "BYTEA"
            case .word("TEXT") where definesColumns: text += "TEXT COLLATE \"C\""
            default: text += word.text
            }
        }
        self.text = text
        self.parameters = parameters
    }

    /// Writes `x'00ff'` as PostgreSQL writes bytes.
    private static func writeBytes(in words: inout [SQLWords.Word]) {
        for index in words.indices.dropLast() where words[index] == .word("x") {
            let quoted = words[index + 1].text
            guard quoted.hasPrefix("'") else { continue }
            words[index] = .other("'\\x")
            words[index + 1] = .other(quoted.dropFirst() + "::bytea")
        }
    }

    /// Takes out every run of `keyWords` with the `names` that follow it, and the space before.
    private static func drop(_ keyWords: [Substring], names: Int, from words: inout [SQLWords.Word]) {
        func isSpace(_ index: Int) -> Bool { if case .space = words[index] { true } else { false } }
        var index = 0
        while index < words.count {
            var end = index
            var matched = 0
            while end < words.count, matched < keyWords.count + names {
                if isSpace(end), matched > 0 {
                    end += 1
                    continue
                }
                guard case .word(let text) = words[end], matched >= keyWords.count || text == keyWords[matched] else {
                    break
                }
                matched += 1
                end += 1
            }
            guard matched == keyWords.count + names else {
                index += 1
                continue
            }
            let start = index > 0 && isSpace(index - 1) ? index - 1 : index
            words.removeSubrange(start..<end)
            index = start
        }
    }
}
