import CarrierProtocols
package import CivilTime
package import Messaging
package import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A route to a carrier, over whichever protocol its settings name.
///
/// Everything that moves lives on one event loop (`CarrierRoute`, one `CarrierLink` a connection); this type is the thread-safe
/// front that delivery sees. `run` owns the connections: one child task each, connecting again with back-off.
package final class CarrierGateway: Gateway {
    package let settings: RouteSettings
    let carrier: any CarrierProtocol
    let eventLoop: any EventLoop
    let tlsContext: NIOSSLContext?
    private let door: RouteRoom
    private let queue: EventQueue
    let share: BindShare
    let routeBox: NIOLoopBoundBox<CarrierRoute>
    private let seed: UInt64
    /// For the names of its PDUs.
    let speech: Wire.Speech
    /// The port that the carrier connects to, once it is bound.
    let listening = Mutex<Int?>(nil)

    /// Each bind has its own jitter.
    func jitterSeed(_ place: BindPlace) -> UInt64 {
        seed &+ UInt64(place.number) &* 2 &+ (place.role == .receiver ? 1 : 0)
    }

    /// `clock` is law time, for validity periods. `seed` feeds jitter and concatenation references, nothing secret.
    /// Throws when the settings are faulty or the CA file cannot be read.
    package init(
        settings carrierSettings: CarrierSettings, clock: LawClock, seed: UInt64,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) throws {
        let settings = carrierSettings.route
        let faults = carrierSettings.faults
        guard faults.isEmpty else { throw RouteError.faultySettings(route: settings.name, faults: faults) }
        let carrier = try carrierSettings.carrier(seed: seed)
        self.settings = settings
        self.carrier = carrier
        self.seed = seed
        speech = carrierSettings.speech
        eventLoop = eventLoopGroup.next()
        tlsContext = try settings.tls.map { try Self.context($0, route: settings.name) }
        let door = RouteRoom()
        let queue = EventQueue(backlog: settings.eventBacklog)
        let share = BindShare(binds: settings.binds)
        self.door = door
        self.queue = queue
        self.share = share
        routeBox = .makeBoxSendingValue(
            CarrierRoute(
                settings: settings, carrier: carrier, clock: clock, seed: seed, door: door, queue: queue, share: share,
                loop: eventLoop),
            eventLoop: eventLoop)
    }

    package var route: String { settings.name }
    package var isSimulator: Bool { settings.simulator }
    package var window: Int { settings.window * share.allowed }
    package var room: Int { door.room }
    /// Segments handed in that have not ended.
    package var inFlight: Int { door.inFlight }
    package var bindsAtMost: Int { settings.binds }
    package var heldBinds: Int { share.held }
    package var textForm: TextForm { carrier.textForm }

    /// The port on which the carrier's own connections are taken; nil where there are none, or not yet.
    package var listeningPort: Int? { listening.withLock { $0 } }

    package func hold(binds: Int) {
        share.allow(binds)
        let box = routeBox
        eventLoop.execute { box.value.shareChanged() }
    }

    package func submit(_ submissions: [Submission]) {
        if !submissions.isEmpty, door.put(submissions) { wake() }
    }

    package func acknowledge(_ tokens: [DeliveryToken]) {
        if !tokens.isEmpty, door.put(tokens) { wake() }
    }

    package func events(limit: Int) async -> [GatewayEvent] {
        let (events, hasCaughtUp) = await queue.next(limit: max(1, limit))
        if hasCaughtUp {
            let box = routeBox
            eventLoop.execute { box.value.resumeReading() }
        }
        return events
    }

    private func wake() {
        let box = routeBox
        eventLoop.execute { box.value.takeFromDoor() }
    }

    /// Nothing is connected any more: what was still handed in goes back, and events end.
    func finish() async {
        let box = routeBox
        let ended = eventLoop.submit {
            box.value.drain()
            box.value.takeFromDoor()
        }
        await Self.settled(ended)
        queue.finish()
    }

    /// Looks at timers and deadlines, an eighth of the shortest timer apart.
    func startTicking() -> RepeatedTask {
        let interval = TimeAmount(max(.milliseconds(5), min(.milliseconds(200), carrier.timers.shortest / 8)))
        let box = routeBox
        return eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in box.value.tick() }
    }

    func stopTicking(_ task: RepeatedTask) async {
        let stopped = eventLoop.makePromise(of: Void.self)
        task.cancel(promise: stopped)
        await Self.settled(stopped.futureResult)
    }

    static func settled(_ future: EventLoopFuture<Void>) async {
        do {
            try await future.get()
        } catch {
            // The event loop itself is gone, and its tasks with it.
            return
        }
    }
}
