import Delivery
import Messaging
import ServiceLifecycle
import Store

/// One way to a carrier: links and lane. On graceful shutdown the window drains, the binds are unbound, and what came
/// back by then is recorded; the service ends with that and not before.
struct WayService: Service {
    let way: SendingDesk.Way
    let database: any SQLDatabase

    /// How often a lane looks by itself. On PostgreSQL whoever plans wakes it; what remains is that time passes.
    private var every: Duration { database.engine == .postgres ? .seconds(1) : .milliseconds(100) }

    func run() async throws {
        let links = Halt()
        let ticks = Halt()
        let (wakes, every) = (database.wakes(), every)
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await links.cancelling { try await way.gateway.run() } }
                // Time passes and windows open though the carrier says nothing.
                group.addTask {
                    try await ticks.cancelling {
                        while !Task.isCancelled {
                            way.lane.tick()
                            try await Task.sleep(for: every)
                        }
                    }
                }
                group.addTask {
                    try await ticks.cancelling { for await wake in wakes where wake == .outbox { way.lane.tick() } }
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
