import CarrierProtocols
import Foundation
import Gateways
import Messaging
import Testing

/// Both ends against programs that share no code with ours.
@Suite(
    .timeLimit(.minutes(2)),
    .enabled(if: Peers.areHere, "the SMPP peers from elsewhere cannot be had: python3 with venv and its packages"))
struct PeerTests {
    @Test func `the gateway works with an SMSC from elsewhere`() async throws {
        let peer = try Child(Peers.script("smsc.py"))
        let port = try #require((await peer.line())?.split(separator: " ").last.flatMap { Int($0) })
        var settings = SMPPRouteSettings(
            name: "peer", host: "127.0.0.1", port: port, systemID: "lender", password: "secret")
        settings.receiptIDs = .hexToDecimal
        settings.window = 20
        settings.extraTLVs = [.init(tag: 0x1400, value: Array("entity".utf8))]
        try await withGateway(settings) { rig in
            await rig.bound()
            await rig.send(0..<100)
            await rig.send(100..<103, text: .long)
            // Of 0 to 99 ten end in 9 and are throttled, ten in 7 and answered.
            let events = await rig.events {
                $0.receipts.count >= 90 + 9 && $0.replies.count >= 10 && $0.segments.count >= 109
            }
            #expect(events.accepted.count == 99)
            #expect(events.segments.filter { $0.hasSuffix("slowDown") }.count == 10)
            #expect(Set(events.accepted) == Set(events.receipts.map(\.carrierID)))
            #expect(events.replies.allSatisfy { $0.text == "退订" })
        }
        #expect(await peer.line() == "unbound")
    }

    @Test(.enabled(if: Peers.hasPerl, "Debian's libnet-smpp-perl is not installed"))
    func `the gateway works with an SMSC in Perl`() async throws {
        let peer = try Child(Peers.perl("smsc.pl", ["120"]))
        let port = try #require((await peer.line())?.split(separator: " ").last.flatMap { Int($0) })
        var settings = SMPPRouteSettings(
            name: "peer", host: "127.0.0.1", port: port, systemID: "lender", password: "secret")
        settings.window = 20
        try await withGateway(settings) { rig in
            await rig.bound()
            await rig.send(0..<120)
            let events = await rig.events { $0.receipts.count >= 120 && $0.segments.count >= 120 }
            #expect(events.accepted.count == 120)
            #expect(Set(events.accepted) == Set(events.receipts.map(\.carrierID)))
            #expect(events.receipts.allSatisfy { $0.outcome == .delivered })
        }
        #expect(await peer.line() == "answered 120 of 120")
    }

    @Test(arguments: ["esme.py", "esme34.py"])
    func `the simulated carrier serves an ESME from elsewhere`(script: String) async throws {
        var behaviour = CarrierBehaviour()
        behaviour.receiptForm = .both
        behaviour.password = "secret"
        let carrier = try CarrierSimulator(behaviour: behaviour, time: .virtual(start: noon))
        let port = try await carrier.start()
        let peer = try Child(Peers.script(script, ["\(port)", "50"]))
        struct Seen: Decodable {
            var segments: Int
            var answers: [String]
            var receipts: [String]
        }
        let line = try #require(await peer.line())
        let seen = try JSONDecoder().decode(Seen.self, from: Data(line.utf8))
        // One of them sends a long text as well.
        let segments = script == "esme.py" ? 52 : 50
        #expect(seen.segments == segments)
        #expect(seen.answers.count == segments)
        #expect(seen.answers == seen.receipts)
        let counts = await carrier.counts()
        #expect(counts.accepted == segments)
        #expect(counts.unbinds == 1)
        await carrier.stop()
    }
}
