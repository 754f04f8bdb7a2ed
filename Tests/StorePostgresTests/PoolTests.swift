import Dispatch
import PostgresServer
import Store
import StorePostgres
import Synchronization
import Testing

/// Connections are few, and whoever waits for one does so for a bounded time.
@Suite(.timeLimit(.minutes(2))) struct PoolTests {
    let test: TestDatabase

    init() throws { test = try TestDatabase() }

    /// Holds every writer (or reader) of a pool of one until `body` is done.
    private func busy(
        _ database: PostgresDatabase, reading: Bool = false, _ body: () async throws -> Void
    ) async throws {
        let (held, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let hold: @Sendable (any SQLSession) throws -> Void = { session in
            _ = try session.integer("SELECT 1")
            held.signal()
            done.wait()
        }
        async let holding: Void = reading ? database.read(hold) : database.write(hold)
        await waited(for: held)
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        done.signal()
        try await holding
        try result.get()
    }

    private func waited(for signal: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                signal.wait()
                continuation.resume()
            }
        }
    }

    @Test func `who waits too long for a connection is told so, and nothing ran`() async throws {
        let database = try test.open {
            $0.writers = 1
            $0.waiting_ms = 50
        }
        try await busy(database) {
            let error = await #expect(throws: StoreError.self) { try await database.write { try $0.insert(1) } }
            #expect(error?.code == .exhausted)
            #expect(error?.isPassing == true)
            #expect(error?.description.contains("50 milliseconds") == true)
            // Readers have connections of their own.
            let count = try await database.read { try $0.integer("SELECT count(*) FROM thing") }
            #expect(count == 0)
        }
        try await database.write { try $0.insert(2) }
        #expect(try test.things() == [2])
    }

    @Test func `who waits in line comes next`() async throws {
        let database = try test.open { $0.writers = 1 }
        try await withThrowingTaskGroup { group in
            try await busy(database) {
                for id in 1...20 { group.addTask { try await database.write { try $0.insert(Int64(id)) } } }
            }
            try await group.waitForAll()
        }
        #expect(try test.things() == Array(1...20))
    }

    @Test func `a cancelled reader waits no longer, a cancelled writer is served`() async throws {
        let database = try test.open {
            $0.writers = 1
            $0.readers = 1
        }
        try await busy(database, reading: true) {
            let reading = Task { try await database.read { try $0.integer("SELECT 1") } }
            reading.cancel()
            await #expect(throws: CancellationError.self) { try await reading.value }
        }
        let writing = Mutex<Task<Void, any Error>?>(nil)
        try await busy(database) {
            let task = Task { try await database.write { try $0.insert(1) } }
            task.cancel()
            writing.withLock { $0 = task }
        }
        try await writing.withLock { $0 }?.value
        #expect(try test.things() == [1])
    }

    @Test func `closing waits for what runs, and refuses what comes`() async throws {
        let database = try test.open { $0.writers = 1 }
        let held = DispatchSemaphore(value: 0)
        async let writing: Void = database.write { session in
            try session.insert(1)
            held.signal()
            try session.insert(2)
        }
        await waited(for: held)
        try database.close()
        try await writing
        #expect(await code { try await database.write { try $0.insert(3) } } == .closed)
        #expect(await code { try await database.read { _ = try $0.integer("SELECT 1") } } == .closed)
        #expect(try test.things() == [1, 2])
        try database.close()
    }

    @Test func `a database let go leaves no connections behind`() async throws {
        do {
            let database = try test.open()
            var wakes = database.wakes().makeAsyncIterator()
            _ = await wakes.next()
            try await database.write { try $0.insert(1) }
            _ = try await database.read { try $0.integer("SELECT 1") }
        }
        // The server sees the end of a connection a moment later.
        let open = "SELECT count(*) FROM pg_stat_activity WHERE datname = '\(test.name)'"
        while try test.server.execute(open) != [["0"]] { await Task.yield() }
    }

    @Test func `a connection keeps a bounded number of statements prepared`() async throws {
        let database = try test.open {
            $0.writers = 1
            $0.preparedStatements = 10
        }
        let prepared = try await database.write { session in
            for round in 0..<3 {
                for number in 0..<25 {
                    #expect(try session.integer("SELECT \(number) + ?", [.integer(round)]) == Int64(number + round))
                }
            }
            return try session.integer("SELECT count(*) FROM pg_prepared_statements")
        }
        #expect(try #require(prepared) <= 11)
    }
}
