import CarrierProtocols
import CivilTime
import Gateways
import Messaging
import Testing

/// What a route in China may speak.
enum ChineseSpeech: CaseIterable, Sendable {
    case cmpp2, cmpp3, smgp, sgip

    var simulated: SimulatedProtocol {
        switch self {
        case .cmpp2, .cmpp3: .cmpp
        case .smgp: .smgp
        case .sgip: .sgip
        }
    }

    /// How the other side is called once it has let us in.
    var gateway: String {
        switch self {
        case .cmpp2: "a gateway of CMPP 2.0"
        case .cmpp3: "a gateway of CMPP 3.0"
        case .smgp: "a gateway of SMGP"
        case .sgip: "a gateway of SGIP"
        }
    }

    var protocolName: String {
        switch self {
        case .cmpp2, .cmpp3: "CMPP"
        case .smgp: "SMGP"
        case .sgip: "SGIP"
        }
    }

    var window: Int { self == .sgip ? 32 : 16 }

    /// How its connections are called.
    var role: String { self == .sgip ? "transmitter" : "transceiver" }
}

/// What tests change of a route, whatever it speaks.
struct ChineseRoute {
    var route: RouteSettings
    var timers = LinkTimers()
    var listener = SGIPRouteSettings.Listener()

    func settings(_ speech: ChineseSpeech) -> CarrierSettings {
        switch speech {
        case .cmpp2, .cmpp3:
            var settings = CMPPRouteSettings(
                name: "test", host: "", port: 0, sourceAddress: "901234", password: "dunlin")
            settings.version = speech == .cmpp2 ? .v20 : .v30
            (settings.route, settings.timers, settings.source) = (route, timers, "1069000012")
            return .cmpp(settings)
        case .smgp:
            var settings = SMGPRouteSettings(name: "test", host: "", port: 0, clientID: "901234", password: "dunlin")
            (settings.route, settings.timers, settings.source) = (route, timers, "1069000012")
            return .smgp(settings)
        case .sgip:
            var settings = SGIPRouteSettings(
                name: "test", host: "", port: 0, nodeID: 3_010_012_345, loginName: "901234", password: "dunlin",
                corpID: "12345")
            (settings.route, settings.timers, settings.source) = (route, timers, "1069000012")
            settings.listener = listener
            (settings.listener.host, settings.listener.port) = ("127.0.0.1", 0)
            return .sgip(settings)
        }
    }
}

/// As `withRoute`, over a protocol of China and a wire that can be cut.
func withRoute(
    _ speech: ChineseSpeech, _ behaviour: CarrierBehaviour = CarrierBehaviour(),
    time: CarrierTime = .virtual(start: noon), settings change: (inout ChineseRoute) -> Void = { _ in },
    _ body: (Rig, FaultyWire, CarrierSimulator) async throws -> Void
) async throws {
    let carrier = try CarrierSimulator(speaking: speech.simulated, behaviour: behaviour, time: time)
    let wire = FaultyWire(to: try await carrier.start())
    var route = ChineseRoute(
        route: RouteSettings(name: "test", host: "127.0.0.1", port: try await wire.start(), window: speech.window))
    route.route.reconnect = .init(first: .milliseconds(2), longest: .milliseconds(20))
    route.route.simulator = true
    route.route.drainLimit = .milliseconds(500)
    change(&route)
    try await withGateway(route.settings(speech)) { rig in
        var back: FaultyWire?
        if speech == .sgip {
            let wire = FaultyWire(to: try await rig.listeningPort())
            var behaviour = behaviour
            behaviour.callsBack = ("127.0.0.1", try await wire.start())
            await carrier.behave(behaviour)
            back = wire
        }
        try await body(rig, wire, carrier)
        await wire.set(.pass, .toCarrier, .toClient)
        await back?.stop()
    }
    await wire.stop()
    await carrier.stop()
}

extension Rig {
    /// The port on which the route listens for the carrier, as soon as there is one.
    func listeningPort() async throws -> Int {
        await events { _ in gateway.listeningPort != nil }
        return try #require(gateway.listeningPort)
    }
}
