internal import GRDB
internal import GRDBSQLite

/// One transaction on one SQLite connection.
///
/// GRDB keeps the connection and its cache of prepared statements; binding and stepping go to SQLite directly, which
/// runs small statements several times faster than through GRDB's values.
@safe final class SQLiteSession: SQLSession {
    private let database: Database
    private let connection: OpaquePointer
    private let path: String
    /// The first error of a statement, after which nothing more runs; see `SQLSession`.
    private var failure: StoreError?
    /// What is told when the transaction has committed.
    private(set) var wakes: Set<Wake> = []
    private var met = MetStatements()
    private let bytes = BoundBytes()

    var engine: SQLEngine { .sqlite }

    /// Throws `closed` when the connection is.
    init(_ database: Database, path: String) throws {
        guard let connection = unsafe database.sqliteConnection else {
            throw StoreError(.closed, "the database was closed", at: path)
        }
        self.database = database
        unsafe self.connection = connection
        self.path = path
    }

    /// Ends the session: whoever kept it can do nothing with it. Throws the failure that somebody caught inside.
    func end() throws {
        if let failure { throw failure }
        failure = StoreError(.closed, "used after its transaction ended", at: path)
    }

    @discardableResult
    func run(_ sql: String, _ values: [SQLValue]) throws -> Int {
        let before = unsafe sqlite3_total_changes64(connection)
        try post(sql, values)
        return unsafe Int(sqlite3_total_changes64(connection) - before)
    }

    func post(_ sql: String, _ values: [SQLValue]) throws {
        try withStatement(sql) { statement in
            try check(statement.bind(values, keeping: bytes))
            try finish(statement)
        }
    }

    func runMany(_ sql: String, _ rows: [[SQLValue]]) throws {
        guard !rows.isEmpty else { return }
        try withStatement(sql) { statement in
            for values in rows {
                try check(statement.bind(values, keeping: bytes))
                try finish(statement)
                statement.reset()
            }
        }
    }

    func query(_ sql: String, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws {
        try withStatement(sql) { statement in
            try check(statement.bind(values))
            while try step(statement) { try row(statement) }
        }
    }

    func notify(_ wake: Wake) { wakes.insert(wake) }

    /// Lends the prepared statement of `sql`, and leaves it reset. A query inside a query of the same text gets its own.
    private func withStatement(_ sql: String, _ body: (SQLiteStatement) throws -> Void) throws {
        if let failure { throw failure }
        let prepared: Statement
        do {
            let cached = try met.statement(sql) ?? prepare(sql)
            let isBusy = unsafe SQLiteStatement(cached.sqliteStatement).isBusy
            prepared = isBusy ? try database.makeStatement(sql: sql) : cached
        } catch let error as DatabaseError {
            throw fail(code: error.extendedResultCode.rawValue, message: error.message ?? "")
        }
        // The statement must outlive its pointer.
        try withExtendedLifetime(prepared) {
            let statement = unsafe SQLiteStatement(prepared.sqliteStatement)
            defer { statement.reset() }
            try body(statement)
        }
    }

    private func prepare(_ sql: String) throws -> Statement {
        let statement = try database.cachedStatement(sql: sql)
        met.keep(statement, of: sql)
        return statement
    }

    private func finish(_ statement: SQLiteStatement) throws {
        while try step(statement) {}
    }

    /// True on a row, false at the end.
    @inline(__always)
    private func step(_ statement: SQLiteStatement) throws -> Bool {
        let code = statement.step()
        if code == SQLITE_DONE { return false }
        if code == SQLITE_ROW { return true }
        throw fail(code: code, message: lastMessage)
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK else { return }
        throw fail(
            code: code, message: code == SQLITE_RANGE ? "the statement takes another number of values" : lastMessage)
    }

    private var lastMessage: String { unsafe String(cString: sqlite3_errmsg(connection)) }

    private func fail(code: Int32, message: String) -> StoreError {
        let error = StoreError.sqlite(code: code, message: message, path: path)
        failure = failure ?? error
        return error
    }
}
