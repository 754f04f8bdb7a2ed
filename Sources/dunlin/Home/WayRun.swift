import CivilTime
import Decisions
import Delivery
import LoanBook
import Messaging
import Planning
import Store

/// One way's share of `dunlin send`: gateway and lane side by side until nothing is due and nothing is awaited.
struct WayRun: Sendable {
    struct Outcome: Sendable {
        /// Nil, or why the way could not do its work.
        var failure: Failure?
        /// What hangs on messages that came back undelivered.
        var climbed = PlanCounts()
    }

    let desk: SendingDesk
    let way: SendingDesk.Way
    /// How long the link may take to come up.
    let linkWithin: Duration
    /// How long receipts are awaited after the last answer.
    let receiptsWithin: Duration
    let bar: ProgressBar

    func run() async throws -> Outcome {
        let halt = Halt()
        return try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                try await way.lane.run()
                return nil
            }
            group.addTask {
                try await halt.cancelling { try await way.gateway.run() }
                return nil
            }
            group.addTask {
                defer { halt.callsFor() }
                return try await untilIdle()
            }
            var all = Outcome()
            for try await outcome in group { if let outcome { all = outcome } }
            return all
        }
    }

    private func untilIdle() async throws -> Outcome {
        var outcome = Outcome()
        var climbs = 0
        let start = ContinuousClock.now
        var idleSince: ContinuousClock.Instant?
        var downSince: ContinuousClock.Instant? = start
        var swept = start
        let leaseWait = Duration.milliseconds(desk.context.settings.lease.milliseconds) + .seconds(3)
        while !Interruption.isAsked {
            way.lane.tick()
            try await Task.sleep(for: .milliseconds(50))
            let isUp = await way.lane.isLinkUp
            let counts = await way.lane.counts
            let now = ContinuousClock.now
            downSince = isUp ? nil : downSince ?? now
            let isDue = try await desk.isAnythingDue(way, within: .seconds(3))
            let outstanding = await way.lane.outstanding
            // What is due may have other ways: then this one only waits for them.
            if let downSince, isDue, now - downSince > linkWithin, try await !desk.hasOtherWay(way) {
                let words = await way.lane.linkWords
                outcome.failure = Failure(
                    "route \(way.gateway.route) is not up: \(words)",
                    fix: "check routes.yaml and the carrier; nothing is lost, what is due stays due")
                return outcome
            }
            let waiting = try await desk.awaitingReceipts()
            if now - swept > .seconds(1) {
                _ = try await Recovery.run(desk.context, .ended)
                swept = now
            }
            bar.show(
                what: "sent by \(way.gateway.route)", done: Int64(counts.accepted),
                of: Int64(counts.accepted + outstanding + (isDue ? 1 : 0)), count: Int64(counts.accepted),
                unit: "segments")
            guard !isDue, outstanding == 0 else {
                idleSince = nil
                continue
            }
            let since = idleSince ?? now
            idleSince = since
            // A process that ended a moment ago left attempts that get their word when its lease has run out.
            let mayBeGivenUp = try await desk.awaitingAnswers() > 0 && now - since < leaseWait
            guard !mayBeGivenUp, waiting == 0 || now - since > receiptsWithin else { continue }
            // Every rung that is told may come back as well.
            let more = try await desk.climb(since: nil, portfolios: way.portfolios).counts
            outcome.climbed = outcome.climbed + more
            climbs += 1
            if more.planned == 0 || climbs > Strategy.mostRungs { return outcome }
            idleSince = nil
        }
        // Asked to end: the window drains, what is not written stays due.
        return outcome
    }
}
