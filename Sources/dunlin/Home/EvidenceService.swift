import Delivery
import Logging
import ServiceLifecycle
import Store

/// Publishes new leaves under a signed checkpoint every second, and once more at the end.
///
/// One node at a time does so for all; another that takes its place brings its own folder up to date first.
struct EvidenceService: Service {
    static let duty = "publishing"

    let desk: SendingDesk
    let publisher: EvidencePublisher
    let log: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    do { try await publish() } catch let error where Self.isPassing(error) {
                        log.warning("the checkpoint waits: \(error)")
                    }
                }
            }
        } catch is CancellationError {}
        let published = try await publisher.publishInTurn()
        log.info("last checkpoint", metadata: ["leaves": "\(published.size)"])
        try await NodeDuties(desk: desk).leave([Self.duty])
    }

    private func publish() async throws {
        guard try await NodeDuties(desk: desk).lead(Self.duty) else { return }
        _ = try await publisher.publishInTurn()
    }

    /// Also a folder that cannot be written to, which every write finds again: what is said goes on being recorded in the store.
    static func isPassing(_ error: any Error) -> Bool {
        if case .file? = error as? EvidenceError { return true }
        guard let error = error as? StoreError else { return EvidencePublisher.isOccupied(error) }
        return error.endsTheRoundOnly
    }
}
