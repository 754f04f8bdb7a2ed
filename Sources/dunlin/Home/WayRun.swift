import CivilTime
import Delivery
import LoanBook
import Messaging
import Store

/// One way's share of `dunlin send`: gateway and lane side by side until nothing is due and nothing is awaited.
struct WayRun: Sendable {
    let desk: SendingDesk
    let way: SendingDesk.Way
    /// How long the link may take to come up.
    let linkWithin: Duration
    /// How long receipts are awaited after the last answer.
    let receiptsWithin: Duration
    let bar: ProgressBar

    /// Nil, or why the way could not do its work.
    func run() async throws -> Failure? {
        let halt = Halt()
        return try await withThrowingTaskGroup(of: Failure?.self) { group in
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
            var failure: Failure?
            for try await outcome in group where outcome != nil { failure = outcome }
            return failure
        }
    }

    private func untilIdle() async throws -> Failure? {
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
            if let downSince, isDue, now - downSince > linkWithin {
                let words = await way.lane.linkWords
                return Failure(
                    "route \(way.gateway.route) is not up: \(words)",
                    fix: "check routes.yaml and the carrier; nothing is lost, what is due stays due")
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
            if !mayBeGivenUp, waiting == 0 || now - since > receiptsWithin { return nil }
        }
        // Asked to end: the window drains, what is not written stays due.
        return nil
    }
}
