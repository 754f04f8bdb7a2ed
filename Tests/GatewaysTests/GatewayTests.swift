import CarrierProtocols
import CivilTime
import Gateways
import Messaging
import Testing

@Suite(.timeLimit(.minutes(1)))
struct GatewayTests {
    @Test func `texts go out, are accepted under the carrier's ids, and receipts come back with those ids`()
        async throws
    {
        try await withRoute { rig, carrier in
            await rig.bound()
            #expect(rig.gateway.room == 10)
            await rig.send(0..<200)
            let events = await rig.receipts(200)
            #expect(events.accepted.count == 200)
            #expect(Set(events.accepted) == Set(events.receipts.map(\.carrierID)))
            #expect(events.receipts.allSatisfy { $0.outcome == .delivered })
            await carrier.settle()
            let counts = await carrier.counts()
            #expect(counts.accepted == 200)
            #expect(counts.duplicates.isEmpty)
            #expect(counts.deliveriesAnswered == 200)
            #expect(rig.gateway.room == 10)
        }
    }

    @Test func `stopping drains the window, unbinds and ends the events`() async throws {
        var seen: CarrierCounts?
        try await withRoute { rig, carrier in
            await rig.bound()
            await rig.send(0..<10)
            await rig.receipts(10)
            seen = await carrier.counts()
        }
        #expect(seen?.unbinds == 0)
        try await withRoute { rig, carrier in
            await rig.bound()
            #expect(rig.gateway.window == 10)
            #expect(rig.gateway.isSimulator)
        }
    }

    @Test(arguments: SMPP.LongText.allCases)
    func `every part of a long text is accounted for`(_ form: SMPP.LongText) async throws {
        try await withRoute(settings: { $0.longTexts = form }) { rig, carrier in
            await rig.bound()
            rig.gateway.submit([.sample(1, text: .long)])
            let events = await rig.ended(3)
            #expect(events.segments == ["accepted 1/0", "accepted 1/1", "accepted 1/2"])
            let counts = await carrier.counts()
            #expect(counts.accepted == (form == .payload ? 1 : 3))
            #expect(Set(counts.texts.keys.map(\.part)) == (form == .payload ? [0] : [1, 2, 3]))
            #expect(rig.gateway.room == 10)
        }
    }

    @Test func `the parts of a long text stay together in order though several binds are up`() async throws {
        try await withRoute(settings: { ($0.binds, $0.window) = (3, 4) }) { rig, carrier in
            await rig.bound(times: 3)
            #expect(rig.gateway.room == 12)
            await rig.send(0..<40, text: .long)
            let events = await rig.ended(120)
            #expect(events.accepted.count == 120)
            for number in 0..<40 {
                #expect(
                    events.segments.filter { $0.contains(" \(number)/") } == (0..<3).map { "accepted \(number)/\($0)" })
            }
            #expect(await carrier.counts().binds == 3)
        }
    }

    @Test func `a transmitter and a receiver make one bind`() async throws {
        try await withRoute(settings: { $0.bindMode = .transmitterAndReceiver }) { rig, carrier in
            await rig.events { $0.links.count >= 2 }
            await rig.send(0..<20)
            let events = await rig.receipts(20)
            #expect(events.accepted.count == 20)
            #expect(await carrier.counts().binds == 2)
        }
    }

    @Test func `what is past its moment is given back unwritten`() async throws {
        try await withRoute { rig, carrier in
            await rig.bound()
            rig.gateway.submit([
                .sample(1, text: .long, writeBefore: .now), .sample(2), .sample(3, validUntil: noon),
            ])
            let events = await rig.ended(5)
            #expect(
                Set(events.segments) == [
                    "unwritten 1/0", "unwritten 1/1", "unwritten 1/2", "accepted 2/0", "unwritten 3/0",
                ])
            #expect(await carrier.counts().accepted == 1)
            #expect(rig.gateway.room == 10)
        }
    }

    @Test func `a text this route cannot carry is refused for good before a part has gone`() async throws {
        try await withRoute(settings: { $0.defaultCoding = .latin1 }) { rig, carrier in
            await rig.bound()
            // U+0394 and the euro sign are GSM characters that Latin-1 lacks.
            rig.gateway.submit([
                .sample(1, text: SegmentedText(alphabet: .gsm7, segments: [Array("a".utf8), [0x10]])),
                .sample(2, text: SegmentedText(alphabet: .ucs2, segments: [[UInt8](repeating: 0, count: 255)])),
                .sample(3, text: SegmentedText(alphabet: .gsm7, segments: [[0x00]])),
            ])
            let events = await rig.ended(4)
            #expect(
                events.segments == [
                    "refused 1/0 permanent", "refused 1/1 permanent", "refused 2/0 permanent", "accepted 3/0",
                ])
            #expect(await carrier.counts().accepted == 1)
        }
    }

    @Test func `a slow consumer stops the reading and loses nothing`() async throws {
        try await withRoute(settings: { ($0.eventBacklog, $0.window) = (20, 300) }) { rig, carrier in
            await rig.bound()
            var behaviour = CarrierBehaviour()
            behaviour.duplicateReceipts = 1
            await carrier.behave(behaviour)
            await rig.send(0..<300)
            let events = await rig.receipts(600)
            #expect(events.accepted.count == 300)
            await carrier.settle()
            #expect(await carrier.counts().deliveriesAnswered == 600)
        }
    }

    @Test func `a delivery is answered only after it is acknowledged`() async throws {
        try await withRoute { rig, carrier in
            await rig.bound()
            await rig.stopAcknowledging()
            await rig.send(0..<3)
            let events = await rig.receipts(3)
            #expect(await carrier.counts().deliveriesAnswered == 0)
            rig.gateway.acknowledge(events.compactMap(\.token))
            await carrier.settle()
            #expect(await carrier.counts().deliveriesAnswered == 3)
        }
    }

    @Test func `a paced route takes no more than a second's worth at once`() async throws {
        try await withRoute(settings: { ($0.window, $0.messagesPerSecond) = (100, 50) }) { rig, _ in
            await rig.bound()
            #expect(rig.gateway.room == 50)
        }
    }

    @Test func `settings that cannot work are named`() {
        var settings = SMPPRouteSettings(name: "x", host: "", port: 0, systemID: "0123456789abcdef", password: "p")
        settings.window = 0
        settings.messagesPerSecond = -1
        settings.resending.tries = 0
        #expect(settings.faults.count == 6)
        #expect(throws: RouteError.self) { try CarrierGateway(settings: .smpp(settings), clock: .fixed(noon), seed: 1) }
    }
}
