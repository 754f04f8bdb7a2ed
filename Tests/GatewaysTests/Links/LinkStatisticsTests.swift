import CarrierProtocols
import Gateways
import Messaging
import Testing

/// What `/metrics` is made of, against a carrier that counts for itself.
@Suite(.timeLimit(.minutes(2)))
struct LinkStatisticsTests {
    @Test func `links count PDUs, octets, answers and what the carrier brought`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.throttled = 0.2
        let carrier = try CarrierSimulator(behaviour: behaviour, time: .virtual(start: noon))
        let port = try await carrier.start()
        let settings = SMPPRouteSettings(name: "bench", host: "127.0.0.1", port: port, systemID: "lender", password: "")
        try await withGateway(settings) { rig in
            await rig.bound()
            await rig.send(0..<200)
            let events = await rig.ended(200)
            let accepted = events.accepted.count
            await rig.receipts(accepted)
            _ = await rig.settled(carrier)
            let counts = await carrier.counts()
            let seen = try #require(await rig.gateway.statistics())
            #expect(seen.linksUp == 1 && seen.linksWanted == 1 && seen.reconnects == 0)
            #expect(seen.sent["bind_transceiver"] == 1 && seen.received["bind_transceiver_resp"] == 1)
            #expect(seen.sent["submit_sm"] == counts.accepted + counts.throttled)
            #expect(seen.received["submit_sm_resp"] == seen.sent["submit_sm"])
            #expect(seen.received["deliver_sm"] == counts.receiptsSent)
            #expect(seen.sent["deliver_sm_resp"] == counts.receiptsSent)
            #expect(seen.throttled == counts.throttled && seen.throttled > 0)
            #expect(seen.receipts == counts.receiptsSent && seen.replies == 0 && seen.unanswered == 0)
            #expect(seen.responseTimes.counts.reduce(0, +) == seen.sent["submit_sm"])
            #expect(seen.outstanding == 0 && seen.waiting == 0 && seen.resting == 0)
            #expect(seen.window == rig.gateway.window)
            #expect(seen.sent_bytes > 16 * 400 && seen.received_bytes > 16 * 400)
        }
        await carrier.stop()
    }

    @Test func `a link that comes back is a reconnect`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.dropConnectionAfter = 5
        let carrier = try CarrierSimulator(behaviour: behaviour, time: .virtual(start: noon))
        let port = try await carrier.start()
        var settings = SMPPRouteSettings(name: "bench", host: "127.0.0.1", port: port, systemID: "lender", password: "")
        settings.window = 1
        try await withGateway(settings) { rig in
            await rig.bound()
            await rig.send(0..<6)
            await rig.bound(times: 2)
            let seen = try #require(await rig.gateway.statistics())
            #expect(seen.reconnects >= 1)
            #expect(seen.sent["bind_transceiver"] == seen.reconnects + 1)
        }
        await carrier.stop()
    }

    @Test func `a count of durations has a place for the longest`() {
        var counts = DurationCounts()
        for duration in [Duration.zero, .milliseconds(1), .milliseconds(3), .seconds(60), .seconds(61)] {
            counts.add(duration)
        }
        #expect(counts.counts.first == 2)
        #expect(counts.counts.suffix(2) == [1, 1])
        #expect(counts.counts.reduce(0, +) == 5)
        #expect(counts.sum_s == 121.004)
    }
}
