internal import GRDB

/// Looks at every page of a database file: SQLite's own check, less what it says wrongly.
///
/// Found: pages that are no pages of a b-tree, cells that lie over each other, numbers of rows out of order, pages that two
/// trees or the free list share, that none has, or that the file lacks, and rows without a value that they must have.
/// Thoroughly, which takes three times as long, also what an index has and its table has not, and keys out of order: a whole page
/// of one index in the place of another's. Not found: a changed bit inside a value, which has the form of another value.
enum SQLiteCheck {
    /// As many as there are: SQLite stops counting at 100 otherwise, and wrong reports could stand before right ones.
    private static func statement(isThorough: Bool) -> String {
        "PRAGMA \(isThorough ? "integrity_check" : "quick_check")(2147483647)"
    }
    private static let nullPrefix = "NULL value in "

    /// The first fault in SQLite's words, which name tables, columns and pages, never values; nil when there is none.
    ///
    /// SQLite before 3.41 reads the wrong column when it looks for missing values in a table WITHOUT ROWID whose key is not
    /// its first columns in order. Such a report is believed only where a row, read in the ordinary way, shows it.
    static func firstFault(in database: Database, isThorough: Bool) throws -> String? {
        let columns = try columnsMisread(in: database)
        var reported: Set<String> = []
        let rows = try String.fetchCursor(database, sql: statement(isThorough: isThorough))
        while let row = try rows.next() {
            if row == "ok" { break }
            guard let table = table(reportedBy: row, among: columns) else { return words(of: row) }
            reported.insert(table)
        }
        for table in reported.sorted() {
            let isMissing = (columns[table] ?? []).map { "typeof(\"\($0)\") = 'null'" }.joined(separator: " OR ")
            let sql = "SELECT 1 FROM \"\(table)\" WHERE \(isMissing) LIMIT 1"
            if try Int.fetchOne(database, sql: sql) != nil { return nullPrefix + table }
        }
        return nil
    }

    /// The columns that must have a value, of each table that SQLite may misread.
    private static func columnsMisread(in database: Database) throws -> [String: [String]] {
        var misread: [String: [String]] = [:]
        let tables = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%'")
        for table in tables {
            let columns = try Row.fetchAll(
                database, sql: "SELECT name, \"notnull\", pk FROM pragma_table_info(?)", arguments: [table])
            let keys = columns.map { row -> Int in row["pk"] }
            let length = keys.count { $0 > 0 }
            guard Array(keys.prefix(length)) != Array(1...max(1, length)) else { continue }
            misread[table] = columns.compactMap { row in
                let (name, isNeeded, key): (String, Bool, Int) = (row["name"], row["notnull"], row["pk"])
                return isNeeded || key > 0 ? name : nil
            }
        }
        return misread
    }

    /// The table of a report that may be wrong; nil for any other report.
    private static func table(reportedBy row: String, among columns: [String: [String]]) -> String? {
        guard row.hasPrefix(nullPrefix) else { return nil }
        let names = row.dropFirst(nullPrefix.count).split(separator: ".", maxSplits: 1).map(String.init)
        guard names.count == 2, columns[names[0]]?.contains(names[1]) == true else { return nil }
        return names[0]
    }

    /// The first line that names something, and how many there are.
    private static func words(of row: String) -> String {
        let lines = row.split(separator: "\n").filter { !$0.hasPrefix("***") }
        let first = lines.first.map(String.init) ?? row
        return lines.count > 1 ? "\(first), and \(lines.count - 1) more" : first
    }
}
