import Store
import Synchronization

/// A database whose process ends before the statement that the test names: that statement and its transaction are undone.
struct InterruptedDatabase: SQLDatabase {
    struct Interruption: Error {}

    /// Statements of write transactions that are still run.
    final class Countdown: Sendable {
        private let left: Mutex<Int>

        init(_ statements: Int) { left = Mutex(statements) }

        var rest: Int { left.withLock { $0 } }

        fileprivate func step() throws {
            try left.withLock { left in
                guard left > 0 else { throw Interruption() }
                left -= 1
            }
        }
    }

    private let database: any SQLDatabase
    let countdown: Countdown

    init(_ database: any SQLDatabase, after statements: Int) {
        self.database = database
        countdown = Countdown(statements)
    }

    var engine: SQLEngine { database.engine }
    func wakes() -> AsyncStream<Wake> { database.wakes() }
    func close() throws { try database.close() }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        try await database.read(body)
    }

    @discardableResult func write<Value: Sendable>(
        repeatable: Bool, _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let countdown = countdown
        return try await database.write(repeatable: repeatable) { session in
            let value = try body(InterruptedSession(session, countdown))
            // The commit counts too.
            try countdown.step()
            return value
        }
    }
}

/// Counts every statement before it is run.
private final class InterruptedSession: SQLSession {
    private let session: any SQLSession
    private let countdown: InterruptedDatabase.Countdown

    init(_ session: any SQLSession, _ countdown: InterruptedDatabase.Countdown) {
        self.session = session
        self.countdown = countdown
    }

    var engine: SQLEngine { session.engine }

    func run(_ sql: String, _ values: [SQLValue]) throws -> Int {
        try countdown.step()
        return try session.run(sql, values)
    }

    func post(_ sql: String, _ values: [SQLValue]) throws {
        try countdown.step()
        try session.post(sql, values)
    }

    func runMany(_ sql: String, _ rows: [[SQLValue]]) throws {
        try countdown.step()
        try session.runMany(sql, rows)
    }

    func query(_ sql: String, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws {
        try countdown.step()
        try session.query(sql, values, row)
    }

    func takeNumbers(_ kind: String, _ count: Int64) throws -> Int64 { try session.takeNumbers(kind, count) }
    func clock_ms() throws -> Int64 { try session.clock_ms() }
    func lock(_ locks: Set<StoreLock>, _ mode: StoreLock.Mode) throws { try session.lock(locks, mode) }
    func askAhead(_ questions: [SQLQuestion], behind locks: Set<StoreLock>) throws {
        try session.askAhead(questions, behind: locks)
    }
    func tryLock(_ locks: Set<StoreLock>) throws -> Set<StoreLock> { try session.tryLock(locks) }
    func notify(_ wake: Wake) throws { try session.notify(wake) }
}
