internal import Store

/// One transaction on one connection to the server.
final class PostgresSession: SQLSession {
    private let connection: PostgresConnection
    private let begin: String
    private let side: SideConnection
    private var hasBegun = false
    /// The first error of a statement, after which nothing more runs; see `SQLSession`.
    private(set) var failure: StoreError?
    /// What was asked ahead, with its answers; the next first.
    private var ahead: ArraySlice<(question: SQLQuestion, answer: PostgresResult)> = []
    /// What is told when the transaction has committed.
    private(set) var wakes: Set<Wake> = []

    var engine: SQLEngine { .postgres }

    /// `begin` goes with the first statement: a transaction without any costs nothing.
    init(_ connection: PostgresConnection, begin: String, side: SideConnection) {
        self.connection = connection
        self.begin = begin
        self.side = side
    }

    @discardableResult
    func run(_ sql: String, _ values: [SQLValue]) throws -> Int {
        try guarded { () throws(StoreError) in
            try connection.queue(sql, values)
            return try connection.settle()?.changedRows ?? 0
        }
    }

    func post(_ sql: String, _ values: [SQLValue]) throws {
        try guarded { () throws(StoreError) in
            try connection.queue(sql, values)
            try connection.settleIfMuch()
        }
    }

    func runMany(_ sql: String, _ rows: [[SQLValue]]) throws {
        guard !rows.isEmpty else { return }
        try guarded { () throws(StoreError) in try connection.queueMany(sql, rows) }
    }

    func askAhead(_ questions: [SQLQuestion], behind locks: Set<StoreLock>) throws {
        guard questions.count > 1 || !locks.isEmpty else { return }
        try guarded { () throws(StoreError) in
            if !locks.isEmpty {
                let lock = Self.question(locks, .exclusive)
                try connection.queue(lock.sql, lock.values)
            }
            for question in questions { try connection.queue(question.sql, question.values) }
            let answers = try connection.settle(last: questions.count)
            ahead = zip(questions, answers).map { (question: $0, answer: $1) }[...]
        }
    }

    func query(_ sql: String, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void) throws {
        guard let current = try answer(sql, values) else { return }
        while current.index < current.count {
            try row(current)
            current.index += 1
        }
    }

    /// The rows of a result, which is there as a whole: so queries may be nested.
    private func answer(_ sql: String, _ values: [SQLValue]) throws -> PostgresRow? {
        let next = ahead.popFirst()
        let known = next?.question.sql == sql && next?.question.values == values ? next?.answer : nil
        return try guarded(keepsAhead: known != nil) { () throws(StoreError) in
            var result = known
            if result == nil {
                try connection.queue(sql, values)
                result = try connection.settle()
            }
            guard let result else { return nil }
            do throws(PostgresRow.UnreadableColumn) {
                return try PostgresRow(result)
            } catch {
                throw StoreError(.statement, error.words, at: connection.address.place)
            }
        }
    }

    func takeNumbers(_ kind: String, _ count: Int64) throws -> Int64 {
        try guarded { () throws(StoreError) in try side.takeNumbers(kind, count) }
    }

    func clock_ms() throws -> Int64 {
        try integer("SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)", []) ?? 0
    }

    func lock(_ locks: Set<StoreLock>, _ mode: StoreLock.Mode) throws {
        guard !locks.isEmpty else { return }
        try query(Self.question(locks, mode)) { _ in }
    }

    /// Locks are taken in the order of the array.
    private static func question(_ locks: Set<StoreLock>, _ mode: StoreLock.Mode) -> SQLQuestion {
        let function = mode == .shared ? "pg_advisory_xact_lock_shared" : "pg_advisory_xact_lock"
        return SQLQuestion("SELECT \(function)(key) FROM unnest(CAST(? AS BIGINT[])) AS key", [array(locks)])
    }

    func tryLock(_ locks: Set<StoreLock>) throws -> Set<StoreLock> {
        guard !locks.isEmpty else { return [] }
        let sql = "SELECT pg_try_advisory_xact_lock(key), key FROM unnest(CAST(? AS BIGINT[])) AS key"
        var taken: Set<Int64> = []
        try query(sql, [Self.array(locks)]) { if $0.integer(0) != 0 { taken.insert($0.integer(1)) } }
        return locks.filter { taken.contains($0.number) }
    }

    func notify(_ wake: Wake) { wakes.insert(wake) }

    /// Keys in ascending order.
    private static func array(_ locks: Set<StoreLock>) -> SQLValue {
        .list(locks.map(\.number).sorted().map { .integer($0) }, of: .integers)
    }

    /// Commits what was done. Throws the failure that somebody caught inside, an error of a statement that was put off,
    /// and `outcomeUnknown` when the connection ends before the answer.
    func commit() throws {
        if let failure { throw failure }
        guard hasBegun else { return close() }
        do throws(StoreError) {
            try connection.queuePlain("COMMIT")
            let answer = try connection.settle()
            guard answer?.command == "COMMIT" else {
                throw StoreError(.undone, "the server undid the transaction", at: connection.address.place)
            }
        } catch {
            let isLost = connection.isBroken && error.code == .unreachable
            failure =
                isLost
                ? StoreError(
                    .outcomeUnknown, "the connection ended while a commit was under way", at: error.place,
                    fix: "Look whether it was done before doing it again")
                : side.naming(error, constraint: connection.brokenConstraint)
            throw failure ?? error
        }
        hasBegun = false
        close()
    }

    /// Undoes what was done; the connection can be used again unless it is broken.
    func rollback() {
        defer { close() }
        guard hasBegun, !connection.isBroken else { return }
        hasBegun = false
        do throws(StoreError) {
            // What was put off may fail, and must not take the word that ends it with it.
            try connection.sendOff()
            try connection.queuePlain("ROLLBACK")
            try connection.settle()
        } catch {
            // It was undone with the rest. Where the connection is gone, so is the transaction.
        }
    }

    /// Ends a transaction that only read, without waiting for the server's word.
    func endReading() throws {
        if let failure { throw failure }
        defer { close() }
        guard hasBegun else { return }
        if connection.queuedStatements > 0 { try guarded { () throws(StoreError) in _ = try connection.settle() } }
        hasBegun = false
        try connection.queuePlain("COMMIT", isIgnored: true)
        try connection.sendOff()
    }

    /// Whoever kept the session can do nothing with it.
    private func close() {
        failure = failure ?? StoreError(.closed, "used after its transaction ended", at: connection.address.place)
    }

    /// `keepsAhead`: nothing is sent that what was asked ahead might not know of.
    private func guarded<Value>(
        keepsAhead: Bool = false, _ body: () throws(StoreError) -> Value
    ) throws -> Value {
        if let failure { throw failure }
        if !keepsAhead { ahead = [] }
        do throws(StoreError) {
            if !hasBegun {
                hasBegun = true
                try connection.queuePlain(begin)
            }
            return try body()
        } catch {
            let error = side.naming(error, constraint: connection.brokenConstraint)
            failure = error
            throw error
        }
    }
}
