import CivilTime
import Gateways
import Messaging
import Testing

/// A route whose binds are shared with other nodes.
@Suite(.timeLimit(.minutes(1)))
struct BindShareTests {
    private var slowAnswers: CarrierBehaviour {
        var behaviour = CarrierBehaviour()
        behaviour.answerDelay = .milliseconds(5)...Span.milliseconds(30)
        return behaviour
    }

    @Test func `a route holds what it may, from none to all`() async throws {
        try await withRoute(settings: { ($0.binds, $0.window) = (3, 10) }) { rig, carrier in
            #expect(rig.gateway.bindsAtMost == 3)
            await rig.bound(times: 3)
            #expect((rig.gateway.heldBinds, rig.gateway.window, rig.gateway.room) == (3, 30, 30))
            rig.gateway.hold(binds: 1)
            #expect(rig.gateway.window == 10)
            await rig.events { _ in rig.gateway.heldBinds == 1 }
            #expect(rig.gateway.room == 10)
            rig.gateway.hold(binds: 0)
            let events = await rig.events { _ in rig.gateway.heldBinds == 0 }
            #expect(rig.gateway.room == 0)
            #expect(events.links.last?.up == false)
            #expect(await carrier.counts().unbinds == 3)
            rig.gateway.submit([.sample(1)])
            #expect(await rig.ended(1).segments == ["unwritten 1/0"])
            rig.gateway.hold(binds: 2)
            await rig.events { _ in rig.gateway.room == 20 }
            #expect(rig.gateway.heldBinds == 2)
            await rig.send(2..<50)
            #expect(await rig.ended(49).accepted.count == 48)
        }
    }

    @Test func `before it runs a route may be told to hold nothing`() async throws {
        let carrier = try CarrierSimulator(time: .virtual(start: noon))
        let port = try await carrier.start()
        var settings = SMPPRouteSettings(name: "x", host: "127.0.0.1", port: port, systemID: "a", password: "b")
        settings.binds = 4
        try await withGateway(settings, prepare: { $0.hold(binds: 0) }) { rig in
            #expect(rig.gateway.heldBinds == 0)
            rig.gateway.hold(binds: 9)
            await rig.bound(times: 4)
            #expect((rig.gateway.heldBinds, rig.gateway.window) == (4, 40))
        }
        #expect(await carrier.counts().connections == 4)
        await carrier.stop()
    }

    @Test(arguments: [SMPPRouteSettings.BindMode.transceiver, .transmitterAndReceiver])
    func `binds that come and go under load lose nothing and repeat nothing`(_ mode: SMPPRouteSettings.BindMode)
        async throws
    {
        try await withRoute(
            slowAnswers, time: .real(.fixed(noon)),
            settings: { ($0.binds, $0.window, $0.bindMode, $0.drainLimit) = (4, 5, mode, .seconds(20)) }
        ) { rig, carrier in
            await rig.bound(times: 4)
            var numbers = SeededNumbers(seed: 11)
            let steps = 40
            for step in 0..<steps {
                rig.gateway.hold(binds: Int(numbers.next() % 5))
                rig.gateway.submit((0..<2).map { .sample(1_000 + step * 2 + $0, text: .long) })
                rig.gateway.hold(binds: 1 + Int(numbers.next() % 4))
                await rig.send(step * 10..<(step + 1) * 10, text: step % 3 == 0 ? .long : .hello)
            }
            rig.gateway.hold(binds: 4)
            let handedIn = (0..<steps).reduce(0) { $0 + 6 + ($1 % 3 == 0 ? 30 : 10) }
            await rig.ended(handedIn)
            let events = await rig.events { _ in rig.gateway.room == 20 }
            #expect(events.segments.count == handedIn)
            #expect(Set(events.segments.map { $0.split(separator: " ")[1] }).count == handedIn)
            #expect(!events.segments.contains { $0.hasPrefix("unanswered") || $0.hasPrefix("refused") })
            let counts = await carrier.counts()
            #expect(counts.accepted == events.accepted.count)
            #expect(counts.duplicates.isEmpty)
            #expect(events.accepted.count > handedIn / 4)
        }
    }

    @Test func `what is in flight on a bind that goes is answered before it goes`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.answerDelay = .milliseconds(200)...Span.milliseconds(200)
        try await withRoute(
            behaviour, time: .real(.fixed(noon)),
            settings: { ($0.binds, $0.window, $0.drainLimit) = (2, 5, .seconds(20)) }
        ) { rig, carrier in
            await rig.bound(times: 2)
            rig.gateway.submit((0..<10).map { .sample($0) })
            rig.gateway.hold(binds: 1)
            #expect(rig.gateway.window == 5)
            #expect(rig.gateway.heldBinds == 2)
            let events = await rig.ended(10)
            #expect(events.accepted.count >= 5)
            #expect(events.segments.allSatisfy { $0.hasPrefix("accepted") || $0.hasPrefix("unwritten") })
            await rig.events { _ in rig.gateway.heldBinds == 1 }
            #expect(rig.gateway.room == 5)
            #expect(await carrier.counts().accepted == events.accepted.count)
        }
    }

    @Test func `a bind that is dismissed while its connection is opened holds its place until the socket is closed`()
        async throws
    {
        try await withRoute(settings: { $0.binds = 8 }) { rig, carrier in
            for round in 0..<40 {
                rig.gateway.hold(binds: round % 2 == 0 ? 0 : 8)
            }
            rig.gateway.hold(binds: 3)
            await rig.events { _ in rig.gateway.heldBinds == 3 && rig.gateway.room == 30 }
            #expect(await carrier.counts().binds >= 3)
        }
    }
}
