import Store

/// A database whose own clock is the test's: leases run out when the test says so.
struct ClockedDatabase: SQLDatabase {
    private let database: any SQLDatabase
    private let now_ms: @Sendable () -> Int64

    init(_ database: any SQLDatabase, now_ms: @escaping @Sendable () -> Int64) {
        self.database = database
        self.now_ms = now_ms
    }

    var engine: SQLEngine { database.engine }

    func wakes() -> AsyncStream<Wake> { database.wakes() }

    func close() throws { try database.close() }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value {
        try await database.read { [now_ms] in try body(ClockedSession($0, now_ms)) }
    }

    @discardableResult func write<Value: Sendable>(
        repeatable: Bool, _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        try await database.write(repeatable: repeatable) { [now_ms] in try body(ClockedSession($0, now_ms)) }
    }
}

private final class ClockedSession: SQLSession {
    private let session: any SQLSession
    private let now_ms: @Sendable () -> Int64

    init(_ session: any SQLSession, _ now_ms: @escaping @Sendable () -> Int64) {
        self.session = session
        self.now_ms = now_ms
    }

    var engine: SQLEngine { session.engine }
    func clock_ms() -> Int64 { now_ms() }
    func run(_ sql: String, _ values: [SQLValue]) throws -> Int { try session.run(sql, values) }
    func post(_ sql: String, _ values: [SQLValue]) throws { try session.post(sql, values) }
    func runMany(_ sql: String, _ rows: [[SQLValue]]) throws { try session.runMany(sql, rows) }
    func query(_ sql: String, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws {
        try session.query(sql, values, row)
    }
    func takeNumbers(_ kind: String, _ count: Int64) throws -> Int64 { try session.takeNumbers(kind, count) }
    func lock(_ locks: Set<StoreLock>, _ mode: StoreLock.Mode) throws { try session.lock(locks, mode) }
    func askAhead(_ questions: [SQLQuestion], behind locks: Set<StoreLock>) throws {
        try session.askAhead(questions, behind: locks)
    }
    func tryLock(_ locks: Set<StoreLock>) throws -> Set<StoreLock> { try session.tryLock(locks) }
    func notify(_ wake: Wake) throws { try session.notify(wake) }
}
