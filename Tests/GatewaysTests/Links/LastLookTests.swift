import CivilTime
import Gateways
import Messaging
import Synchronization
import Testing

/// What is looked at in front of the write itself, and what a write may bring.
@Suite(.timeLimit(.minutes(1)))
struct LastLookTests {
    /// Noon until it is told to jump: then each second reading is an hour later, as after a sleep between two looks.
    private final class Sleeper: Sendable {
        private let readings = Mutex(-1)

        var clock: LawClock {
            LawClock(name: "sleeper") { [self] in
                readings.withLock { count in
                    guard count >= 0 else { return noon }
                    count += 1
                    return count % 2 == 0 ? noon + .hours(1) : noon
                }
            }
        }

        func jump() { readings.withLock { $0 = 0 } }
        func stay() { readings.withLock { $0 = -1 } }
    }

    @Test func `a text whose moment passes between the first look and the write does not leave`() async throws {
        let sleeper = Sleeper()
        let carrier = try CarrierSimulator(time: .virtual(start: noon))
        let port = try await carrier.start()
        let settings = SMPPRouteSettings(name: "x", host: "127.0.0.1", port: port, systemID: "a", password: "b")
        try await withGateway(settings, clock: sleeper.clock) { rig in
            await rig.bound()
            sleeper.jump()
            rig.gateway.submit([
                .sample(1, validUntil: noon + .minutes(30)), .sample(2, validUntil: noon + .hours(2)),
                .sample(3, text: .long, validUntil: noon + .minutes(30)), .sample(4, validUntil: noon + .hours(2)),
            ])
            let events = await rig.ended(6)
            sleeper.stay()
            #expect(
                Set(events.segments) == [
                    "unwritten 1/0", "accepted 2/0", "unwritten 3/0", "unwritten 3/1", "unwritten 3/2", "accepted 4/0",
                ])
            #expect((rig.gateway.inFlight, rig.gateway.room) == (0, 10))
            let counts = await carrier.counts()
            #expect(counts.accepted == 2)
            #expect(Set(counts.texts.keys.map(\.destination)) == ["8613810000002", "8613810000004"])
        }
        await carrier.stop()
    }

    @Test func `thousands of deliveries acknowledged at once are answered once each`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.deliveryWindow = 10_000
        try await withRoute(behaviour, settings: { ($0.window, $0.eventBacklog) = (1_000, 20_000) }) { rig, carrier in
            await rig.bound()
            await rig.stopAcknowledging()
            await rig.send(0..<6_000)
            let events = await rig.receipts(6_000)
            rig.gateway.acknowledge(events.compactMap(\.token))
            await carrier.settle()
            let counts = await carrier.counts()
            #expect((counts.deliveriesAnswered, counts.strayAnswers) == (6_000, 0))
        }
    }

    @Test(arguments: FaultyWire.End.allCases)
    func `a connection that ends in the midst of a long write ends every segment once`(_ end: FaultyWire.End)
        async throws
    {
        let carrier = try CarrierSimulator(time: .virtual(start: noon))
        let wire = FaultyWire(to: try await carrier.start())
        var settings = SMPPRouteSettings(
            name: "x", host: "127.0.0.1", port: try await wire.start(), systemID: "a", password: "b")
        settings.window = 3_000
        settings.reconnect = .init(first: .milliseconds(1), longest: .milliseconds(5))
        try await withGateway(settings) { rig in
            var sent = 0
            for round in 0..<10 {
                await rig.events { _ in rig.gateway.room >= 3_000 }
                await wire.set(round % 2 == 0 ? .stall : .pass, .toCarrier)
                rig.gateway.submit((sent..<sent + 3_000).map { .sample($0, text: .full) })
                sent += 3_000
                await wire.cut(end)
                await wire.set(.pass, .toCarrier)
                await rig.ended(sent)
            }
            #expect(rig.gateway.inFlight == 0)
            Ledger(await rig.events, await carrier.counts()).check(sent)
        }
        await wire.stop()
        await carrier.stop()
    }
}
