/// A value bound to or read from a statement. Instants are `Int64` milliseconds, dates `Int64` days.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// One row of a result, valid only inside the closure it is passed to. Columns count from 0.
///
/// A null reads as 0, empty text or an empty blob; `isNull` tells them apart.
package protocol SQLRow {
    func integer(_ column: Int) -> Int64
    func text(_ column: Int) -> String
    func blob(_ column: Int) -> [UInt8]
    func isNull(_ column: Int) -> Bool
}

/// A connection inside a transaction: the seam between Dunlin's statements and an engine.
///
/// Closures run synchronously on the engine's own thread. Statements are prepared once a connection and reused. SQL text
/// is shared by the engines; parameters are written `?`.
///
/// A statement that fails fails its whole transaction, on every engine: whoever catches its error inside `write` finds
/// that no further statement runs and that `write` throws. Where a conflict is expected, say `ON CONFLICT … DO NOTHING`
/// and look at the number of rows that `run` changed.
package protocol SQLSession: AnyObject {
    /// Runs one statement and returns the number of rows it changed.
    @discardableResult func run(_ sql: String, _ values: [SQLValue]) throws -> Int
    /// Runs one statement for many rows of values; faster than `run` for each.
    func runMany(_ sql: String, _ rows: [[SQLValue]]) throws
    /// Calls `row` for every row of the result. Queries may be nested.
    func query(_ sql: String, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws
}

/// A database: readers run side by side, writers one after another.
///
/// A transaction that has begun is not stopped by the cancellation of its task: what delivery heard from a carrier is
/// written also while it shuts down.
package protocol SQLDatabase: Sendable {
    /// A read transaction: one consistent view.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value
    /// A write transaction: committed and on disk when it returns, undone when `body` throws.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value
}
