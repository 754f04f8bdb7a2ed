import Foundation
import Messaging
import StoreEngines
import Testing

/// Seeded schedules of faults. `DUNLIN_SOAK_SCHEDULES` says how many, `DUNLIN_SOAK_SEED` the first one's seed: a failure
/// prints its seed, and that seed alone shows it again.
@Suite struct SimulationTests {
    static let steps = 45
    /// Schedules that one case plays, one after another.
    static let share = 20

    static func setting(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    static let seeds: Range<Int> = {
        let first = setting("DUNLIN_SOAK_SEED") ?? 1
        return first..<first + (setting("DUNLIN_SOAK_SCHEDULES") ?? 200)
    }()

    static let shares = shares(of: seeds)

    /// Those of several nodes are longer: fewer, unless it was said how many.
    static let seedsOfSeveral = setting("DUNLIN_SOAK_SCHEDULES") == nil ? seeds.prefix(20) : seeds[...]

    static let sharesOfSeveral = shares(of: seedsOfSeveral)

    /// Every statement is a round trip there: fewer schedules for the same time.
    static let sharesOnPostgres = shares(of: seeds.prefix(max(1, seeds.count / 20)), by: 5)

    static let sharesOfSeveralOnPostgres = shares(of: seedsOfSeveral.prefix(max(1, seedsOfSeveral.count / 20)), by: 5)

    static func shares(of seeds: Range<Int>, by share: Int = share) -> [Range<Int>] {
        stride(from: seeds.lowerBound, to: seeds.upperBound, by: share).map { first in
            first..<min(first + share, seeds.upperBound)
        }
    }

    @Test(arguments: shares)
    func `whatever fails, nothing is said twice, untrue or unlawfully, and everything is accounted for`(
        _ seeds: Range<Int>
    ) async throws {
        try await play(seeds)
    }

    @Test(arguments: sharesOfSeveral)
    func `nor is it by several nodes that die, sleep, lose answers and see the wrong time`(_ seeds: Range<Int>)
        async throws
    {
        try await playSeveral(seeds)
    }

    @Test(arguments: sharesOfSeveral)
    func `nor over two routes that refuse, break, are drained and follow one another`(_ seeds: Range<Int>) async throws
    {
        try await playRoutes(seeds)
    }

    @Test(arguments: sharesOfSeveralOnPostgres)
    func `nor over two routes on PostgreSQL`(_ seeds: Range<Int>) async throws {
        try await Engine.$current.withValue(.postgres) { try await playRoutes(seeds) }
    }

    @Test(arguments: sharesOfSeveralOnPostgres)
    func `nor by several nodes on PostgreSQL`(_ seeds: Range<Int>) async throws {
        try await Engine.$current.withValue(.postgres) { try await playSeveral(seeds) }
    }

    @Test(arguments: sharesOnPostgres)
    func `nor is it on PostgreSQL`(_ seeds: Range<Int>) async throws {
        try await Engine.$current.withValue(.postgres) { try await play(seeds) }
    }

    private func play(_ seeds: Range<Int>) async throws {
        let store = try await UsedStore()
        for seed in seeds { try await play(Schedule(seed: UInt64(seed), in: store), seed) }
    }

    /// Two to four nodes, by the seed.
    private func playSeveral(_ seeds: Range<Int>) async throws {
        let store = try await UsedStore()
        for seed in seeds {
            try await play(Schedule(seed: UInt64(seed), nodes: 2 + seed % 3, in: store), seed, steps: 80)
        }
    }

    /// One node or two for each route, by the seed.
    private func playRoutes(_ seeds: Range<Int>) async throws {
        let store = try await UsedStore()
        for seed in seeds {
            let schedule = try await Schedule(
                seed: UInt64(seed), nodes: seed % 2 == 0 ? 2 : 4, routes: ["cheap", "dear"], in: store)
            try await play(schedule, seed, steps: 80)
        }
    }

    private func play(_ schedule: Schedule, _ seed: Int, steps: Int = steps) async throws {
        do {
            try await schedule.run(steps: steps)
        } catch {
            let trace = schedule.trace.suffix(12).joined(separator: "; ")
            Issue.record("DUNLIN_SOAK_SEED=\(seed) DUNLIN_SOAK_SCHEDULES=1: \(error). Last steps: \(trace)")
        }
    }

    @Test func `the schedules are rough enough to prove something`() async throws {
        var sent = 0
        var crashes = 0
        var states: [MessageState: Int] = [:]
        for seed in 1...20 as ClosedRange<UInt64> {
            let schedule = try await Schedule(seed: seed)
            try await schedule.run(steps: Self.steps)
            sent += schedule.account.journal.count
            crashes += schedule.crashes
            for state in try await schedule.desk.states() { states[state, default: 0] += 1 }
        }
        #expect(sent > 60)
        #expect(crashes > 20)
        for state in MessageState.allCases where ![.planned, .held, .submitted].contains(state) {
            #expect(states[state, default: 0] > 0, "none ended \(state): \(states)")
        }
    }

    @Test func `so are those of several nodes`() async throws {
        var (sent, crashes, sleeps, recovered) = (0, 0, 0, 0)
        var senders: Set<UInt32> = []
        for seed in 1...20 as ClosedRange<UInt64> {
            let schedule = try await Schedule(seed: seed, nodes: 3)
            try await schedule.run(steps: 80)
            sent += schedule.account.journal.count
            crashes += schedule.crashes
            sleeps += schedule.sleeps
            recovered += schedule.recovered
            senders.formUnion(schedule.account.journal.map(\.bind))
        }
        #expect(sent > 60 && crashes > 20 && sleeps > 20 && recovered > 5 && senders.count == 3)
    }

    @Test func `so are those over two routes`() async throws {
        var (sent, followed) = (0, 0)
        var senders: Set<UInt32> = []
        for seed in 1...20 as ClosedRange<UInt64> {
            let schedule = try await Schedule(seed: seed, nodes: 2, routes: ["cheap", "dear"])
            try await schedule.run(steps: 80)
            sent += schedule.account.journal.count
            senders.formUnion(schedule.account.journal.map(\.bind))
            followed += try await schedule.desk.count(
                "message WHERE refused_by IS NOT NULL AND state IN (5, 6, 7, 8, 9)")
        }
        #expect(sent > 60 && senders.count == 2 && followed > 0, "\(sent), \(senders), \(followed)")
    }

    /// Also on a store that others were played on before: a failure's seed alone shows it again.
    @Test(.everyEngine, arguments: [1, 3]) func `the same seed plays the same schedule`(nodes: Int) async throws {
        let used = try await UsedStore()
        var journals: [[String]] = []
        for store in [nil, used, used] {
            let schedule = try await Schedule(seed: 5, nodes: nodes, in: store)
            try await schedule.run(steps: Self.steps)
            journals.append(
                schedule.account.journal.map { "\($0.submission.attempt) \($0.at) \($0.submission.to) \($0.fates)" })
        }
        #expect(journals[0] == journals[1] && journals[0] == journals[2] && !journals[0].isEmpty)
    }
}
