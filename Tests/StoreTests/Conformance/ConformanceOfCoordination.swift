import Dispatch
import Store
import StoreEngines
import Testing

/// What several nodes agree by: locks, the database's clock, numbers and wakes.
struct ConformanceOfCoordination {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A second connection, as of another node. SQLite has one writer: what is locked nobody else sees.
    private func nodes(_ engine: Engine) async throws -> (any SQLDatabase, any SQLDatabase) {
        (try await engine.migrated(in: folder), try engine.open(in: folder))
    }

    private static let read = "SELECT value FROM setting WHERE key = 'counter'"

    @Test(arguments: Engine.allCases)
    func `what is read under a lock does not change until the transaction ends`(_ engine: Engine) async throws {
        let (one, other) = try await nodes(engine)
        try await one.write { try $0.run("INSERT INTO setting (key, value) VALUES ('counter', '0')") }
        try await withThrowingTaskGroup { group in
            for number in 0..<40 {
                let node = number % 2 == 0 ? one : other
                group.addTask {
                    try await node.write { session in
                        // In any order: taken in one.
                        try session.lock([.borrower(Int64(number % 3)), .borrower(7), .log], .exclusive)
                        let count = Int(try session.text(Self.read) ?? "") ?? -1
                        try session.run(
                            "UPDATE setting SET value = ? WHERE key = 'counter'", [.text("\(count + 1)")])
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await other.read { try $0.text(Self.read) } == "40")
    }

    @Test(arguments: [Engine.postgres])
    func `a lock is another's only when the transaction ended`(_ engine: Engine) async throws {
        let (one, other) = try await nodes(engine)
        let (locked, asked) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let holding: Void = one.write { session in
            try session.lock([.borrower(1), .borrower(2)], .exclusive)
            try session.lock([.facts], .shared)
            locked.signal()
            asked.wait()
        }
        let wanted: Set<StoreLock> = [.borrower(1), .borrower(3), .facts, .log]
        let taken = try await other.write { session in
            locked.wait()
            defer { asked.signal() }
            try session.lock([.facts], .shared)
            return try session.tryLock(wanted)
        }
        #expect(taken == [.borrower(3), .log])
        try await holding
        #expect(try await other.write { try $0.tryLock(wanted) } == wanted)
    }

    @Test(arguments: Engine.allCases)
    func `a lock is let go when its transaction is undone`(_ engine: Engine) async throws {
        struct Stop: Error {}
        let (one, other) = try await nodes(engine)
        for node in [one, other, one] {
            await #expect(throws: Stop.self) {
                try await node.write { session in
                    #expect(try session.tryLock([.log]) == [.log])
                    throw Stop()
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `no locks are no locks`(_ engine: Engine) async throws {
        let (one, _) = try await nodes(engine)
        try await one.write { session in
            try session.lock([], .exclusive)
            #expect(try session.tryLock([]).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `the clock goes on inside a transaction and is the same for every node`(_ engine: Engine) async throws {
        let (one, other) = try await nodes(engine)
        var times = try await one.write { [try $0.clock_ms(), try $0.clock_ms()] }
        times.append(try await other.read { try $0.clock_ms() })
        times.append(try await one.read { try $0.clock_ms() })
        #expect(times == times.sorted())
        // 2025-01-01 and 2100-01-01.
        #expect(times.allSatisfy { (1_735_689_600_000..<4_102_444_800_000).contains($0) })
        #expect((times.last ?? 0) - (times.first ?? 0) < 60_000)
    }

    @Test(arguments: Engine.allCases)
    func `numbers of several nodes do not overlap, and ascend for each`(_ engine: Engine) async throws {
        let (one, other) = try await nodes(engine)
        let firsts = try await withThrowingTaskGroup { group in
            for node in [one, other, one, other] {
                group.addTask {
                    var firsts: [Int64] = []
                    for _ in 0..<25 { firsts.append(try await node.write { try Numbers.take("loan", 3, in: $0) }) }
                    return firsts
                }
            }
            return try await group.reduce(into: [[Int64]]()) { $0.append($1) }
        }
        #expect(firsts.allSatisfy { $0 == $0.sorted() })
        let expected = (0..<100).map { Int64($0 * 3 + 1) }
        #expect(firsts.joined().sorted() == expected)
    }

    @Test(.timeLimit(.minutes(1)), arguments: Engine.allCases)
    func `a wake is told when the transaction has committed`(_ engine: Engine) async throws {
        struct Stop: Error {}
        let (one, _) = try await nodes(engine)
        var wakes = one.wakes().makeAsyncIterator()
        await #expect(throws: Stop.self) {
            try await one.write { session in
                try session.notify(.facts)
                throw Stop()
            }
        }
        try await one.write { session in
            try session.run("INSERT INTO setting (key, value) VALUES ('a', 'b')")
            try session.notify(.outbox)
        }
        // One may come twice, or for nothing.
        while let wake = await wakes.next(), wake != .outbox {}
    }

    @Test(.timeLimit(.minutes(1)), arguments: [Engine.postgres])
    func `a wake reaches other nodes, and a closed database ends its streams`(_ engine: Engine) async throws {
        let (one, other) = try await nodes(engine)
        var wakes = other.wakes().makeAsyncIterator()
        // What every listener hears when it begins.
        var begun: Set<Wake> = []
        while begun.count < Wake.allCases.count, let wake = await wakes.next() { begun.insert(wake) }
        for wake in [Wake.facts, .outbox] {
            try await one.write { try $0.notify(wake) }
            #expect(await wakes.next() == wake)
        }
        try other.close()
        #expect(await wakes.next() == nil)
    }
}
