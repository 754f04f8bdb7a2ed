/// Limits of the engine that several nodes share, each with its reason.
package struct PostgresSettings: Sendable {
    /// Connections that write at once: a server has few to give, and commits beyond some wait for one disk.
    package var writers = 8
    /// Connections that read at once.
    package var readers = 4
    /// How long a transaction waits for a connection before it is refused as `exhausted`.
    package var waiting_ms = 10_000
    /// How long the server may take to let a connection in, for each address of the URL.
    package var connect_s = 5
    /// How long one statement may run (`timedOut`).
    package var statement_ms = 120_000
    /// How long one statement waits for another transaction's lock (`locked`).
    package var lock_ms = 10_000
    /// How long a transaction may stand idle between two statements. The server ends it then: a process that was
    /// stopped in the middle of one must not hold its locks for ever.
    package var idleInTransaction_ms = 10_000
    /// How long the server may be silent while it is waited for, beyond what a statement may take; a server that is
    /// stopped or out of reach is given up then.
    package var silence_ms = 10_000
    /// A connection that was idle for longer is asked whether it lives before it is used.
    package var trustIdleFor_ms = 500
    /// How often a repeatable transaction is run again, with waits that double from `firstWait_ms`: seven times in
    /// six seconds outlast a restart of the server.
    package var repeats = 7
    package var firstWait_ms = 50
    /// Statements that a connection keeps prepared.
    package var preparedStatements = 300
    /// The most bytes of one result, which is held in memory as a whole, and the most of its rows.
    package var result_bytes = 256 * 1024 * 1024
    package var result_rows = 2_000_000
    /// What the server's list of connections calls this one.
    package var applicationName = "dunlin"

    package init() {}
}

/// Limits that no one has a reason to change.
enum PostgresLimits {
    /// The oldest server that is tried: 13.
    static let oldestServer: Int32 = 130_000
    /// Statements put off before their answers are collected: bounds memory on both sides.
    static let putOffStatements = 512
    static let putOffBytes = 1024 * 1024
    /// Rows that one statement of `runMany` carries, and about how many bytes.
    static let bulkRows = 1_000
    static let bulkBytes = 512 * 1024
    /// The channel of `Wake`s.
    static let channel = "dunlin"
    /// How long the listener waits before it connects again.
    static let listenAgain_ms: Int32 = 1_000
}
