import CivilTime
import Logging
import Messaging
import Store

extension DeliveryLane {
    /// How often the share of the route's binds is settled again: nodes come and go.
    static let shareEvery = Duration.seconds(2)

    /// Settles which of the route's binds this lane holds, if it is time. The lane's row is there after its first turn.
    ///
    /// A smaller share is told to the gateway before what it has open is counted, so that nothing opens in between.
    func settleShareInTime() async throws {
        guard let id = seat.id, shareSettled.map({ ContinuousClock.now - $0 > Self.shareEvery }) ?? true else { return }
        let (gateway, route) = (gateway, gateway.route)
        do {
            let fair = try await context.database.read { session in
                BindShares.fair(
                    id, among: try Lanes.of(route: route, in: session), of: gateway.bindsAtMost,
                    at: Instant(milliseconds: try session.clock_ms()))
            }
            if fair < share { gateway.hold(binds: fair) }
            let share = try await context.database.write(repeatable: true) { session in
                try BindShares.settle(
                    id, route: route, of: gateway.bindsAtMost, open: gateway.heldBinds, in: session)
            }
            self.share = share ?? 0
            gateway.hold(binds: self.share)
            shareSettled = .now
        } catch let error as StoreError where error.isPassing || error.code == .outcomeUnknown {
            // The share stands until it can be settled again; what is noted is never less than what is held.
            log.debug("the share of binds waits: \(error)", metadata: ["route": "\(route)"])
        }
    }
}
