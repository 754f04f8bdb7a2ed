import CarrierProtocols
import CivilTime
import Gateways
import Messaging
import Testing

/// A route over CMPP and a gateway of the carrier, over the loopback.
@Suite(.timeLimit(.minutes(1)))
struct CMPPRouteTests {
    private func behaviour(_ change: (inout CarrierBehaviour) -> Void) -> CarrierBehaviour {
        var behaviour = CarrierBehaviour()
        change(&behaviour)
        return behaviour
    }

    @Test(arguments: [CMPP.Version.v20, .v30])
    func `texts go out, reports come back under the ids of their answers`(_ version: CMPP.Version) async throws {
        try await withCMPPRoute(settings: { $0.version = version }) { rig, _, carrier in
            await rig.bound()
            #expect((rig.gateway.window, rig.gateway.room, rig.gateway.concatenationHeader_bytes) == (16, 16, 6))
            #expect(await rig.events.links[0].words == "bind 1 (transceiver) is bound to a gateway of CMPP \(version)")
            await rig.send(0..<200, text: .chinese)
            await rig.send(200..<220, text: .long)
            let events = await rig.receipts(260)
            #expect(events.accepted.count == 260 && Set(events.accepted).count == 260)
            #expect(Set(events.accepted) == Set(events.receipts.map(\.carrierID)))
            #expect(events.receipts.allSatisfy { $0.outcome == .delivered && $0.address.hasPrefix("+86138100") })
            Ledger(events, await carrier.counts()).check(260)
            await carrier.settle()
            let counts = await carrier.counts()
            #expect((counts.deliveriesAnswered, counts.strayAnswers) == (260, 0))
        }
    }

    @Test func `a route that stops terminates`() async throws {
        let carrier = try CarrierSimulator(speaking: .cmpp, time: .virtual(start: noon))
        let settings = CMPPRouteSettings(
            name: "x", host: "127.0.0.1", port: try await carrier.start(), sourceAddress: "901234", password: "dunlin")
        try await withGateway(.cmpp(settings)) { rig in
            await rig.bound()
            await rig.send(0..<3, text: .chinese)
            await rig.ended(3)
        }
        #expect(await carrier.counts().unbinds == 1)
        await carrier.stop()
    }

    @Test(arguments: [CMPP.Version.v20, .v30])
    func `replies come in Chinese, and long ones in parts that say so`(_ version: CMPP.Version) async throws {
        let words = String(repeating: "这笔钱我下个月才能还上。", count: 9)
        let replies = [
            CarrierBehaviour.Reply(share: 0.5, text: "退订", delay: .milliseconds(0)),
            CarrierBehaviour.Reply(share: 0.5, text: words, delay: .milliseconds(0)),
        ]
        try await withCMPPRoute(behaviour { $0.replies = replies }, settings: { $0.version = version }) {
            rig, _, carrier in
            await rig.bound()
            await rig.send(0..<40, text: .chinese)
            await rig.ended(40)
            let said = await rig.settled(carrier).replies
            #expect(said.allSatisfy { $0.from.hasPrefix("+86138") && $0.to == "1069000012" })
            let short = said.filter { $0.part == nil }
            #expect(!short.isEmpty && short.allSatisfy { $0.text == "退订" })
            let long = Dictionary(grouping: said.filter { $0.part != nil }, by: \.from)
            #expect(!long.isEmpty && short.count + long.count == 40)
            for parts in long.values {
                let sorted = parts.sorted { ($0.part?.number ?? 0) < ($1.part?.number ?? 0) }
                #expect(sorted.map { $0.part?.number } == [1, 2] && sorted.allSatisfy { $0.part?.total == 2 })
                #expect(sorted.map(\.text).joined() == words)
            }
        }
    }

    @Test func `result 8 slows the route down and costs no text`() async throws {
        try await withCMPPRoute(
            behaviour { $0.throttled = 0.5 }, settings: { ($0.window, $0.messagesPerSecond) = (50, 1_000) }
        ) {
            rig, _, carrier in
            await rig.bound()
            await rig.send(0..<100, text: .chinese)
            let events = await rig.ended(100)
            let refused = events.segments.filter { $0.hasPrefix("refused") }
            #expect(!refused.isEmpty && refused.allSatisfy { $0.hasSuffix("slowDown") })
            #expect(refused.count == (await carrier.counts().throttled))
            #expect(events.accepted.count + refused.count == 100)
        }
    }

    @Test(arguments: [
        (CMPP.Result.wrongDestination, "permanent"), (.wrongLength, "permanent"), (.repeatedSequence, "retry"),
        (CMPP.Result(rawValue: 107), "retry"), (CMPP.Result(rawValue: 150), "permanent"), (.tooFast, "slowDown"),
    ])
    func `a refusal has the policy of its result`(_ result: CMPP.Result, _ policy: String) async throws {
        try await withCMPPRoute(
            behaviour { $0.refusal = (1, result.rawValue) }, settings: { $0.policies = [150: .permanent] }
        ) { rig, _, _ in
            await rig.bound()
            await rig.send(0..<1)
            #expect(await rig.ended(1).segments == ["refused 0/0 \(policy)"])
        }
    }

    @Test func `an answer that does not come leaves the outcome unknown, and nothing goes out again`() async throws {
        try await withCMPPRoute(
            behaviour { $0.lostResponses = 1 },
            settings: { $0.timers.response = .seconds(1) }
        ) { rig, _, carrier in
            await rig.bound()
            await rig.send(0..<1, text: .chinese)
            let events = await rig.events { $0.segments.count == 1 && $0.receipts.count == 1 }
            #expect(events.segments == ["unanswered 0/0"])
            // What the specification has sent again would go before the link may go.
            #expect(rig.gateway.inFlight == 0)
            rig.gateway.hold(binds: 0)
            await rig.events { _ in rig.gateway.heldBinds == 0 }
            let counts = await carrier.counts()
            #expect((counts.accepted, counts.unbinds, counts.duplicates.count) == (1, 1, 0))
        }
    }

    @Test func `a gateway whose own authenticator is wrong is used, and that is said once`() async throws {
        try await withCMPPRoute(behaviour { $0.provesWrongly = true }) { rig, wire, _ in
            await rig.events { $0.links.count == 2 }
            await rig.send(0..<5, text: .chinese)
            await rig.receipts(5)
            await wire.cut(.close)
            await rig.events { $0.links.last?.up == true && $0.links.count >= 4 }
            await rig.send(5..<10, text: .chinese)
            let events = await rig.ended(10)
            let warnings = events.links.filter { $0.words.contains("AuthenticatorISMG") }
            #expect(warnings.count == 1 && warnings[0].up)
            #expect(events.accepted.count == 10)
        }
    }

    @Test(arguments: [
        ("other", "901234", "status 3 (authentication failed)"),
        ("dunlin", "123456", "status 2 (unknown source address)"),
    ])
    func `who is refused is told why, and asks seldom`(_ secret: String, _ account: String, _ words: String)
        async throws
    {
        let refuses = behaviour { ($0.password, $0.systemID) = (secret, account) }
        try await withCMPPRoute(
            refuses, settings: { $0.reconnect = .init(first: .milliseconds(1), longest: .seconds(60)) }
        ) { rig, _, carrier in
            let events = await rig.events { !$0.links.isEmpty }
            #expect(events.links[0].up == false)
            #expect(events.links[0].words == "bind 1 (transceiver): the carrier refused to connect: \(words)")
            #expect(await carrier.counts().refusedBinds == 1)
        }
    }

    @Test func `a carrier that answers nonsense is named`() async throws {
        try await withCMPPRoute(behaviour { $0.speaksNonsense = true }) { rig, _, _ in
            let events = await rig.events { !$0.links.isEmpty }
            #expect(events.links[0].words.contains("something that is not CMPP"), "\(events.links)")
        }
    }

    @Test func `settings that no gateway would take are refused`() {
        var settings = CMPPRouteSettings(name: "x", host: "h", port: 7890, sourceAddress: "", password: "")
        settings.source = "1069000012345678901234"
        settings.feeUserType = 4
        #expect(settings.faults.count == 3, "\(settings.faults)")
        #expect(throws: RouteError.self) {
            try CarrierGateway(settings: .cmpp(settings), clock: .fixed(noon), seed: 1)
        }
    }
}

extension SegmentedText {
    static let chinese = SegmentedText(
        alphabet: .ucs2, segments: ["【晨禾金融】您的贷款今日到期，请按时还款。".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }])
}
