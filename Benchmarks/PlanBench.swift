import CivilTime
import Decisions
import Foundation
import LoanBook
import Planning
import Store

/// One day planned and stored: snapshots read, decided about, messages and evidence written.
struct PlanBench {
    let sample: SampleLender
    let loans: Int

    func measure(runs: Int) async throws -> Measurement {
        var result = Measurement("plan", count: loans)
        for _ in 0..<runs {
            let folder = try BenchFolder()
            let desk = sample.us
            let store = try await SampleStore(
                folder: folder.path, portfolio: desk.context.portfolio.key, asOf: desk.now + .hours(-6))
            var maker = SampleBorrowers(desk, isChinese: false, seed: 1)
            var left = loans
            while left > 0 {
                let page = maker.take(min(left, 5_000))
                left -= page.count
                try await store.insert(page, recordedAt: desk.now + .hours(-6))
            }
            let planner = Planner(
                database: store.database, vault: store.vault, random: store.random, context: desk.context,
                portfolio: store.portfolio)
            let before = ProcessorTime.spent
            var counts = PlanCounts()
            result.runs.append(
                try await ContinuousClock().measure {
                    counts = try await planner.run(on: desk.date, now: desk.now)
                })
            let spent = ProcessorTime.spent - before
            result.outcome = [
                ("planned", counts.planned), ("held", counts.held), ("suppressed", counts.suppressed),
                ("processor_ns_each", Int(spent / .nanoseconds(1)) / loans),
            ]
            try store.database.close()
        }
        return result
    }
}
