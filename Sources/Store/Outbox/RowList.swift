/// A statement that works on a list of rows at once, on both engines: so that a page of work is a few statements, each one
/// round trip to a server.
///
/// Its text says `$rows` where the list stands, whose parameters come first of all.
///
/// SQLite is told `(VALUES (…), (…))`. Lists are cut to few lengths, so that few statements are prepared; the last piece
/// repeats its last row when it is short, which a statement must bear. A server is told an array for each column, of
/// whatever length.
struct RowList: Sendable {
    /// What a column of the list holds. A server has to be told, since it sees parameters only.
    enum Column: String, Sendable {
        case integer = "BIGINT"
        case text = "TEXT"
        case blob = "BLOB"

        fileprivate var list: SQLList {
            switch self {
            case .integer: .integers
            case .text: .texts
            case .blob: .blobs
            }
        }
    }

    private static let lengths = [64, 16, 4, 1]
    /// Rows of one statement to a server: what both sides hold is bounded.
    private static let most = 4096

    private let columns: [Column]
    private let sqlite: [String]
    private let postgres: String

    init(_ columns: [Column], _ text: String) {
        self.columns = columns
        sqlite = Self.texts(columns, text)
        postgres = Self.arrays(columns, text)
    }

    /// Rows of `table` (name and alias, `claim c`) for each row `v` of the list: `names` are the list's columns, `such` says
    /// which rows.
    ///
    /// The list always leads. A server that takes a table to be small, because it was when the plan was made, would rather
    /// read all of it and look into the list for each row; behind `OFFSET 0` it cannot.
    init(_ columns: [Column], named names: String, select: String, from table: String, such condition: String) {
        self.columns = columns
        sqlite = Self.texts(
            columns, "WITH v (\(names)) AS $rows SELECT \(select) FROM v CROSS JOIN \(table) WHERE \(condition)")
        let alias = table.split(separator: " ").dropFirst().first ?? ""
        postgres = Self.arrays(
            columns,
            """
            WITH v (\(names)) AS $rows
            SELECT \(select) FROM v CROSS JOIN LATERAL (SELECT * FROM \(table) WHERE \(condition) OFFSET 0) \(alias)
            """)
    }

    private static func texts(_ columns: [Column], _ text: String) -> [String] {
        let row = "(" + columns.map { "CAST(? AS \($0.rawValue))" }.joined(separator: ", ") + ")"
        return lengths.map { length in
            let list = Array(repeating: row, count: length).joined(separator: ", ")
            return text.replacing("$rows", with: "(VALUES \(list))")
        }
    }

    private static func arrays(_ columns: [Column], _ text: String) -> String {
        let arrays = columns.map { "CAST(? AS \($0.rawValue)[])" }.joined(separator: ", ")
        return text.replacing("$rows", with: "(SELECT * FROM unnest(\(arrays)))")
    }

    /// As SQLite hears them.
    var all: [String] { sqlite }

    /// Runs the statement for all rows and calls `body` for every row of its results.
    func query(
        _ rows: [[SQLValue]], in session: any SQLSession, _ body: (any SQLRow) throws -> Void
    ) throws {
        for question in pieces(of: rows, session.engine) { try session.query(question.sql, question.values, body) }
    }

    /// Runs a statement that answers nothing for all rows. It may be put off: see `SQLSession.post`.
    func run(_ rows: [[SQLValue]], in session: any SQLSession) throws {
        for question in pieces(of: rows, session.engine) { try session.post(question.sql, question.values) }
    }

    /// What `query` asks for these rows: see `SQLSession.askAhead`.
    func questions(_ rows: [[SQLValue]], to engine: SQLEngine) -> [SQLQuestion] { pieces(of: rows, engine) }

    private func pieces(of rows: [[SQLValue]], _ engine: SQLEngine) -> [SQLQuestion] {
        switch engine {
        case .sqlite: lists(of: rows)
        case .postgres: arrays(of: rows)
        }
    }

    private func arrays(of rows: [[SQLValue]]) -> [SQLQuestion] {
        stride(from: 0, to: rows.count, by: Self.most).map { start in
            let piece = rows[start..<min(start + Self.most, rows.count)]
            return SQLQuestion(
                postgres, columns.indices.map { column in .list(piece.map { $0[column] }, of: columns[column].list) })
        }
    }

    private func lists(of rows: [[SQLValue]]) -> [SQLQuestion] {
        var questions: [SQLQuestion] = []
        var rest = rows[...]
        while let last = rest.last {
            let place = Self.place(rest.count)
            let length = Self.lengths[place]
            let piece = rest.prefix(length)
            var values = piece.flatMap { $0 }
            for _ in piece.count..<length { values += last }
            questions.append(SQLQuestion(sqlite[place], values))
            rest = rest.dropFirst(length)
        }
        return questions
    }

    /// The shortest length that takes all rows and is not much longer, else the longest that is filled.
    private static func place(_ count: Int) -> Int {
        lengths.lastIndex { $0 >= count && $0 * 3 <= count * 4 } ?? lengths.firstIndex { $0 <= count }
            ?? lengths.count - 1
    }
}
