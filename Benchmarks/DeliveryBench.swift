import CivilTime
import Decisions
import Delivery
import Foundation
import LoanBook
import Logging
import Messaging
import Planning
import Store

/// Turns of delivery over a real store, without sockets: what a message costs the core that the turns run on.
///
/// Everybody hears one notice; the carrier takes everything at once, and its receipts come a turn later.
struct DeliveryBench {
    let sample: SampleLender
    let messages: Int
    let window: Int

    func measure(runs: Int) async throws -> Measurement {
        var result = Measurement("delivery", count: messages)
        var processor: [Duration] = []
        for _ in 0..<runs {
            let (time, spent, counts) = try await run()
            result.runs.append(time)
            processor.append(spent)
            guard counts.delivered == messages else {
                throw BenchFault(words: "of \(messages) messages \(counts.delivered) were delivered")
            }
        }
        let least = processor.min() ?? .zero
        result.outcome = [("processor_ns_each", Int(least / .nanoseconds(1)) / messages)]
        return result
    }

    private func run() async throws -> (Duration, Duration, DeliveryCounts) {
        let folder = try BenchFolder()
        let desk = sample.lender
        let store = try await SampleStore(
            folder: folder.path, portfolio: desk.context.portfolio.key, asOf: desk.now + .hours(-6))
        try await fill(store, desk)
        let planner = Planner(
            database: store.database, vault: store.vault, random: store.random, context: desk.context,
            portfolio: store.portfolio)
        try await planner.run(on: desk.date, now: desk.now)
        let carrier = EchoCarrier(window: window)
        let lane = DeliveryLane(
            context: LaneContext(
                database: store.database, vault: store.vault, random: store.random,
                clock: .fixed(desk.now + .hours(9)), settings: DeliverySettings(),
                portfolios: [store.portfolio: desk.context]),
            gateway: carrier, portfolios: [store.portfolio], log: Logger(label: "bench"))
        let before = ProcessorTime.spent
        let time = try await ContinuousClock().measure {
            var events: [GatewayEvent] = []
            repeat {
                let report = try await lane.turn(events)
                events = carrier.take()
                if events.isEmpty { events = carrier.take() }
                if events.isEmpty, report.counts.attempts == 0 { break }
            } while true
        }
        let spent = ProcessorTime.spent - before
        let counts = await lane.counts
        try store.database.close()
        return (time, spent, counts)
    }

    private func fill(_ store: SampleStore, _ desk: SampleLender.Desk) async throws {
        var maker = SampleBorrowers(desk, isChinese: false, seed: 1)
        try await store.insert(messages, recordedAt: desk.now + .hours(-6)) { maker.overdue($0) }
    }
}
