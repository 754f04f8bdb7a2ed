/// Reads and writes a table page by page in the order of its key, which is the same on every engine.
struct TablePages: Sendable {
    /// Rows of a page: a leaf may have 64 KiB, most rows have some hundred bytes.
    static let pageRows: Int64 = 2_000

    struct Page: Sendable {
        var rows: [[SQLValue]]
        /// Over everything read up to the end of this page.
        var digest: RowDigest
        /// The key of the last row; nil when there is none.
        var last: [SQLValue]?
    }

    let table: SchemaTable
    private let selectFirst: String
    private let selectNext: String
    private let insert: String
    private let keyPlaces: [Int]

    init(_ table: SchemaTable) {
        self.table = table
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let key = table.key.joined(separator: ", ")
        let places = { (count: Int) in repeatElement("?", count: count).joined(separator: ", ") }
        selectFirst = "SELECT \(columns) FROM \(table.name) ORDER BY \(key) LIMIT ?"
        selectNext =
            "SELECT \(columns) FROM \(table.name) WHERE (\(key)) > (\(places(table.key.count))) ORDER BY \(key) LIMIT ?"
        insert = "INSERT INTO \(table.name) (\(columns)) VALUES (\(places(table.columns.count)))"
        keyPlaces = table.key.compactMap { name in table.columns.firstIndex { $0.name == name } }
    }

    /// The page after a key, the first one after nil. `limit`: at most so many rows.
    func read(
        after key: [SQLValue]?, digest: RowDigest, limit: Int64 = pageRows, in session: any SQLSession
    ) throws -> Page {
        var page = Page(rows: [], digest: digest, last: nil)
        let kinds = table.columns.map(\.kind)
        let sql = key == nil ? selectFirst : selectNext
        try session.query(sql, (key ?? []) + [.integer(limit)]) { row in
            let values = kinds.indices.map { SchemaTable.value($0, kinds[$0], of: row) }
            page.digest.add(values)
            page.rows.append(values)
        }
        page.last = page.rows.last.map { row in keyPlaces.map { row[$0] } }
        return page
    }

    func write(_ page: Page, in session: any SQLSession) throws { try session.runMany(insert, page.rows) }

    func clear(in session: any SQLSession) throws { try session.run("DELETE FROM \(table.name)") }

    func isEmpty(in session: any SQLSession) throws -> Bool {
        try session.integer("SELECT 1 FROM \(table.name) LIMIT 1") == nil
    }
}

extension SQLDatabase {
    /// The digest of a table's rows, all of them or the first `rows`, and the key of the last one read.
    func digest(
        _ pages: TablePages, first rows: Int64 = .max, progress: @Sendable (Int64) -> Void = { _ in }
    ) async throws -> (digest: RowDigest, last: [SQLValue]?) {
        var (digest, last): (RowDigest, [SQLValue]?) = (RowDigest(), nil)
        while digest.rows < rows {
            let (start, key) = (digest, last)
            let limit = min(TablePages.pageRows, rows - digest.rows)
            let page = try await read { try pages.read(after: key, digest: start, limit: limit, in: $0) }
            guard let end = page.last else { break }
            (digest, last) = (page.digest, end)
            progress(Int64(page.rows.count))
        }
        return (digest, last)
    }
}
