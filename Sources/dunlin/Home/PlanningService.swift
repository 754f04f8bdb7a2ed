import CivilTime
import Delivery
import Logging
import Planning
import ServiceLifecycle
import Store

/// Plans at the start, after every import or approved change, and every few minutes as time passes. The borrowers are dealt into shards, and
/// each shard is led by one node at a time. What hangs on messages that were not delivered is looked for at every look, by
/// whoever leads the first.
struct PlanningService: Service {
    static let every = Duration.seconds(300)
    static let look = Duration.seconds(2)
    /// So many nodes may plan at once.
    static let shards = 8

    let desk: SendingDesk
    let log: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await planOnAndOn() }
        } catch is CancellationError {}
        let duties = NodeDuties(desk: desk)
        try await duties.leave((0..<Self.shards).map(Self.duty) + [duties.own(Self.planner)])
    }

    /// Each node that plans holds a duty of its own, by which the others know how many there are.
    private static let planner = "planner"
    private static func duty(_ shard: Int) -> String { "planning \(shard)" }

    private struct Done {
        var batch: Int64?
        var revision: Int64?
        var at: ContinuousClock.Instant
    }

    private func planOnAndOn() async throws {
        let duties = NodeDuties(desk: desk)
        var done: [Int: Done] = [:]
        var climbed: Instant?
        while true {
            do {
                let batch = try await desk.planning.store.database.read { try $0.integer("SELECT max(id) FROM batch") }
                let revision = desk.planning.current.inForce.revision
                let mayPlan = desk.context.decisions.current.holding == nil
                var counts = PlanCounts()
                // Led anew at every look: a shard that another node has taken over is planned there.
                let led = try await share(duties)
                done = done.filter { led.contains($0.key) }
                if mayPlan, led.contains(0) { counts = counts + (try await desk.planBroadcasts()) }
                // Now and then, and when facts have changed, all of them: what was in doubt may no longer be.
                let knowsFacts = done[0].map { isFresh($0, batch, revision) } ?? false
                for shard in led where mayPlan {
                    if let last = done[shard], isFresh(last, batch, revision) { continue }
                    counts = counts + (try await plan(shard, duties))
                    done[shard] = Done(batch: batch, revision: revision, at: .now)
                }
                if mayPlan, led.contains(0) {
                    let look = try await desk.climb(since: knowsFacts ? climbed : nil)
                    counts = counts + look.counts
                    climbed = look.at
                }
                tell(counts)
            } catch let error as StoreError where error.endsTheRoundOnly {
                // What was planned stands; the rest is planned at the next look.
                log.warning("planning waits: \(error)")
            }
            try await Task.sleep(for: Self.look)
        }
    }

    private func isFresh(_ done: Done, _ batch: Int64?, _ revision: Int64?) -> Bool {
        done.batch == batch && done.revision == revision && ContinuousClock.now - done.at < Self.every
    }

    /// The shards that this node leads: no more than its share while others plan too.
    private func share(_ duties: NodeDuties) async throws -> [Int] {
        try await desk.context.database.write(repeatable: true) { session in
            _ = try duties.lead(duties.own(Self.planner), in: session)
            let planners = try Duties.count(prefix: Self.planner + " ", in: session)
            let most = (Self.shards + planners - 1) / max(1, planners)
            var led: [Int] = []
            for shard in 0..<Self.shards where try duties.holds(Self.duty(shard), in: session) {
                if led.count < most { led.append(shard) } else { try duties.leave(Self.duty(shard), in: session) }
            }
            for shard in 0..<Self.shards where led.count < most && !led.contains(shard) {
                if try duties.lead(Self.duty(shard), in: session) { led.append(shard) }
            }
            for shard in led { _ = try duties.lead(Self.duty(shard), in: session) }
            return led.sorted()
        }
    }

    private func plan(_ shard: Int, _ duties: NodeDuties) async throws -> PlanCounts {
        try await desk.plan(
            PlanningShard(index: shard, of: Self.shards),
            isOurs: { try duties.lead(Self.duty(shard), in: $0) })
    }

    private func tell(_ counts: PlanCounts) {
        guard counts.borrowers > 0 else { return }
        log.info(
            "planned",
            metadata: [
                "planned": "\(counts.planned)", "held": "\(counts.held)", "suppressed": "\(counts.suppressed)",
                "tasks": "\(counts.tasks)",
                "borrowers": "\(counts.borrowers)",
            ])
        for way in desk.ways { way.lane.tick() }
    }
}
