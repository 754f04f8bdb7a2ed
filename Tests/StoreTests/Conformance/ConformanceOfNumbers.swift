import Store
import StoreEngines
import Testing

struct ConformanceOfNumbers {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private struct Stop: Error {}

    @Test(arguments: Engine.allCases)
    func `numbers begin at 1, follow one another, and each kind counts for itself`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let taken = try await database.write { session in
            [
                try Numbers.take("loan", 1, in: session), try Numbers.take("loan", 10, in: session),
                try Numbers.take("loan", 1, in: session), try Numbers.take("message", 1000, in: session),
                try Numbers.take("message", 1, in: session),
            ]
        }
        #expect(taken == [1, 2, 12, 1, 1001])
    }

    @Test(arguments: Engine.allCases)
    func `a transaction undone gives its numbers back, or leaves a gap where nobody waits for it`(_ engine: Engine)
        async throws
    {
        let database = try await engine.migrated(in: folder)
        await #expect(throws: Stop.self) {
            try await database.write { session in
                _ = try Numbers.take("loan", 5, in: session)
                throw Stop()
            }
        }
        let next = try await database.write { try Numbers.take("loan", 1, in: $0) }
        #expect(next == (engine == .sqlite ? 1 : 6))
    }

    @Test(arguments: Engine.allCases)
    func `blocks taken at once do not overlap`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let firsts = try await withThrowingTaskGroup { group in
            for _ in 0..<40 { group.addTask { try await database.write { try Numbers.take("loan", 7, in: $0) } } }
            return try await group.reduce(into: [Int64]()) { $0.append($1) }.sorted()
        }
        #expect(firsts == (0..<40).map { $0 * 7 + 1 })
    }

    @Test(arguments: Engine.allCases, [0, -1] as [Int64])
    func `a block of nothing is refused`(_ engine: Engine, _ count: Int64) async throws {
        let database = try await engine.migrated(in: folder)
        await #expect(throws: StoreError.self) { try await database.write { try Numbers.take("loan", count, in: $0) } }
    }
}
