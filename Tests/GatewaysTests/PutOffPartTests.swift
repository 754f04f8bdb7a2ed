import CarrierProtocols
import CivilTime
import Foundation
import Gateways
import Messaging
import Testing

/// Long texts of which the carrier takes some parts and puts off others: no borrower is to get half a text.
@Suite(.timeLimit(.minutes(1)))
struct PutOffPartTests {
    private func throttled(_ share: Double, seed: UInt64 = 1) -> CarrierBehaviour {
        var behaviour = CarrierBehaviour()
        behaviour.throttled = share
        behaviour.seed = seed
        return behaviour
    }

    /// With this seed the first text is taken and the second put off.
    private var secondPutOff: CarrierBehaviour { throttled(0.5, seed: 1) }

    private func quick(_ settings: inout SMPPRouteSettings) {
        (settings.window, settings.messagesPerSecond) = (50, 100_000)
        settings.resending.firstPause = .milliseconds(1)
        settings.resending.longestPause = .milliseconds(10)
    }

    @Test(arguments: [2, 5], [SMPP.LongText.udh8, .sar])
    func `a throttling carrier takes every part exactly once`(_ parts: Int, _ form: SMPP.LongText) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("parts-\(UUID().uuidString).tsv").path
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: file) } }
        try await withRoute(
            throttled(0.3), journal: file,
            settings: {
                quick(&$0)
                $0.longTexts = form
            }
        ) { rig, carrier in
            await rig.bound()
            await rig.send(0..<30, text: .parts(parts))
            let events = await rig.ended(30 * parts)
            let expected = (0..<30).flatMap { text in (0..<parts).map { "accepted \(text)/\($0)" } }
            #expect(events.segments.sorted() == expected.sorted())
            let counts = await carrier.counts()
            #expect(counts.throttled > parts)
            #expect(counts.accepted == 30 * parts)
            #expect(counts.texts.count == 30 * parts)
            #expect(rig.gateway.inFlight == 0)
        }
        // The handset joins them only under one reference: columns are number, destination, reference/total/part.
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: "\t")
        }
        let references = Dictionary(grouping: lines, by: { $0[1] }).mapValues { text in
            Set(text.map { $0[2].split(separator: "/")[0] })
        }
        #expect(references.count == 30)
        #expect(references.values.allSatisfy { $0.count == 1 })
    }

    @Test func `a put-off part goes over the next link when its own is cut`() async throws {
        try await withRoute(
            secondPutOff,
            settings: {
                quick(&$0)
                $0.resending.firstPause = .seconds(30)
                $0.resending.longestPause = .seconds(30)
            }
        ) { rig, carrier in
            await rig.bound()
            rig.gateway.submit([.sample(1, text: .parts(2))])
            #expect(await rig.ended(1).segments == ["accepted 1/0"])
            await carrier.behave(throttled(1))
            await carrier.outage(true)
            await rig.events { $0.links.contains { !$0.up } }
            await carrier.behave(throttled(0))
            await carrier.outage(false)
            #expect(await rig.ended(2).segments == ["accepted 1/0", "accepted 1/1"])
            await rig.bound(times: 2)
            #expect(await carrier.counts().texts.values.sorted() == [1, 1])
            #expect(rig.gateway.inFlight == 0)
        }
    }

    @Test func `when the link stays away the part is refused at its bound`() async throws {
        try await withRoute(
            secondPutOff,
            settings: { ($0.resending.firstPause, $0.resending.limit) = (.milliseconds(1_490), .milliseconds(1_500)) }
        ) { rig, carrier in
            await rig.bound()
            rig.gateway.submit([.sample(1, text: .parts(2))])
            await rig.ended(1)
            await carrier.behave(throttled(1))
            await carrier.outage(true)
            #expect(await rig.ended(2).segments == ["accepted 1/0", "refused 1/1 slowDown"])
            await rig.events { $0.links.contains { !$0.up } }
            #expect(rig.gateway.room == 0)
        }
    }

    @Test func `a text of which nothing was taken is given back unwritten when the link ends`() async throws {
        try await withRoute(throttled(1), settings: { $0.resending.firstPause = .seconds(5) }) { rig, carrier in
            await rig.bound()
            rig.gateway.submit([.sample(1, text: .parts(2)), .sample(2)])
            // Answered after the parts in front of it.
            #expect(await rig.ended(1).segments == ["refused 2/0 slowDown"])
            #expect(rig.gateway.room == 8)
            await carrier.outage(true)
            #expect(await rig.ended(3).segments.suffix(2) == ["unwritten 1/0", "unwritten 1/1"])
        }
    }

    @Test(arguments: [
        (Resending(tries: 3, firstPause: .milliseconds(1)), 5...6), (Resending(limit: .zero), 2...2),
    ])
    func `at its bound a part is refused`(_ resending: Resending, _ writes: ClosedRange<Int>) async throws {
        try await withRoute(
            throttled(1),
            settings: {
                quick(&$0)
                $0.resending = resending
            }
        ) { rig, carrier in
            await rig.bound()
            await rig.send(1..<2, text: .parts(2))
            #expect(Set(await rig.ended(2).segments) == ["refused 1/0 slowDown", "refused 1/1 slowDown"])
            #expect(writes.contains(await carrier.counts().throttled))
            #expect(rig.gateway.inFlight == 0)
        }
    }

    @Test func `a stopping route writes texts that are partly out to their end`() async throws {
        var stopped: (Rig, CarrierSimulator)?
        try await withRoute(
            secondPutOff,
            settings: {
                quick(&$0)
                $0.resending.firstPause = .milliseconds(50)
                // It is not to be waited for: the route stops when the text is out.
                $0.drainLimit = .seconds(600)
                $0.asksForReceipts = false
            }
        ) { rig, carrier in
            await rig.bound()
            rig.gateway.submit([.sample(1, text: .parts(2))])
            await rig.ended(1)
            await carrier.behave(throttled(0))
            stopped = (rig, carrier)
        }
        let (rig, carrier) = try #require(stopped)
        #expect(await rig.events.segments == ["accepted 1/0", "accepted 1/1"])
        #expect(await carrier.counts().unbinds == 1)
    }

    @Test func `cuts amid throttling neither repeat a part nor leave one behind`() async throws {
        // The pace halves with every jam: a few of them are enough, and more would take minutes on a loaded machine.
        var behaviour = throttled(0.15)
        behaviour.dropConnectionAfter = 15
        try await withRoute(
            behaviour,
            settings: {
                quick(&$0)
                ($0.binds, $0.window) = (2, 10)
            }
        ) { rig, carrier in
            await rig.bound(times: 2)
            await rig.send(0..<20, text: .parts(3))
            let segments = await rig.ended(60).segments.map { $0.split(separator: " ") }
            #expect(Set(segments.map { $0[1] }).count == 60 && segments.count == 60)
            let texts = Dictionary(grouping: segments) { $0[1].split(separator: "/")[0] }
                .mapValues { Set($0.map { $0[0] }) }
            #expect(texts.values.allSatisfy { $0 == ["unwritten"] || !$0.contains("unwritten") })
            #expect(texts.values.allSatisfy { !$0.contains("refused") })
            let counts = await carrier.counts()
            #expect(counts.duplicates.isEmpty)
            #expect(counts.droppedConnections > 1 && counts.throttled > 2)
        }
    }

    @Test func `pauses double, and end with the tries or the time`() {
        let resending = Resending()
        let pauses = (1..<20).map { resending.pause(tries: $0, age: .zero) }
        #expect(pauses.prefix(4) == [.milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800)])
        #expect(pauses.suffix(2) == [.seconds(4), .seconds(4)])
        #expect(resending.pause(tries: 20, age: .zero) == nil)
        #expect(resending.pause(tries: 10, age: .seconds(55)) == .seconds(4))
        #expect(resending.pause(tries: 10, age: .seconds(56)) == nil)
    }
}
