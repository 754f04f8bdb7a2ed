import CivilTime
import Delivery
import LoanBook
import Logging
import Messaging
import Planning
import ServiceLifecycle
import Store

/// One way to a carrier: links and lane. On graceful shutdown the window drains, the binds are unbound, and what came
/// back by then is recorded; the service ends with that and not before.
struct WayService: Service {
    let way: SendingDesk.Way

    func run() async throws {
        let links = Halt()
        let ticks = Halt()
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await links.cancelling { try await way.gateway.run() } }
                // Time passes and windows open though the carrier says nothing.
                group.addTask {
                    try await ticks.cancelling {
                        while !Task.isCancelled {
                            way.lane.tick()
                            try await Task.sleep(for: .milliseconds(100))
                        }
                    }
                }
                group.addTask {
                    defer { ticks.callsFor() }
                    try await way.lane.run()
                }
                do { try await group.waitForAll() } catch is CancellationError { return }
            }
        } onGracefulShutdown: {
            links.callsFor()
        }
    }
}

/// Plans at the start, after every import, and every few minutes as time passes; closes what waited too long.
struct PlanningService: Service {
    static let every = Duration.seconds(300)
    static let lookForImports = Duration.seconds(2)

    let desk: SendingDesk
    let log: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await planOnAndOn() }
        } catch is CancellationError {
            return
        }
    }

    private func planOnAndOn() async throws {
        var lastBatch: Int64?
        var lastPlanned: ContinuousClock.Instant?
        while true {
            let batch = try await desk.planning.store.database.read { try $0.integer("SELECT max(id) FROM batch") }
            let isTime = lastPlanned.map { ContinuousClock.now - $0 > Self.every } ?? true
            if isTime || batch != lastBatch {
                do {
                    try await plan()
                    (lastBatch, lastPlanned) = (batch, .now)
                } catch let error as StoreError where error.code == .locked {
                    // What was planned stands; the rest is planned at the next look.
                    log.warning("planning waits: another process holds the store")
                }
            }
            try await Task.sleep(for: Self.lookForImports)
        }
    }
}

extension PlanningService {
    private func plan() async throws {
        let counts = try await desk.plan()
        let closed = try await Recovery.closeOverdue(desk.context)
        log.info(
            "planned",
            metadata: [
                "planned": "\(counts.planned)", "held": "\(counts.held)", "suppressed": "\(counts.suppressed)",
                "borrowers": "\(counts.borrowers)", "closed": "\(closed)",
            ])
        for way in desk.ways { way.lane.tick() }
    }
}

/// Publishes new leaves under a signed checkpoint every second, and once more at the end.
struct EvidenceService: Service {
    let publisher: EvidencePublisher
    let log: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    do { _ = try await publisher.publishInTurn() } catch let error
                        where EvidencePublisher.isOccupied(error)
                    {
                        log.warning("the checkpoint waits: another process is at work in this home")
                    }
                }
            }
        } catch is CancellationError {}
        let published = try await publisher.publishInTurn()
        log.info("last checkpoint", metadata: ["leaves": "\(published.size)"])
    }
}
