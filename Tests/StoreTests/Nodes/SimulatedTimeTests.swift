import CivilTime
import Store
import StoreEngines
import Testing

/// The simulated time that nodes share.
struct SimulatedTimeTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let given = Instant(milliseconds: 1_795_262_400_000)

    /// Nodes begin at moments of the database's clock that the test shifts by what it wrote down.
    private func age(_ database: any SQLDatabase, by span: Span) async throws {
        try await database.write { session in
            let words = try session.text("SELECT value FROM setting WHERE key = 'simulated_time'") ?? ""
            let parts = words.split(separator: " ").compactMap { Int64($0) }
            try #require(parts.count == 2)
            try session.run(
                "UPDATE setting SET value = ? WHERE key = 'simulated_time'",
                [.text("\(parts[0]) \(parts[1] - span.milliseconds)")])
        }
    }

    private func join(_ database: any SQLDatabase, _ given: Instant = given, as node: String) async throws -> Instant {
        try await database.write { try SimulatedTime.join(given, as: node, in: $0) }
    }

    @Test(arguments: Engine.allCases)
    func `a node that begins soon after another has its time`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        #expect(try await join(database, as: "a") == Self.given)
        try await age(database, by: .seconds(5))
        #expect(try await join(database, as: "b") >= Self.given + .seconds(5))
        // Another time was asked for: it is begun.
        #expect(try await join(database, Self.given + .days(1), as: "b") == Self.given + .days(1))
    }

    @Test(arguments: Engine.allCases)
    func `long after the last one time begins anew, unless lanes of others live`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        _ = try await join(database, as: "a")
        try await age(database, by: .minutes(10))
        #expect(try await join(database, as: "b") == Self.given)
        try await age(database, by: .minutes(10))
        try await database.write { session in
            let now = Instant(milliseconds: try session.clock_ms())
            _ = try Lanes.register(route: "r", node: "a", until: now + .hours(1), at: now, in: session)
        }
        #expect(try await join(database, as: "a") == Self.given, "its own lane is one that it left behind")
        try await age(database, by: .minutes(10))
        #expect(try await join(database, as: "b") >= Self.given + .minutes(10))
    }
}
