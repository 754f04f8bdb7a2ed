import Delivery
import Logging
import ServiceLifecycle
import Store

/// What one node does for all, every few seconds: gives their word to the attempts of lanes that are gone, and looks after
/// what waited too long.
struct SweepingService: Service {
    static let duty = "sweeping"
    static let every = Duration.seconds(2)
    /// Rounds between two looks at what waits for hours.
    static let slowRounds = 30

    let desk: SendingDesk
    let log: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                var round = 0
                while true {
                    do { try await sweep(isSlow: round % Self.slowRounds == 0) } catch let error as StoreError
                        where error.endsTheRoundOnly
                    {
                        log.warning("sweeping waits: \(error)")
                    }
                    round += 1
                    try await Task.sleep(for: Self.every)
                }
            }
        } catch is CancellationError {}
        try await NodeDuties(desk: desk).leave([Self.duty])
    }

    private func sweep(isSlow: Bool) async throws {
        guard try await NodeDuties(desk: desk).lead(Self.duty) else { return }
        let lost = try await Recovery.run(desk.context, .ended)
        if lost > 0 { log.warning("attempts of a node that is gone have no answer", metadata: ["count": "\(lost)"]) }
        guard isSlow else { return }
        try await makeParts()
        let closed = try await Recovery.closeOverdue(desk.context)
        let replies = try await Recovery.readIncompleteReplies(desk.context)
        if closed + replies > 0 {
            log.info("waited long enough", metadata: ["receipts": "\(closed)", "replies": "\(replies)"])
        }
    }

    /// Ahead of their time: one that could not be made now is made a minute later.
    private func makeParts() async throws {
        do {
            let made = try await Parts.prepare(desk.context.database, clock: desk.context.clock)
            if !made.isEmpty {
                log.info("parts of tables were made", metadata: ["parts": "\(made.joined(separator: " "))"])
            }
        } catch let error as StoreError where error.code == .locked || error.code == .constraint {
            log.info("parts of tables wait: \(error)")
        }
    }
}
