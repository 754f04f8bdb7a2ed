/// A statement that works on a list of rows at once, on both engines: so that a page of work is a few statements, each one
/// round trip to a server.
///
/// Its text says `$rows` where the list stands: `(VALUES (…), (…))`, whose parameters come first of all. Lists are cut to
/// few lengths, so that few statements are prepared; the last piece repeats its last row when it is short, which a
/// statement must bear.
struct RowList: Sendable {
    /// What a column of the list holds. A server has to be told, since it sees parameters only.
    enum Column: String, Sendable {
        case integer = "CAST(? AS BIGINT)"
        case text = "CAST(? AS TEXT)"
    }

    private static let lengths = [64, 16, 4, 1]

    private let sqlite: [String]
    private let postgres: [String]

    init(_ columns: [Column], _ text: String) {
        sqlite = Self.texts(columns, text)
        postgres = sqlite
    }

    /// Rows of `table` (name and alias, `claim c`) for each row `v` of the list: `names` are the list's columns, `such` says
    /// which rows.
    ///
    /// The list always leads. A server that takes a table to be small, because it was when the plan was made, would rather
    /// read all of it and look into the list for each row; behind `OFFSET 0` it cannot.
    init(_ columns: [Column], named names: String, select: String, from table: String, such condition: String) {
        sqlite = Self.texts(
            columns, "WITH v (\(names)) AS $rows SELECT \(select) FROM v CROSS JOIN \(table) WHERE \(condition)")
        let alias = table.split(separator: " ").dropFirst().first ?? ""
        postgres = Self.texts(
            columns,
            """
            WITH v (\(names)) AS $rows
            SELECT \(select) FROM v CROSS JOIN LATERAL (SELECT * FROM \(table) WHERE \(condition) OFFSET 0) \(alias)
            """)
    }

    private static func texts(_ columns: [Column], _ text: String) -> [String] {
        let row = "(" + columns.map(\.rawValue).joined(separator: ", ") + ")"
        return lengths.map { length in
            let list = Array(repeating: row, count: length).joined(separator: ", ")
            return text.replacing("$rows", with: "(VALUES \(list))")
        }
    }

    /// As SQLite hears them.
    var all: [String] { sqlite }

    /// Runs the statement for all rows and calls `body` for every row of its results.
    func query(
        _ rows: [[SQLValue]], in session: any SQLSession, _ body: (any SQLRow) throws -> Void
    ) throws {
        try pieces(of: rows, session.engine) { try session.query($0, $1, body) }
    }

    /// Runs a statement that answers nothing for all rows. It may be put off: see `SQLSession.post`.
    func run(_ rows: [[SQLValue]], in session: any SQLSession) throws {
        try pieces(of: rows, session.engine) { try session.post($0, $1) }
    }

    private func pieces(
        of rows: [[SQLValue]], _ engine: SQLEngine, _ body: (String, [SQLValue]) throws -> Void
    ) throws {
        let texts = engine == .postgres ? postgres : sqlite
        var rest = rows[...]
        while let last = rest.last {
            let place = Self.place(rest.count)
            let length = Self.lengths[place]
            let piece = rest.prefix(length)
            var values = piece.flatMap { $0 }
            for _ in piece.count..<length { values += last }
            try body(texts[place], values)
            rest = rest.dropFirst(length)
        }
    }

    /// The shortest length that takes all rows and is not much longer, else the longest that is filled.
    private static func place(_ count: Int) -> Int {
        lengths.lastIndex { $0 >= count && $0 * 3 <= count * 4 } ?? lengths.firstIndex { $0 <= count }
            ?? lengths.count - 1
    }
}
