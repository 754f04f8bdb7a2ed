import CarrierProtocols
import CivilTime
import Gateways
import Messaging
import Testing

/// A carrier behind a wire that fails. Whatever happens, every segment ends once, the carrier has none twice, the window is
/// free again, and the route comes back by itself.
@Suite(.timeLimit(.minutes(2)), .serialized)
struct LinkFaultTests {
    /// Gives up a silent link within about two seconds.
    private func impatient(_ settings: inout SMPPRouteSettings) {
        settings.timers = .init(bind: .seconds(1), enquireLink: .milliseconds(700), response: .seconds(1))
        settings.window = 20
    }

    private func withWire(
        _ behaviour: CarrierBehaviour = CarrierBehaviour(), settings change: (inout SMPPRouteSettings) -> Void,
        _ body: (Rig, FaultyWire, CarrierSimulator) async throws -> Void
    ) async throws {
        let carrier = try CarrierSimulator(behaviour: behaviour, time: .virtual(start: noon))
        let wire = FaultyWire(to: try await carrier.start())
        var settings = SMPPRouteSettings(
            name: "test", host: "127.0.0.1", port: try await wire.start(), systemID: "lender", password: "secret")
        settings.reconnect = .init(first: .milliseconds(5), longest: .milliseconds(100))
        settings.drainLimit = .milliseconds(300)
        change(&settings)
        try await withGateway(settings) { rig in
            try await body(rig, wire, carrier)
            await wire.set(.pass, .toCarrier, .toClient)
        }
        await wire.stop()
        await carrier.stop()
    }

    /// Everything has ended; once the wire is whole the route is, too.
    private func checkRecovery(_ rig: Rig, _ carrier: CarrierSimulator, sent: Int, room: Int = 20) async {
        await rig.ended(sent)
        await rig.events { _ in rig.gateway.room == room }
        #expect(rig.gateway.inFlight == 0)
        Ledger(await rig.events, await carrier.counts()).check(sent)
    }

    @Test(
        arguments: FaultyWire.Direction.allCases, FaultyWire.End.allCases)
    func `cuts in the midst of a PDU`(_ direction: FaultyWire.Direction, _ end: FaultyWire.End) async throws {
        try await withWire(settings: { ($0.binds, $0.window) = (2, 20) }) { rig, wire, carrier in
            await rig.bound(times: 2)
            for bytes in [611, 1_502, 4_443] {
                await wire.cutEach(after: (bytes, direction, end))
                await rig.send(bytes..<bytes + 60)
                await rig.send(bytes + 60..<bytes + 80, text: .long)
            }
            await wire.cutEach(after: nil)
            await checkRecovery(rig, carrier, sent: 3 * 120, room: 40)
            #expect(await wire.connections() > 8)
            let ledger = Ledger(await rig.events, await carrier.counts())
            #expect(ledger.count("accepted") > 0 && ledger.count("unanswered") > 0)
        }
    }

    /// Nothing closes, nothing is refused: bytes vanish.
    @Test(arguments: [[FaultyWire.Direction.toCarrier], [.toClient], [.toCarrier, .toClient]])
    func `a half-open link is given up, and what was on it is unanswered`(_ silent: [FaultyWire.Direction]) async throws
    {
        try await withWire(settings: impatient) { rig, wire, carrier in
            await rig.bound()
            await rig.send(0..<30)
            await rig.receipts(30)
            for direction in silent { await wire.set(.swallow, direction) }
            let before = await rig.events.links.count
            rig.gateway.submit((30..<50).map { .sample($0) })
            let events = await rig.events {
                $0.segments.count == 50
                    && $0.links.dropFirst(before).contains { $0.words.contains("did not answer the bind") }
            }
            #expect(!events.segments.suffix(20).contains { $0.hasPrefix("accepted") || $0.hasPrefix("refused") })
            await wire.set(.pass, .toCarrier, .toClient)
            await wire.cut(.reset)
            await rig.send(50..<80)
            await checkRecovery(rig, carrier, sent: 80)
            // What the carrier took in silence is told by receipts over the next link.
            let taken = await carrier.counts().accepted
            await rig.events { Set($0.receipts.map(\.address)).count == taken }
        }
    }

    @Test func `what a dead link delivers late is told by receipts, and nothing is sent again`() async throws {
        try await withWire(settings: impatient) { rig, wire, carrier in
            await rig.bound()
            await wire.set(.keep, .toCarrier)
            rig.gateway.submit((0..<20).map { .sample($0) })
            await rig.ended(20)
            #expect(await carrier.counts().accepted == 0)
            await wire.set(.pass, .toCarrier)
            let receipts = await rig.receipts(20).receipts
            #expect(Set(receipts.map(\.address)).count == 20)
            await rig.send(20..<22)
            await checkRecovery(rig, carrier, sent: 22)
        }
    }

    @Test func `a carrier that takes no bytes is given up by the kernel, and what was not written comes back`()
        async throws
    {
        try await withWire(settings: {
            ($0.window, $0.unsentLimit, $0.drainLimit) = (5_000, .milliseconds(600), .milliseconds(300))
            $0.reconnect = .init(first: .milliseconds(5), longest: .milliseconds(100))
        }) { rig, wire, carrier in
            await rig.bound()
            await wire.set(.stall, .toCarrier)
            rig.gateway.submit((0..<5_000).map { .sample($0, text: .full) })
            await rig.ended(5_000)
            await rig.events { $0.links.contains { !$0.up } }
            await wire.set(.pass, .toCarrier)
            await wire.cut(.reset)
            await checkRecovery(rig, carrier, sent: 5_000, room: 5_000)
            let ledger = Ledger(await rig.events, await carrier.counts())
            #expect(ledger.count("unwritten") > 0 && ledger.count("unanswered") > 0)
        }
    }

    @Test func `bytes that come one by one make whole PDUs`() async throws {
        try await withWire(settings: { $0.window = 10 }) { rig, wire, carrier in
            await wire.set(.trickle, .toCarrier, .toClient)
            await rig.bound()
            await rig.send(0..<40)
            await rig.receipts(40)
            await checkRecovery(rig, carrier, sent: 40, room: 10)
            #expect(Ledger(await rig.events, await carrier.counts()).count("accepted") == 40)
        }
    }

    @Test func `a carrier that never answers the bind is tried with growing pauses, and its share can be given back`()
        async throws
    {
        try await withWire(settings: {
            impatient(&$0)
            $0.timers.bind = .milliseconds(60)
            $0.reconnect = .init(first: .milliseconds(20), longest: .milliseconds(200))
        }) { rig, wire, carrier in
            await wire.set(.swallow, .toClient)
            let events = await rig.events { $0.links.contains { $0.words.contains("did not answer the bind in time") } }
            #expect(events.links.allSatisfy { !$0.up })
            rig.gateway.submit([.sample(1)])
            #expect(await rig.ended(1).segments == ["unwritten 1/0"])
            rig.gateway.hold(binds: 0)
            await rig.events { _ in rig.gateway.heldBinds == 0 }
            #expect(await wire.connections() < 12)
        }
    }

    @Test func `a carrier that is there and answers no text costs one window, then one text at a time`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.lostResponses = 1
        try await withWire(
            behaviour,
            settings: {
                impatient(&$0)
                $0.timers = .init(bind: .seconds(5), enquireLink: .seconds(5), response: .milliseconds(300))
            }
        ) { rig, wire, carrier in
            await rig.bound()
            rig.gateway.submit((0..<20).map { .sample($0) })
            await rig.events {
                $0.segments.count == 20
                    && $0.links.contains { $0.words.contains("answers no text; one at a time is tried") }
            }
            #expect(rig.gateway.room == 1)
            // The second time the connection is given up, and the next one begins as carefully.
            for number in 20..<23 {
                await rig.send(number..<number + 1)
                await rig.ended(number + 1)
            }
            #expect(await wire.connections() >= 3)
            await carrier.behave(CarrierBehaviour())
            await rig.send(23..<24)
            await rig.events { $0.accepted.count == 1 }
            await checkRecovery(rig, carrier, sent: 24)
        }
    }

    @Test func `a bind whose unbind is not answered is given back all the same`() async throws {
        try await withWire(settings: { ($0.binds, $0.drainLimit) = (3, .milliseconds(150)) }) { rig, wire, _ in
            await rig.bound(times: 3)
            await wire.set(.swallow, .toCarrier)
            rig.gateway.submit((0..<20).map { .sample($0) })
            rig.gateway.hold(binds: 0)
            await rig.events { _ in rig.gateway.heldBinds == 0 }
            #expect(await rig.ended(20).segments.count == 20)
            #expect((rig.gateway.inFlight, rig.gateway.room) == (0, 0))
        }
    }

    /// The old connection is still open at the carrier when the new one is bound.
    @Test func `two connections of one bind at the carrier's side deliver everything once`() async throws {
        try await withWire(settings: impatient) { rig, wire, carrier in
            await rig.bound()
            let before = await rig.events.links.count
            await wire.set(.swallow, .toCarrier)
            rig.gateway.submit((0..<5).map { .sample($0) })
            await rig.ended(5)
            // The second connection tells that the wire has seen the end of the first.
            await rig.events {
                $0.links.dropFirst(before).contains { $0.words.contains("did not answer the bind") }
            }
            await wire.set(.pass, .toCarrier)
            await rig.send(5..<45)
            #expect(await carrier.counts().mostBinds >= 2)
            // Receipts that went to the dead one come again when the carrier notices.
            await rig.ended(45)
            await wire.cut(.close)
            await rig.events { Set($0.receipts.map(\.carrierID)).count == 40 }
            await checkRecovery(rig, carrier, sent: 45)
        }
    }
}
