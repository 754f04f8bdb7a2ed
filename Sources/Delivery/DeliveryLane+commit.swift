import CivilTime
import Logging
import Messaging
import Store
import Synchronization

extension DeliveryLane {
    /// What the last run of a transaction's body came to, in case that the answer to its commit is lost.
    private final class Noted: Sendable {
        let outcome = Mutex<Turn.Outcome?>(nil)
    }

    /// The first and the longest wait for a store that cannot be written to.
    private static let firstWait = Duration.milliseconds(50)
    private static let longestWait = Duration.seconds(2)

    /// Runs `body` as one transaction, again and again while the store cannot be written to for a passing reason: then
    /// nothing has happened. When the answer to the commit is lost, the mark that the turn left says whether it was done.
    func commit(
        _ body: @escaping @Sendable (any SQLSession) throws -> Turn.Outcome
    ) async throws -> Turn.Outcome {
        let noted = Noted()
        let start = ContinuousClock.now
        var wait = Self.firstWait
        while true {
            do {
                let outcome = try await context.database.write(repeatable: true) { session in
                    let outcome = try body(session)
                    noted.outcome.withLock { $0 = outcome }
                    return outcome
                }
                heal()
                return outcome
            } catch let error as StoreError where error.code == .outcomeUnknown {
                if let outcome = noted.outcome.withLock({ $0 }), try await wasCommitted(outcome.seat) { return outcome }
            } catch let error as StoreError where error.isPassing {
                try Task.checkCancellation()
                if let patience = context.settings.storePatience, ContinuousClock.now - start > patience { throw error }
                suffer(error)
                try await Task.sleep(for: wait)
                wait = min(wait * 2, Self.longestWait)
            }
        }
    }

    /// Whether the turn that left `seat` is in the store. A turn that changed nothing left no mark, and may run again.
    private func wasCommitted(_ seat: Seat) async throws -> Bool {
        guard let id = seat.id else { return false }
        var wait = Self.firstWait
        while true {
            do {
                let row = try await context.database.read { try Lanes.find(id, in: $0) }
                return row?.turn == seat.turn
            } catch let error as StoreError where error.isPassing {
                try Task.checkCancellation()
                suffer(error)
                try await Task.sleep(for: wait)
                wait = min(wait * 2, Self.longestWait)
            }
        }
    }

    private func suffer(_ error: StoreError) {
        if storeTrouble?.code != error.code {
            log.error("delivery waits: \(error)", metadata: ["route": "\(gateway.route)"])
        }
        storeTrouble = error
    }

    private func heal() {
        guard storeTrouble != nil else { return }
        storeTrouble = nil
        log.notice("the store can be written to again", metadata: ["route": "\(gateway.route)"])
    }
}
