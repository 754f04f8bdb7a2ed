import Dispatch
import PostgresServer
import Store
import StorePostgres
import Synchronization
import Testing

/// What goes wrong in the middle of a transaction, and what becomes of it.
@Suite(.timeLimit(.minutes(2))) struct FailureTests {
    let test: TestDatabase

    init() throws { test = try TestDatabase() }

    @Test func `a statement that takes too long is ended`() async throws {
        let database = try test.open { $0.statement_ms = 50 }
        let error = await #expect(throws: StoreError.self) {
            try await database.write { session in
                try session.insert(1)
                try session.run("SELECT pg_sleep(30)")
            }
        }
        #expect(error?.code == .timedOut)
        #expect(error?.isPassing == true)
        try await database.write { try $0.insert(2) }
        #expect(try test.things() == [2])
    }

    @Test func `who waits too long for a lock is told so`() async throws {
        let database = try test.open { $0.lock_ms = 50 }
        let (held, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let holding: Void = database.write { session in
            try session.lock([.facts], .exclusive)
            held.signal()
            done.wait()
        }
        let seen = await code {
            try await database.write { session in
                held.wait()
                defer { done.signal() }
                try session.lock([.facts], .shared)
            }
        }
        #expect(seen == .locked)
        try await holding
    }

    @Test func `a transaction that stands idle for too long is ended by the server`() async throws {
        let database = try test.open { $0.idleInTransaction_ms = 50 }
        let watched = "SELECT count(*) FROM pg_stat_activity WHERE datname = '\(test.name)' AND state LIKE 'idle in%'"
        let seen = await code {
            try await database.write { [server = test.server] session in
                try session.insert(1)
                while try server.execute(watched) != [["0"]] {}
                try session.insert(2)
            }
        }
        #expect(seen == .timedOut)
        try await database.write { try $0.insert(3) }
        #expect(try test.things() == [3])
    }

    @Test func `an idle connection that ended is replaced without a word`() async throws {
        let database = try test.open {
            $0.writers = 2
            $0.readers = 1
        }
        for id in 1...5 {
            try await database.write { try $0.insert(Int64(id)) }
            #expect(try await database.read { try $0.integer("SELECT count(*) FROM thing") } == Int64(id))
            #expect(try await database.write { try $0.takeNumbers("loan", 1) } == Int64(id))
            try test.cut()
        }
        #expect(try test.things() == [1, 2, 3, 4, 5])
    }

    @Test func `a connection cut in mid-transaction fails it, and all of it`() async throws {
        let database = try test.open()
        let seen = await code {
            try await database.write { [test] session in
                try session.insert(1)
                try test.cut()
                try session.insert(2)
            }
        }
        #expect(seen == .unreachable)
        #expect(try test.things() == [])
        try await database.write { try $0.insert(3) }
        #expect(try test.things() == [3])
    }

    @Test func `a repeatable transaction is run again when its connection is cut`() async throws {
        let database = try test.open()
        let runs = Mutex(0)
        try await database.write(repeatable: true) { [test] session in
            let run = runs.withLock { runs in
                runs += 1
                return runs
            }
            try session.insert(1)
            if run < 3 { try test.cut() }
            try session.insert(2)
        }
        #expect(runs.withLock { $0 } == 3)
        #expect(try test.things() == [1, 2])
    }

    @Test func `it is not run again for ever`() async throws {
        let database = try test.open {
            $0.repeats = 3
            $0.firstWait_ms = 1
        }
        let runs = Mutex(0)
        let seen = await code {
            try await database.write(repeatable: true) { [test] session in
                runs.withLock { $0 += 1 }
                try session.insert(1)
                try test.cut()
                try session.insert(2)
            }
        }
        #expect(seen == .unreachable)
        #expect(runs.withLock { $0 } == 4)
    }

    /// Two transactions that lock two things in two orders, met in the middle.
    private func deadlock(_ database: PostgresDatabase, repeatable: Bool) async -> [StoreError.Code?] {
        let met = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        @Sendable func one(_ first: StoreLock, _ second: StoreLock, _ isLeft: Bool) async -> StoreError.Code? {
            let isFirstRun = Mutex(true)
            do {
                try await database.write(repeatable: repeatable) { session in
                    try session.lock([first], .exclusive)
                    let meets = isFirstRun.withLock { first in
                        defer { first = false }
                        return first
                    }
                    if meets {
                        (isLeft ? met.0 : met.1).signal()
                        (isLeft ? met.1 : met.0).wait()
                    }
                    try session.lock([second], .exclusive)
                    try session.insert(isLeft ? 1 : 2)
                }
                return nil
            } catch { return (error as? StoreError)?.code ?? .statement }
        }
        async let left = one(.borrower(1), .borrower(2), true)
        async let right = one(.borrower(2), .borrower(1), false)
        return await [left, right]
    }

    @Test func `of two that wait for each other one is undone`() async throws {
        let database = try test.open()
        let codes = await deadlock(database, repeatable: false)
        #expect(codes.compactMap(\.self) == [.undone])
        #expect(try test.things().count == 1)
    }

    @Test func `two repeatable ones that wait for each other both come through`() async throws {
        let database = try test.open()
        #expect(await deadlock(database, repeatable: true) == [nil, nil])
        #expect(try test.things() == [1, 2])
    }

    @Test func `a result too big for memory is refused, and the connection replaced`() async throws {
        let database = try test.open {
            $0.result_bytes = 1_000_000
            $0.writers = 1
        }
        for sql in [
            "SELECT repeat('x', 100) FROM generate_series(1, 1000000)", "SELECT repeat('x', 3000000)",
        ] {
            let error = await #expect(throws: StoreError.self) {
                try await database.write { session in
                    try session.insert(1)
                    try session.query(sql, []) { _ in }
                }
            }
            #expect(error?.code == .statement)
            #expect(error?.what.contains("too big") == true)
        }
        #expect(try test.things() == [])
        try await database.write { try $0.insert(2) }
    }

    @Test func `a numeric result is refused and says what to do`() async throws {
        let database = try test.open()
        try await database.write { try $0.insert(5) }
        let error = await #expect(throws: StoreError.self) {
            try await database.read { _ = try $0.integer("SELECT sum(id) FROM thing") }
        }
        #expect(error?.code == .statement)
        #expect(error?.what.contains("CAST") == true)
        let sum = try await database.read { try $0.integer("SELECT CAST(sum(id) AS INTEGER) FROM thing") }
        #expect(sum == 5)
    }

    /// Parts of values stand in the messages of this class.
    @Test func `an error tells no values`() async throws {
        let database = try test.open()
        for sql in ["SELECT CAST(? AS BIGINT)", "SELECT CAST(? AS DATE)", "SELECT to_number(?, '9')"] {
            let error = await #expect(throws: StoreError.self) {
                try await database.read { _ = try $0.text(sql, [.text("Maria Lopez")]) }
            }
            #expect(error?.description.contains("Maria") == false)
        }
    }
}
