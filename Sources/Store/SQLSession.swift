/// A value bound to or read from a statement. Instants are `Int64` milliseconds, dates `Int64` days.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    /// Many values of one kind, which a server takes for one parameter; SQLite has no such thing, and refuses it.
    case list([SQLValue], of: SQLList)
}

/// What a list holds.
package enum SQLList: Sendable, Hashable {
    case integers
    case texts
    case blobs
}

/// A statement that answers, and the values it is asked with.
package struct SQLQuestion: Sendable, Hashable {
    package let sql: String
    package let values: [SQLValue]

    package init(_ sql: String, _ values: [SQLValue]) {
        self.sql = sql
        self.values = values
    }
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

/// The engines behind the seam.
package enum SQLEngine: String, Sendable, CaseIterable {
    /// One file, one writer at a time.
    case sqlite
    /// A server that several nodes share.
    case postgres
}

/// A connection inside a transaction: the seam between Dunlin's statements and an engine.
///
/// Closures run synchronously on the engine's own thread. Statements are prepared once a connection and reused. SQL text
/// is shared by the engines: parameters are written `?`, and `INDEXED BY` is a word to SQLite that PostgreSQL does not
/// hear. Where a statement must differ, `engine` tells which is spoken to.
///
/// On PostgreSQL transactions that write run side by side, each statement seeing what was committed before it began
/// (READ COMMITTED): what must not change between reading and writing is locked first, with `lock`.
///
/// A statement that fails fails its whole transaction, on every engine: whoever catches its error inside `write` finds
/// that no further statement runs and that `write` throws. Where a conflict is expected, say `ON CONFLICT … DO NOTHING`
/// and look at the number of rows that `run` changed.
package protocol SQLSession: AnyObject {
    var engine: SQLEngine { get }
    /// Runs one statement and returns the number of rows it changed.
    @discardableResult func run(_ sql: String, _ values: [SQLValue]) throws -> Int
    /// Runs one statement whose count nobody asks for. It may be put off until the next statement that answers, or the
    /// commit: order is kept, and an error appears there.
    func post(_ sql: String, _ values: [SQLValue]) throws
    /// Runs one statement for many rows of values; faster than `post` for each, and put off like it.
    func runMany(_ sql: String, _ rows: [[SQLValue]]) throws
    /// Says what will be asked next, in this order and before anything is written: an engine that is far away fetches all
    /// answers in one journey. `locks` are taken first, as by `lock`, exclusively. What is then not asked costs nothing but
    /// its answer.
    func askAhead(_ questions: [SQLQuestion], behind locks: Set<StoreLock>) throws
    /// Calls `row` for every row of the result. Queries may be nested.
    func query(_ sql: String, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws

    /// Takes `count` consecutive numbers of a kind and returns the first; see `Numbers`.
    func takeNumbers(_ kind: String, _ count: Int64) throws -> Int64
    /// The database's own clock now (not the transaction's beginning), milliseconds since 1970: the time of law and of
    /// leases, the same for every node.
    func clock_ms() throws -> Int64
    /// Waits until no other transaction holds one of the locks in a way that conflicts, and holds them until this one
    /// ends. Taken in ascending order whatever order they are given in, so that two calls cannot wait for each other; a
    /// transaction that locks twice must know why it cannot. With one writer there is nothing to wait for.
    func lock(_ locks: Set<StoreLock>, _ mode: StoreLock.Mode) throws
    /// Takes those that no other transaction holds, exclusively and without waiting, and returns them.
    func tryLock(_ locks: Set<StoreLock>) throws -> Set<StoreLock>
    /// Tells whoever listens, when this transaction has committed.
    func notify(_ wake: Wake) throws
}

/// What a committed transaction tells the nodes, so that they need not look so often. A wake may be lost or come twice.
package enum Wake: String, Sendable, CaseIterable {
    /// Messages were planned, or became due sooner.
    case outbox
    /// Facts were committed: there is something to plan.
    case facts
}

/// A database: readers run side by side; writers one after another (SQLite), or side by side (PostgreSQL).
///
/// A transaction that has begun is not stopped by the cancellation of its task: what delivery heard from a carrier is
/// written also while it shuts down.
package protocol SQLDatabase: Sendable {
    var engine: SQLEngine { get }
    /// A read transaction: one consistent view.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value
    /// A write transaction: committed and on disk when it returns, undone when `body` throws.
    ///
    /// `repeatable`: `body` has no effect but through its session, so that it may run again when the engine undid it
    /// through no fault of its own (`undone`: a deadlock, a serialization failure). Where that is not so the caller gets
    /// the error. When the connection ends while the commit is under way, nobody knows: the error is `outcomeUnknown`.
    @discardableResult
    func write<Value: Sendable>(
        repeatable: Bool, _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value
    /// What transactions of this and other nodes `notify`, from now on, until the consumer stops.
    func wakes() -> AsyncStream<Wake>
    /// Makes sure, as far as the engine itself can, that no file of the database holds what was deleted. False when
    /// somebody else's transaction stands in the way: the bytes go with a later call.
    func forgetDeleted() async throws -> Bool
    /// Looks at everything that the engine's own files say of themselves. Throws `corrupted` for a file that is damaged.
    func check() async throws
    /// Closes every connection; waits for the transactions that run.
    func close() throws
}

extension SQLDatabase {
    /// An engine whose files are not this process's can do nothing about them.
    package func forgetDeleted() async throws -> Bool { true }

    /// A server's files are its own to check.
    package func check() async throws {}

    /// A write transaction that runs once.
    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        try await write(repeatable: false, body)
    }
}
