internal import Store
internal import Synchronization

/// A connection beside the transactions, on which each statement is committed by itself: for numbers, which must not
/// wait for the end of a transaction, and for looking things up when a transaction has failed. Threads take turns.
final class SideConnection: Sendable {
    private struct State {
        var connection: PostgresConnection?
        var isClosed = false
        /// Table and columns by the name of a constraint or index.
        var constraints: [String: Constraint] = [:]
    }

    private struct Constraint {
        var table: String
        var columns: [String]
    }

    private let address: PostgresAddress
    private let settings: PostgresSettings
    private let state: Mutex<State>

    /// Connects at once, so that a wrong URL is told when the database is opened.
    init(_ address: PostgresAddress, _ settings: PostgresSettings) throws(StoreError) {
        self.address = address
        self.settings = settings
        state = Mutex(State())
        try refuseForeign()
    }

    func close() {
        state.withLock { state in
            state.connection = nil
            state.isClosed = true
        }
    }

    /// Taken without waiting for the disk: the commit of the transaction that uses the numbers writes this one's record
    /// too, and numbers that are in no committed row may be given out again. Nothing is read ahead, so that ids ascend
    /// in the order in which they are taken, on all nodes.
    func takeNumbers(_ kind: String, _ count: Int64) throws(StoreError) -> Int64 {
        let end = try answer(Numbers.takeSQL, [.text(kind), .integer(count)]) { $0.integer(0) }.first
        guard let end else { throw StoreError(.unreadableRow, "gave no number", at: "number.\(kind)") }
        return end - count
    }

    /// A name that no other process of the database has: the server's number and start of this connection.
    func nodeName() throws(StoreError) -> String {
        let sql = """
            SELECT pid || '-' || CAST(extract(epoch FROM backend_start) * 1000000 AS BIGINT) FROM pg_stat_activity
            WHERE pid = pg_backend_pid()
            """
        return try answer(sql, []) { $0.text(0) }.first ?? ""
    }

    /// The error with the columns of its constraint, which the server names only by the constraint's own name.
    func naming(_ error: StoreError, constraint name: String?) -> StoreError {
        guard error.code == .constraint, error.columns.isEmpty, let name, let table = error.table else { return error }
        let known = state.withLock { $0.constraints[name] }
        guard let constraint = known ?? look(name, of: table) else { return error }
        state.withLock { $0.constraints[name] = constraint }
        var named = error
        named.table = constraint.table
        named.columns = constraint.columns
        return named
    }

    /// A part of a partitioned table goes by its whole's name.
    private func look(_ name: String, of table: String) -> Constraint? {
        let columns = """
            SELECT a.attname, coalesce(whole.relname, part.relname) FROM pg_class i
            JOIN pg_index x ON x.indexrelid = i.oid
            JOIN pg_class part ON part.oid = x.indrelid AND part.relname = ?
            LEFT JOIN pg_inherits h ON h.inhrelid = part.oid
            LEFT JOIN pg_class whole ON whole.oid = h.inhparent
            JOIN pg_attribute a ON a.attrelid = i.oid
            WHERE i.relname = ? AND pg_table_is_visible(part.oid) ORDER BY a.attnum
            """
        do throws(StoreError) {
            let found = try answer(columns, [.text(table), .text(name)]) { (column: $0.text(0), table: $0.text(1)) }
            return found.first.map { Constraint(table: $0.table, columns: found.map(\.column)) }
        } catch {
            // The error that is being named says enough without.
            return nil
        }
    }

    /// Refuses a database that holds tables of another program before anything is written to it.
    private func refuseForeign() throws(StoreError) {
        let tables = """
            SELECT count(*), count(*) FILTER (WHERE relname IN ('setting', 'number')) FROM pg_class
            WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
            """
        let counts = try answer(tables, []) { (all: $0.integer(0), ours: $0.integer(1)) }.first
        guard let counts, counts.all == 0 || counts.ours > 0 else {
            throw StoreError(
                .notADatabase, "holds tables of another program", at: address.place,
                fix: "Name a database of Dunlin's own in the URL")
        }
    }

    private func answer<Value: Sendable>(
        _ sql: String, _ values: [SQLValue], _ make: @Sendable (PostgresRow) -> Value
    ) throws(StoreError) -> [Value] {
        try state.withLock { state throws(StoreError) in
            guard !state.isClosed else { throw StoreError(.closed, "the database was closed", at: address.place) }
            if state.connection?.isTrusted(settings) != true { state.connection = nil }
            let connection: PostgresConnection
            if let open = state.connection {
                connection = open
            } else {
                connection = try PostgresConnection(address, settings)
                try connection.queuePlain("SET synchronous_commit = off")
                state.connection = connection
            }
            try connection.queue(sql, values)
            guard let result = try connection.settle() else { return [] }
            do throws(PostgresRow.UnreadableColumn) {
                let row = try PostgresRow(result)
                return (0..<row.count).map { index in
                    row.index = index
                    return make(row)
                }
            } catch {
                throw StoreError(.statement, error.words, at: address.place)
            }
        }
    }
}
