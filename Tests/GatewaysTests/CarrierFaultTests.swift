import CarrierProtocols
import CivilTime
import Gateways
import Messaging
import Testing

/// What carriers do to us, and what becomes of the texts.
@Suite(.timeLimit(.minutes(1)))
struct CarrierFaultTests {
    private func behaviour(_ change: (inout CarrierBehaviour) -> Void) -> CarrierBehaviour {
        var behaviour = CarrierBehaviour()
        change(&behaviour)
        return behaviour
    }

    @Test func `throttling is reported as a wish to slow down and slows the route`() async throws {
        try await withRoute(
            behaviour { $0.throttled = 0.5 }, settings: { ($0.window, $0.messagesPerSecond) = (50, 1_000) }
        ) {
            rig, carrier in
            await rig.bound()
            await rig.send(0..<100)
            let events = await rig.ended(100)
            let refused = events.segments.filter { $0.hasPrefix("refused") }
            #expect(refused.count == (await carrier.counts().throttled))
            #expect(!refused.isEmpty && refused.allSatisfy { $0.hasSuffix("slowDown") })
            #expect(events.accepted.count + refused.count == 100)
        }
    }

    @Test(arguments: [
        (SMPP.Status.queueFull, "slowDown"), (.invalidDestinationAddress, "permanent"), (.systemError, "retry"),
        (SMPP.Status(rawValue: 1_375), "retry"), (SMPP.Status(rawValue: 0x400), "permanent"),
    ])
    func `a refusal has the policy of its code`(_ status: SMPP.Status, _ policy: String) async throws {
        try await withRoute(
            behaviour { $0.refusal = (1, status.rawValue) }, settings: { $0.policies = [0x400: .permanent] }
        ) {
            rig, _ in
            await rig.bound()
            await rig.send(0..<1)
            #expect(await rig.ended(1).segments == ["refused 0/0 \(policy)"])
        }
    }

    @Test func `a lost answer leaves the segment unanswered, and its receipt still comes`() async throws {
        try await withRoute(behaviour { $0.lostResponses = 1 }, settings: { $0.timers.response = .milliseconds(60) }) {
            rig, _ in
            await rig.bound()
            await rig.send(0..<5)
            let events = await rig.events { $0.segments.count == 5 && $0.receipts.count == 5 }
            #expect(Set(events.segments) == Set((0..<5).map { "unanswered \($0)/0" }))
            #expect(events.receipts[0].address.hasPrefix("86138"))
            #expect(rig.gateway.inFlight == 0)
        }
    }

    @Test func `when the connection is cut, every segment ends once and the route comes back`() async throws {
        try await withRoute(behaviour { $0.dropConnectionAfter = 25 }, settings: { $0.binds = 2 }) { rig, carrier in
            await rig.bound(times: 2)
            await rig.send(0..<200)
            let events = await rig.ended(200)
            #expect(events.segments.count == 200)
            let numbers = events.segments.map { $0.split(separator: " ")[1] }
            #expect(Set(numbers).count == 200)
            #expect(events.links.contains { !$0.up || $0.words.contains("the carrier closed the connection") })
            #expect(await carrier.counts().droppedConnections >= 2)
            // What the carrier took is either accepted or unanswered, never reported as unwritten or refused.
            let accepted = await carrier.counts().accepted
            let unwritten = events.segments.filter { $0.hasPrefix("unwritten") }.count
            #expect(accepted <= 200 - unwritten)
            #expect(events.accepted.count <= accepted)
        }
    }

    @Test func `receipts that were not acknowledged before a cut come again`() async throws {
        try await withRoute { rig, carrier in
            await rig.bound()
            await rig.stopAcknowledging()
            await rig.send(0..<4)
            await rig.receipts(4)
            await carrier.outage(true)
            await rig.events { $0.links.contains { !$0.up } }
            await carrier.outage(false)
            let events = await rig.receipts(8)
            rig.gateway.acknowledge(events.compactMap(\.token))
            await carrier.settle()
            #expect(await carrier.counts().deliveriesAnswered == 4)
            #expect(Set(events.receipts.map(\.carrierID)).count == 4)
        }
    }

    @Test func `answers out of order find their texts`() async throws {
        try await withRoute(behaviour { $0.outOfOrder = 0.4 }, settings: { $0.window = 50 }) { rig, _ in
            await rig.bound()
            await rig.send(0..<300)
            let events = await rig.events { $0.receipts.count >= 300 && $0.accepted.count >= 300 }
            #expect(Set(events.accepted) == Set(events.receipts.map(\.carrierID)))
            #expect(Set(events.segments).count == 300)
        }
    }

    @Test func `during an outage the route is down and unwritten texts come back`() async throws {
        try await withRoute { rig, carrier in
            await rig.bound()
            await carrier.outage(true)
            let down = await rig.events { $0.links.contains { !$0.up } }
            #expect(down.links.last?.words.contains("the carrier closed the connection") == true)
            #expect(rig.gateway.room == 0)
            rig.gateway.submit([.sample(1)])
            #expect(await rig.ended(1).segments == ["unwritten 1/0"])
            await carrier.outage(false)
            await rig.bound(times: 2)
            await rig.send(2..<3)
            #expect(await rig.ended(2).segments.last == "accepted 2/0")
        }
    }

    @Test func `a wrong password is said once, in clear words, and not tried in a tight loop`() async throws {
        try await withRoute(
            behaviour { $0.password = "other" },
            settings: { $0.reconnect = .init(first: .milliseconds(1), longest: .milliseconds(50)) }
        ) { rig, carrier in
            let events = await rig.events { !$0.links.isEmpty }
            #expect(events.links[0].up == false)
            #expect(events.links[0].words == "bind 1 (transceiver): the carrier refused the bind: ESME_RINVPASWD (0xE)")
            #expect(await carrier.counts().refusedBinds <= 2)
        }
    }

    @Test func `a carrier that closes at once is named`() async throws {
        try await withRoute(behaviour { $0.closesAtOnce = true }) { rig, _ in
            let events = await rig.events { !$0.links.isEmpty }
            #expect(
                events.links[0].words.contains("before it answered the bind") || events.links[0].words.contains("reset")
            )
        }
    }

    @Test func `a carrier that answers nonsense is named`() async throws {
        try await withRoute(behaviour { $0.speaksNonsense = true }) { rig, _ in
            let events = await rig.events { !$0.links.isEmpty }
            #expect(events.links[0].words.contains("not SMPP: command_length 1213486160 is above the limit"))
        }
    }

    @Test func `nobody listening is named`() async throws {
        let carrier = try CarrierSimulator(time: .virtual(start: noon))
        let port = try await carrier.start()
        await carrier.stop()
        var settings = SMPPRouteSettings(name: "x", host: "127.0.0.1", port: port, systemID: "a", password: "b")
        settings.reconnect = .init(first: .milliseconds(2), longest: .milliseconds(20))
        try await withGateway(settings) { rig in
            let events = await rig.events { !$0.links.isEmpty }
            #expect(events.links[0].up == false)
            #expect(events.links[0].words.contains("refused"))
        }
    }

    @Test func `a port in use is a clear error`() async throws {
        let first = try CarrierSimulator(time: .virtual(start: noon))
        let port = try await first.start()
        let second = try CarrierSimulator(time: .virtual(start: noon))
        await #expect(throws: CarrierSimulatorError.portInUse(host: "127.0.0.1", port: port)) {
            try await second.start(port: port)
        }
        await first.stop()
    }
}
