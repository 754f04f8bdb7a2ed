import CivilTime
import Compliance
import Decisions
import Delivery
import Gateways
import Intake
import LoanBook
import Messaging
import Planning
import Store

/// Plays three weeks on a virtual clock: time jumps from one thing that happens to the next.
struct DemoDirector: Sendable {
    struct Outage: Sendable {
        var from: Instant
        var to: Instant
    }

    let desk: SendingDesk
    let way: SendingDesk.Way
    let carrier: CarrierSimulator
    let clock: VirtualClock
    let watch: TurnWatch
    let home: DemoHome
    let mappings: [Mapping]
    let arrivals: [SampleBook.Arrival]
    let end: Instant
    let outage: Outage

    /// Payments are brought in at most so far apart, planning is done so often, and the carrier is asked for what it
    /// owes so often.
    private static let importEvery = Span.minutes(15)
    private static let planEvery = Span.hours(3)
    private static let lookEvery = Span.minutes(20)
    /// Even a day without payments brings a file: the feed is known to be fresh.
    private static let feedEvery = Span.hours(12)

    func play(progress: @Sendable (Instant) async -> Void) async throws {
        var nextArrival = 0
        var nextPlan = clock.now
        var nextFeed = clock.now + Self.feedEvery
        var isOut = false
        while clock.now < end {
            let now = clock.now
            if (now >= outage.from && now < outage.to) != isOut {
                isOut.toggle()
                await carrier.outage(isOut)
                if !isOut { try await untilLinkIsUp() }
            }
            var came: [[String]] = Array(repeating: [], count: mappings.count)
            while nextArrival < arrivals.count, arrivals[nextArrival].at <= now {
                came[arrivals[nextArrival].country].append(arrivals[nextArrival].row)
                nextArrival += 1
            }
            let isFeedDue = now >= nextFeed
            if isFeedDue { nextFeed = now + Self.feedEvery }
            for (country, rows) in came.enumerated() where !rows.isEmpty || isFeedDue {
                try await bring(rows, country: country, at: now)
            }
            if now >= nextPlan {
                _ = try await desk.plan()
                nextPlan = now + Self.planEvery
                await progress(now)
            }
            try await deliver()
            clock.advance(to: try await nextMoment(nextArrival: nextArrival, nextPlan: nextPlan))
        }
    }

    /// The next instant at which something is due, at most `lookEvery` away.
    private func nextMoment(nextArrival: Int, nextPlan: Instant) async throws -> Instant {
        let now = clock.now
        var next = min(now + Self.lookEvery, nextPlan, end)
        for edge in [outage.from, outage.to] where edge > now { next = min(next, edge) }
        if nextArrival < arrivals.count {
            let step = Self.importEvery.milliseconds
            let slot = (arrivals[nextArrival].at.milliseconds + step - 1) / step * step
            next = min(next, Instant(milliseconds: slot))
        }
        let due = try await desk.planning.store.database.read { try Outbox.nextDue(in: $0) }
        if let due, due > now { next = min(next, due) }
        return max(next, now + .seconds(1))
    }

    private func bring(_ rows: [String], country: Int, at now: Instant) async throws {
        let text = SampleBook.paymentsHeading + rows.joined()
        let folder = try home.write([(name: "payments.csv", text: text)], as: "day-\(country)")
        let store = desk.planning.store
        _ = try await Importer.run(
            source: folder, mapping: mappings[country], database: store.database, vault: store.vault,
            zones: desk.planning.workplace.zones, now: now, asOf: now)
    }

    /// Sends what is due and takes what the carrier owes, until both are quiet.
    private func deliver() async throws {
        try await untilQuiet()
        await carrier.advance(to: clock.now)
        await carrier.settle()
        try await untilQuiet()
    }

    private func untilQuiet() async throws {
        while true {
            let turns = watch.turns
            way.lane.tick()
            await watch.wait(after: turns)
            guard let report = watch.last else { continue }
            if report.outstanding > 0 {
                // Its answers, or their loss, are the next turn.
                await watch.wait(after: watch.turns)
                continue
            }
            if !report.isLinkUp { return }
            if report.hasMore { continue }
            if try await !desk.isAnythingDue(way, within: .seconds(0)) { return }
            // The route's pace has no room at this moment.
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    func untilLinkIsUp() async throws {
        let start = ContinuousClock.now
        while await !way.lane.isLinkUp {
            guard ContinuousClock.now - start < .seconds(20) else {
                throw Failure("the link to the simulator did not come up", fix: "try again; this should not happen")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
