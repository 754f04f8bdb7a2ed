import CivilTime
import Store
import StoreEngines
import Testing

/// Lanes of one route and the binds that they share.
struct BindShareTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let soon = Span.hours(1)

    private func now(_ database: any SQLDatabase) async throws -> Instant {
        Instant(milliseconds: try await database.read { try $0.clock_ms() })
    }

    private func lane(_ database: any SQLDatabase, lease: Span = soon, binds: Int = 0) async throws -> Int64 {
        let now = try await now(database)
        return try await database.write { session in
            let id = try Lanes.register(route: "r", node: "n", until: now + lease, at: now, in: session)
            try Lanes.setBinds(binds, of: id, in: session)
            return id
        }
    }

    private func settle(_ id: Int64, open: Int, of binds: Int, _ database: any SQLDatabase) async throws -> Int? {
        try await database.write { try BindShares.settle(id, route: "r", of: binds, open: open, in: $0) }
    }

    @Test(arguments: Engine.allCases)
    func `the first lane has all, a second gets its half when the first has closed it`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let first = try await lane(database)
        #expect(try await settle(first, open: 0, of: 5, database) == 5)
        let second = try await lane(database)
        #expect(try await settle(second, open: 0, of: 5, database) == 0)
        // The first hears of its smaller share, and has not closed anything yet.
        #expect(try await settle(first, open: 5, of: 5, database) == 3)
        #expect(try await settle(second, open: 0, of: 5, database) == 0)
        #expect(try await settle(first, open: 3, of: 5, database) == 3)
        #expect(try await settle(second, open: 0, of: 5, database) == 2)
    }

    @Test(arguments: Engine.allCases)
    func `a lane that is gone keeps its binds until it is given up`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let gone = try await lane(database, lease: .seconds(-1), binds: 2)
        let left = try await lane(database)
        #expect(try await settle(left, open: 0, of: 2, database) == 0)
        try await database.write { try Lanes.remove(gone, in: $0) }
        #expect(try await settle(left, open: 0, of: 2, database) == 2)
        #expect(try await settle(gone, open: 0, of: 2, database) == nil)
    }

    @Test(arguments: Engine.allCases)
    func `with fewer binds than lanes the youngest stand by`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let lanes = [try await lane(database), try await lane(database), try await lane(database)]
        var shares: [Int?] = []
        for id in lanes { shares.append(try await settle(id, open: 0, of: 2, database)) }
        #expect(shares == [1, 1, 0])
    }

    @Test(arguments: Engine.allCases)
    func `one node leads a duty while its lease lasts`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        func lead(_ holder: String, _ lease: Span = .hours(1)) async throws -> Bool {
            try await database.write { try Duties.lead("sweeping", as: holder, lease: lease, in: $0) }
        }
        #expect(try await lead("a"))
        #expect(try await lead("a"))
        #expect(try await !lead("b"))
        try await database.write { try Duties.leave("sweeping", as: "b", in: $0) }
        #expect(try await !lead("b"))
        try await database.write { try Duties.leave("sweeping", as: "a", in: $0) }
        #expect(try await lead("b", .seconds(-1)))
        #expect(try await lead("a"), "the lease of the other has ended")
        #expect(try await database.read { try Duties.held(in: $0) } == ["sweeping": "a"])
    }

    @Test(arguments: Engine.allCases)
    func `of many who want a duty at once one gets it`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let leaders = try await withThrowingTaskGroup { group in
            for number in 0..<20 {
                group.addTask {
                    try await database.write(repeatable: true) {
                        try Duties.lead("planning 1", as: "node \(number)", lease: .hours(1), in: $0) ? 1 : 0
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(leaders == 1)
    }
}
