import CivilTime
import Logging
import Messaging
import Store

extension DeliveryLane {
    /// How often a lane tells how its route does, and looks how it stands: a drain takes effect within this time.
    static let standingEvery = Duration.seconds(2)

    /// Tells what was heard of the route and looks how it stands, if it is time.
    func settleStandingInTime() async throws {
        guard standingSettled.map({ ContinuousClock.now - $0 > Self.standingEvery }) ?? true else { return }
        try await settleStanding()
    }

    /// The same at once.
    package func settleStanding() async throws {
        let (context, route, told) = (context, gateway.route, sample)
        // A lane that may hold no bind knows nothing of the link.
        let isLinkUp: Bool? = share > 0 ? isLinkUp : nil
        let (map, first) = (context.routes.current, began)
        @Sendable func standing(at now: Instant, in session: any SQLSession) throws -> RouteStanding {
            let days = map.cards[route].map { [route: $0.day(at: now)] } ?? [:]
            return try RouteStandings.read(days: days, in: session)[route] ?? RouteStanding()
        }
        do {
            // Idle routes are many, and a node has one writer.
            if told.isEmpty, isLinkUp != false, first != nil {
                let quiet = try await context.database.read { session -> RouteStanding? in
                    let now = try context.clock.now(in: session)
                    return try RouteStandings.isQuiet(route, at: now, in: session)
                        ? standing(at: now, in: session) : nil
                }
                if let quiet { return take(quiet, before: .normal) }
            }
            let (before, after, start) = try await context.database.write(repeatable: true) { session in
                let now = try context.clock.now(in: session)
                let level = try RouteStandings.take(
                    told, of: route, isLinkUp: isLinkUp, began: first ?? now, node: context.node, at: now, in: session,
                    vault: context.vault, random: context.random)
                return (level, try standing(at: now, in: session), first ?? now)
            }
            sample.takeAway(told)
            began = start
            take(after, before: before)
        } catch let error as StoreError where error.isPassing || error.code == .outcomeUnknown {
            // Told with the next: figures that are told twice weigh twice, and nothing hangs on a single one.
            log.debug("the look at the route waits: \(error)", metadata: ["route": "\(route)"])
        }
    }

    private func take(_ new: RouteStanding, before: RouteLevel) {
        let route: Logger.Metadata = ["route": "\(gateway.route)"]
        if (new.drained == nil) != (standing.drained == nil) {
            log.notice("\(new.drained.map { "drained by \($0.by)" } ?? "in use again")", metadata: route)
        }
        if before != new.level {
            log.log(
                level: new.level == .normal ? .notice : .warning,
                "\(before.word) to \(new.level.word)\(new.why.isEmpty ? "" : ": " + new.why)", metadata: route)
        }
        standing = new
        standingSettled = .now
    }
}
