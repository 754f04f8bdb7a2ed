import CarrierProtocols
import CivilTime
import Foundation
import Gateways
import Messaging
import Testing

/// What the simulated carrier holds a client to whose connections come from several nodes.
@Suite(.timeLimit(.minutes(1)))
struct CarrierAccountTests {
    /// Two nodes with routes to one carrier account.
    private func withNodes(
        _ behaviour: CarrierBehaviour, journal: String? = nil, binds: Int, rate: Double? = nil,
        _ body: (_ first: Rig, _ second: Rig, CarrierSimulator) async throws -> Void
    ) async throws {
        let carrier = try CarrierSimulator(behaviour: behaviour, time: .virtual(start: noon), journal: journal)
        let port = try await carrier.start()
        var settings = SMPPRouteSettings(name: "x", host: "127.0.0.1", port: port, systemID: "us", password: "b")
        settings.binds = binds
        settings.messagesPerSecond = rate
        settings.reconnect = .init(first: .milliseconds(2), longest: .milliseconds(20))
        let half: (CarrierGateway) -> Void = { $0.hold(binds: binds / 2) }
        try await withGateway(settings, prepare: half) { first in
            try await withGateway(settings, prepare: half) { second in try await body(first, second, carrier) }
        }
        await carrier.stop()
    }

    @Test func `more binds than the account has are refused until one is given back`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.bindsAtMost = 4
        try await withNodes(behaviour, binds: 4) { first, second, carrier in
            await first.bound(times: 2)
            await second.bound(times: 2)
            #expect(await carrier.counts().mostBinds == 4)
            second.gateway.hold(binds: 3)
            let events = await second.events { $0.links.contains { $0.words.contains("ESME_RBINDFAIL") } }
            #expect(events.links.last?.up == true)
            #expect(await carrier.counts().refusedBinds >= 1)
            first.gateway.hold(binds: 1)
            await second.events { _ in second.gateway.room == 30 }
            #expect(await carrier.counts().mostBinds == 4)
        }
    }

    @Test func `the binds of two nodes never exceed the account while shares move between them`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.bindsAtMost = 6
        try await withNodes(behaviour, binds: 6) { first, second, carrier in
            await first.bound(times: 3)
            await second.bound(times: 3)
            for round in 0..<12 {
                let (giver, taker) = round % 2 == 0 ? (first, second) : (second, first)
                let (few, many) = (1 + round % 2, 5 - round % 2)
                giver.gateway.hold(binds: few)
                giver.gateway.submit([.sample(round)])
                // As lanes do: what is open elsewhere is counted before it is taken.
                await giver.events { _ in giver.gateway.heldBinds <= few }
                taker.gateway.hold(binds: many)
                await taker.events { _ in taker.gateway.room == many * 10 }
            }
            let counts = await carrier.counts()
            #expect(counts.mostBinds == 6)
            #expect(counts.refusedBinds == 0)
        }
    }

    @Test func `the rate of an account is counted over all its binds, and what is above is throttled`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.rateAtMost = 30
        try await withNodes(behaviour, binds: 4) { first, second, carrier in
            await first.bound(times: 2)
            await second.bound(times: 2)
            first.gateway.submit((0..<20).map { .sample($0) })
            second.gateway.submit((20..<40).map { .sample($0) })
            let events = (await first.ended(20), await second.ended(20))
            let counts = await carrier.counts()
            #expect(events.0.accepted.count + events.1.accepted.count == 30)
            #expect((counts.accepted, counts.throttled, counts.highestRate) == (30, 10, 40))
        }
    }

    @Test func `two nodes together keep to the pace of the route`() async throws {
        try await withNodes(CarrierBehaviour(), binds: 4, rate: 200) { first, second, carrier in
            await first.bound(times: 2)
            await second.bound(times: 2)
            async let one: Void = first.send(0..<250)
            async let two: Void = second.send(1_000..<1_250)
            _ = await (one, two)
            _ = await (first.ended(250), second.ended(250))
            let counts = await carrier.counts()
            #expect(counts.accepted == 500)
            // What is written in one second may be read within less, on a machine that has other work.
            #expect(counts.highestRate <= 300)
        }
    }

    @Test func `receipts and the parts of a reply come over any bind of any node`() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("turns-\(UUID().uuidString).tsv").path
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: file) } }
        var behaviour = CarrierBehaviour()
        behaviour.replies = [.init(share: 1, text: String(repeating: "why ", count: 60), delay: .seconds(1))]
        try await withNodes(behaviour, journal: file, binds: 4) { first, second, carrier in
            await first.bound(times: 2)
            await second.bound(times: 2)
            first.gateway.submit((0..<20).map { .sample($0) })
            await first.ended(20)
            await carrier.advance(to: noon + .seconds(1))
            let others = await withTaskGroup { group in
                group.addTask { _ = await first.events { _ in false } }
                group.addTask { _ = await second.events { _ in false } }
                await carrier.settle()
                group.cancelAll()
                await group.waitForAll()
                return (await first.events, await second.events)
            }
            let receipts = others.0.receipts + others.1.receipts
            #expect(Set(others.0.accepted) == Set(receipts.map(\.carrierID)) && receipts.count == 20)
            #expect(!others.1.receipts.isEmpty)
            let parts = others.0.replies + others.1.replies
            #expect(Set(parts.map { "\($0.from) \($0.part?.number ?? 0)" }).count == 40 && parts.count == 40)
            // Of some replies one part came to each node.
            #expect(!Set(others.0.replies.map(\.from)).isDisjoint(with: others.1.replies.map(\.from)))
            #expect(await carrier.counts().deliveriesAnswered == 60)
            #expect(await carrier.counts().strayAnswers == 0)
        }
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: "\t")
        }
        #expect(lines.count == 20)
        #expect(Set(lines.map { $0[5] }).count == 2)
        #expect(lines.allSatisfy { $0[6] == "\(noon.milliseconds)" })
    }
}
