import CarrierProtocols
import CivilTime
import Gateways
import Messaging
import Testing

/// A route over a protocol of China and a gateway of the carrier, over the loopback.
@Suite(.timeLimit(.minutes(1)))
struct ChineseRouteTests {
    private func behaviour(_ change: (inout CarrierBehaviour) -> Void) -> CarrierBehaviour {
        var behaviour = CarrierBehaviour()
        change(&behaviour)
        return behaviour
    }

    @Test(arguments: ChineseSpeech.allCases)
    func `texts go out, reports come back under the ids of their answers`(_ speech: ChineseSpeech) async throws {
        try await withRoute(speech) { rig, _, carrier in
            await rig.bound()
            #expect(
                (rig.gateway.window, rig.gateway.room, rig.gateway.textForm.concatenationHeader_bytes) == (
                    speech.window, speech.window, 6
                ))
            #expect(
                await rig.events.links.contains {
                    $0.up && $0.words == "bind 1 (\(speech.role)) is bound to \(speech.gateway)"
                })
            await rig.send(0..<200, text: .chinese)
            await rig.send(200..<220, text: .long)
            // Reports may come over another connection than the answers, and before them.
            await rig.receipts(260)
            let events = await rig.ended(260)
            #expect(events.accepted.count == 260 && Set(events.accepted).count == 260)
            #expect(Set(events.accepted) == Set(events.receipts.map(\.carrierID)))
            #expect(events.receipts.allSatisfy { $0.outcome == .delivered && $0.address.contains("86138100") })
            Ledger(events, await carrier.counts()).check(260)
            await carrier.settle()
            let counts = await carrier.counts()
            #expect((counts.deliveriesAnswered, counts.strayAnswers) == (260, 0))
        }
    }

    @Test(arguments: ChineseSpeech.allCases)
    func `a route that stops says so`(_ speech: ChineseSpeech) async throws {
        let carrier = try CarrierSimulator(speaking: speech.simulated, time: .virtual(start: noon))
        let route = ChineseRoute(
            route: RouteSettings(
                name: "x", host: "127.0.0.1", port: try await carrier.start(), window: speech.window))
        try await withGateway(route.settings(speech)) { rig in
            await rig.bound()
            await rig.send(0..<3, text: .chinese)
            await rig.ended(3)
        }
        #expect(await carrier.counts().unbinds == 1)
        await carrier.stop()
    }

    @Test(arguments: ChineseSpeech.allCases)
    func `replies come in Chinese, and long ones in parts that say so`(_ speech: ChineseSpeech) async throws {
        let words = String(repeating: "这笔钱我下个月才能还上。", count: 9)
        let replies = [
            CarrierBehaviour.Reply(share: 0.5, text: "退订", delay: .milliseconds(0)),
            CarrierBehaviour.Reply(share: 0.5, text: words, delay: .milliseconds(0)),
        ]
        try await withRoute(speech, behaviour { $0.replies = replies }) {
            rig, _, carrier in
            await rig.bound()
            await rig.send(0..<40, text: .chinese)
            await rig.ended(40)
            let said = await rig.settled(carrier).replies
            #expect(said.allSatisfy { $0.from.contains("86138") && $0.to == "1069000012" })
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

    @Test(arguments: ChineseSpeech.allCases)
    func `a carrier that is asked for too much slows the route down, and that costs no text`(_ speech: ChineseSpeech)
        async throws
    {
        try await withRoute(
            speech, behaviour { $0.throttled = 0.5 },
            settings: { ($0.route.window, $0.route.messagesPerSecond) = (50, 1_000) }
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
        (ChineseSpeech.cmpp3, CMPP.Result.wrongDestination.rawValue, "permanent"),
        (.cmpp3, CMPP.Result.wrongLength.rawValue, "permanent"),
        (.cmpp3, CMPP.Result.repeatedSequence.rawValue, "retry"), (.cmpp3, 107, "retry"), (.cmpp3, 150, "permanent"),
        (.cmpp3, CMPP.Result.tooFast.rawValue, "slowDown"), (.smgp, SMGP.Status.wrongDestination.rawValue, "permanent"),
        (.smgp, SMGP.Status.repeatedSequence.rawValue, "retry"), (.smgp, SMGP.Status.forbiddenHour.rawValue, "retry"),
        (.smgp, 150, "permanent"), (.smgp, SMGP.Status.busy.rawValue, "slowDown"), (.sgip, 6, "permanent"),
        (.sgip, 9, "retry"), (.sgip, 21, "retry"), (.sgip, 150, "permanent"), (.sgip, 11, "slowDown"),
        (.sgip, 33, "slowDown"),
    ])
    func `a refusal has the policy of its code`(_ speech: ChineseSpeech, _ code: UInt32, _ policy: String) async throws
    {
        try await withRoute(
            speech, behaviour { $0.refusal = (1, code) }, settings: { $0.route.policies = [150: .permanent] }
        ) { rig, _, _ in
            await rig.bound()
            await rig.send(0..<1)
            #expect(await rig.ended(1).segments == ["refused 0/0 \(policy)"])
        }
    }

    @Test(arguments: ChineseSpeech.allCases)
    func `an answer that does not come leaves the outcome unknown, and nothing goes out again`(_ speech: ChineseSpeech)
        async throws
    {
        try await withRoute(
            speech, behaviour { $0.lostResponses = 1 },
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

    @Test(arguments: [(ChineseSpeech.cmpp3, "AuthenticatorISMG"), (.smgp, "AuthenticatorServer")])
    func `a gateway whose own authenticator is wrong is used, and that is said once`(
        _ speech: ChineseSpeech, _ field: String
    ) async throws {
        try await withRoute(speech, behaviour { $0.provesWrongly = true }) { rig, wire, _ in
            await rig.events { $0.links.count == 1 && $0.remarks.count == 1 }
            await rig.send(0..<5, text: .chinese)
            await rig.receipts(5)
            await wire.cut(.close)
            await rig.events { $0.links.last?.up == true && $0.links.count >= 3 }
            await rig.send(5..<10, text: .chinese)
            let events = await rig.ended(10)
            let warnings = events.remarks.filter { $0.words.contains(field) }
            #expect(warnings.count == 1 && warnings[0].warns)
            #expect(events.accepted.count == 10)
        }
    }

    @Test(arguments: [
        (ChineseSpeech.cmpp3, "other", "901234", "to connect: status 3 (authentication failed)"),
        (.cmpp3, "dunlin", "123456", "to connect: status 2 (unknown source address)"),
        (.smgp, "other", "901234", "the login: status 21 (authentication failed)"),
        (.smgp, "dunlin", "123456", "the login: status 21 (authentication failed)"),
        (.sgip, "other", "901234", "the bind: result 1 (wrong name or password)"),
        (.sgip, "dunlin", "123456", "the bind: result 1 (wrong name or password)"),
    ])
    func `who is refused is told why, and asks seldom`(
        _ speech: ChineseSpeech, _ secret: String, _ account: String, _ words: String
    ) async throws {
        let refuses = behaviour { ($0.password, $0.systemID) = (secret, account) }
        try await withRoute(
            speech, refuses, settings: { $0.route.reconnect = .init(first: .milliseconds(1), longest: .seconds(60)) }
        ) { rig, _, carrier in
            let events = await rig.events { $0.links.contains { $0.words.hasPrefix("bind") } }
            let told = events.links.first { $0.words.hasPrefix("bind") }
            #expect(told?.up == false)
            #expect(told?.words == "bind 1 (\(speech.role)): the carrier refused \(words)")
            #expect(await carrier.counts().refusedBinds == 1)
        }
    }

    @Test(arguments: ChineseSpeech.allCases)
    func `a carrier that answers nonsense is named`(_ speech: ChineseSpeech) async throws {
        try await withRoute(speech, behaviour { $0.speaksNonsense = true }) { rig, _, _ in
            let events = await rig.events { $0.links.contains { $0.words.hasPrefix("bind") } }
            let told = events.links.first { $0.words.hasPrefix("bind") }
            #expect(told?.words.contains("something that is not \(speech.protocolName)") == true, "\(events.links)")
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
        var smgp = SMGPRouteSettings(name: "x", host: "h", port: 8890, clientID: "", password: "1234567890123456")
        smgp.feeType = "000"
        #expect(smgp.faults.count == 3, "\(smgp.faults)")
    }
}

extension SegmentedText {
    static let chinese = SegmentedText(
        alphabet: .ucs2, segments: ["【晨禾金融】您的贷款今日到期，请按时还款。".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }])
}
