import CivilTime
import Decisions
import Foundation
import LoanBook
import Planning
import Store

/// Days planned and stored one after another, as a lender's are: snapshots read, decided about, messages and evidence
/// written. Each run is a day.
struct PlanBench {
    let sample: SampleLender
    let loans: Int
    let history: Int
    let database: String?
    let keep: String?

    private var desk: SampleLender.Desk { sample.us }
    /// Where a kept store says how many days were planned in it.
    private func note(in folder: String) -> String { folder + "/days-planned" }

    func measure(runs: Int) async throws -> Measurement {
        let temporary = keep == nil ? try BenchFolder() : nil
        guard let folder = keep ?? temporary?.path else { throw BenchFault(words: "no folder") }
        var result = Measurement("plan", count: loans)
        let days = try daysPlanned(in: folder)
        let store = try await days == nil ? filled(folder) : kept(folder, day: days ?? 0)
        var processor: [Duration] = []
        for day in (days ?? 0)..<(days ?? 0) + runs {
            // Each morning has a new export of payments.
            let now = desk.now + .days(Int64(day))
            try await store.refreshed(asOf: now + .hours(-6))
            let planner = Planner(
                database: store.database, vault: store.vault, random: store.random, context: desk.context,
                portfolio: store.portfolio)
            let before = ProcessorTime.spent
            var counts = PlanCounts()
            result.runs.append(
                try await ContinuousClock().measure { counts = try await planner.run(on: desk.date + day, now: now) })
            processor.append(ProcessorTime.spent - before)
            result.outcome = [
                ("planned", counts.planned), ("held", counts.held), ("suppressed", counts.suppressed),
                ("history", history),
            ]
            try Data(String(day + 1).utf8).write(to: URL(filePath: note(in: folder)))
        }
        result.outcome.append(
            ("processor_ns_each", Int((processor.sorted()[processor.count / 2]) / .nanoseconds(1)) / loans))
        try store.database.close()
        return result
    }

    /// Nil where nothing was filled yet.
    private func daysPlanned(in folder: String) throws -> Int? {
        guard let data = FileManager.default.contents(atPath: note(in: folder)) else { return nil }
        return Int(String(decoding: data, as: UTF8.self))
    }

    private func kept(_ folder: String, day: Int) async throws -> SampleStore {
        try await SampleStore(
            kept: folder, database: database, portfolio: desk.context.portfolio.key,
            asOf: desk.now + .days(Int64(day)) + .hours(-6))
    }

    private func filled(_ folder: String) async throws -> SampleStore {
        let store = try await SampleStore(
            folder: folder, database: database, portfolio: desk.context.portfolio.key, asOf: desk.now + .hours(-6))
        var maker = SampleBorrowers(desk, isChinese: false, seed: 1)
        try await store.insert(loans, recordedAt: desk.now + .hours(-6)) { maker.take($0) }
        try await SampleHistory(messages: history, borrowers: loans, before: desk.now, portfolio: store.portfolio)
            .insert(into: store.database)
        try await store.settle()
        try Data("0".utf8).write(to: URL(filePath: note(in: folder)))
        return store
    }
}
