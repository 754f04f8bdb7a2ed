import CarrierProtocols
import CivilTime
import Gateways
import Messaging
import Testing

/// What is true of every route holds over the protocols of China: see `LinkFaultTests`.
@Suite(.timeLimit(.minutes(2)), .serialized)
struct ChineseLinkFaultTests {
    @Test(arguments: ChineseSpeech.allCases)
    func `every byte may come alone`(_ speech: ChineseSpeech) async throws {
        var behaviour = CarrierBehaviour()
        behaviour.replies = [.init(share: 1, text: "收到", delay: .milliseconds(0))]
        try await withRoute(speech, behaviour) { rig, wire, carrier in
            await wire.set(.trickle, .toCarrier, .toClient)
            await rig.bound()
            await rig.send(0..<30, text: .chinese)
            await rig.send(30..<35, text: .long)
            let events = await rig.events { $0.receipts.count == 45 && $0.replies.count == 35 }
            #expect(Set(events.accepted) == Set(events.receipts.map(\.carrierID)))
            #expect(events.replies.allSatisfy { $0.text == "收到" })
            Ledger(events, await carrier.counts()).check(45)
        }
    }

    @Test(arguments: [ChineseSpeech.cmpp3, .smgp, .sgip], FaultyWire.Direction.allCases)
    func `a cut in the midst of a window ends every text once`(
        _ speech: ChineseSpeech, _ direction: FaultyWire.Direction
    ) async throws {
        for end in FaultyWire.End.allCases { try await cuts(speech, direction, end) }
    }

    private func cuts(
        _ speech: ChineseSpeech, _ direction: FaultyWire.Direction, _ end: FaultyWire.End
    ) async throws {
        try await withRoute(speech, settings: { ($0.route.binds, $0.route.window) = (2, 16) }) { rig, wire, carrier in
            await rig.bound(times: 2)
            for bytes in [611, 1_502, 4_443] {
                await wire.cutEach(after: (bytes, direction, end))
                await rig.send(bytes..<bytes + 60, text: .chinese)
                await rig.send(bytes + 60..<bytes + 80, text: .long)
            }
            await wire.cutEach(after: nil)
            await rig.ended(360)
            await rig.events { _ in rig.gateway.room == 32 }
            let ledger = Ledger(await rig.events, await carrier.counts())
            ledger.check(360)
            #expect(ledger.count("accepted") > 0 && ledger.count("unanswered") > 0)
            #expect(await carrier.counts().duplicates.isEmpty)
        }
    }

    @Test(arguments: [(ChineseSpeech.cmpp3, "CMPP_ACTIVE_TEST"), (.smgp, "Active_Test")])
    func `a half-open link is found by the active test`(_ speech: ChineseSpeech, _ test: String) async throws {
        try await withRoute(
            speech,
            settings: {
                $0.timers = .init(
                    bind: .seconds(1), enquireLink: .milliseconds(300), response: .milliseconds(300), tries: 2)
            }
        ) { rig, wire, carrier in
            await rig.bound()
            await rig.send(0..<10, text: .chinese)
            await rig.receipts(10)
            await wire.set(.swallow, .toCarrier)
            rig.gateway.submit((10..<20).map { .sample($0, text: .chinese) })
            let events = await rig.events {
                $0.segments.count == 20 && $0.links.contains { $0.words.contains(test) }
            }
            #expect(events.segments.suffix(10).allSatisfy { $0.hasPrefix("unanswered") })
            await wire.set(.pass, .toCarrier, .toClient)
            await wire.cut(.reset)
            // The first of them goes alone: the carrier answered nothing for a while.
            await rig.send(20..<30, text: .chinese)
            Ledger(await rig.ended(30), await carrier.counts()).check(30)
        }
    }

    @Test(arguments: ChineseSpeech.allCases)
    func `receipts that were not acknowledged before a cut come again`(_ speech: ChineseSpeech) async throws {
        try await withRoute(speech) { rig, _, carrier in
            await rig.bound()
            await rig.stopAcknowledging()
            await rig.send(0..<4, text: .chinese)
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

    @Test(arguments: ChineseSpeech.allCases)
    func `parts that the carrier sends back as too fast are written again, and nothing twice`(
        _ speech: ChineseSpeech
    ) async throws {
        var behaviour = CarrierBehaviour()
        behaviour.throttled = 0.2
        try await withRoute(
            speech, behaviour,
            settings: { $0.route.resending = .init(firstPause: .milliseconds(5), longestPause: .milliseconds(20)) }
        ) { rig, _, carrier in
            await rig.bound()
            await rig.send(0..<40, text: .long)
            let events = await rig.ended(120)
            Ledger(events, await carrier.counts()).check(120)
            let counts = await carrier.counts()
            #expect(counts.throttled > 0 && counts.duplicates.isEmpty)
            // Half a text is worth nothing: whoever got a part got all.
            let parts = Dictionary(grouping: counts.texts.keys, by: \.destination)
            #expect(parts.values.allSatisfy { $0.count == 3 })
        }
    }
}
