import CarrierProtocols
import CivilTime
import Foundation
import Gateways
import Messaging
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CarrierSimulatorTests {
    @Test func `on a virtual clock nothing comes before its time`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.receiptDelay = .minutes(5)...Span.minutes(10)
        behaviour.replies = [.init(share: 1, text: "STOP", delay: .hours(3))]
        try await withRoute(behaviour) { rig, carrier in
            await rig.bound()
            await rig.send(0..<30)
            await rig.ended(30)
            await carrier.advance(to: noon + .minutes(4))
            await carrier.settle()
            #expect(await carrier.counts().receiptsSent == 0)
            async let receipts = rig.receipts(30)
            await carrier.advance(to: noon + .minutes(10))
            await carrier.settle()
            #expect(await receipts.receipts.count == 30)
            #expect(await carrier.counts().repliesSent == 0)
            async let replies = rig.events { $0.replies.count == 30 }
            await carrier.advance(to: noon + .hours(3))
            await carrier.settle()
            #expect(
                await replies.replies.allSatisfy { $0.text == "STOP" && $0.from.hasPrefix("86138") && $0.part == nil })
            #expect(await carrier.counts().deliveriesAnswered == 60)
        }
    }

    @Test func `fates follow from seed and destination and come in their shares`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.undelivered = 0.2
        behaviour.expired = 0.1
        behaviour.lostReceipts = 0.1
        behaviour.duplicateReceipts = 0.1
        behaviour.replies = [
            .init(share: 0.1, text: "paid already", delay: .seconds(1)),
            .init(share: 0.1, text: "你们是谁?", delay: .seconds(1)),
        ]
        var runs: [[String]] = []
        for _ in 0..<2 {
            try await withRoute(behaviour, settings: { $0.window = 100 }) { rig, carrier in
                await rig.bound()
                await rig.send(0..<500)
                await rig.ended(500)
                await carrier.advance(to: noon + .seconds(1))
                let events = await rig.settled(carrier)
                let counts = await carrier.counts()
                #expect(events.receipts.count == counts.receiptsSent)
                #expect(events.replies.count == counts.repliesSent)
                let outcomes = Dictionary(grouping: events.receipts, by: \.outcome).mapValues(\.count)
                #expect((60...130).contains(outcomes[.undelivered] ?? 0))
                #expect((25...80).contains(outcomes[.expired] ?? 0))
                #expect((430...550).contains(counts.receiptsSent))
                #expect((60...140).contains(counts.repliesSent))
                #expect(Set(events.replies.map(\.text)) == ["paid already", "你们是谁?"])
                runs.append(
                    (events.receipts.map { "\($0.address) \($0.outcome)" } + events.replies.map { $0.from + $0.text })
                        .sorted())
            }
        }
        #expect(runs.count == 2 && runs[0] == runs[1])
    }

    @Test(arguments: SMPP.IDForm.allCases, CarrierBehaviour.ReceiptForm.allCases)
    func `ids are matched whatever form they come in`(_ ids: SMPP.IDForm, _ form: CarrierBehaviour.ReceiptForm)
        async throws
    {
        var behaviour = CarrierBehaviour()
        behaviour.receiptIDs = ids
        behaviour.receiptForm = form
        try await withRoute(behaviour, settings: { $0.receiptIDs = ids }) { rig, _ in
            await rig.bound()
            await rig.send(0..<20)
            let events = await rig.receipts(20)
            #expect(Set(events.accepted) == Set(events.receipts.map(\.carrierID)))
            #expect(events.accepted.count == 20)
        }
    }

    @Test func `a long reply comes in parts that say so`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.replies = [.init(share: 1, text: String(repeating: "why ", count: 60), delay: .milliseconds(0))]
        try await withRoute(behaviour) { rig, _ in
            await rig.bound()
            await rig.send(0..<1)
            let replies = await rig.events { $0.replies.count == 2 }.replies
            #expect(replies.map { $0.part?.number } == [1, 2])
            #expect(replies.allSatisfy { $0.part?.total == 2 })
            #expect(replies.map(\.text).joined() == String(repeating: "why ", count: 60))
        }
    }

    @Test func `on a real clock delayed receipts come by themselves`() async throws {
        var behaviour = CarrierBehaviour()
        behaviour.receiptDelay = .milliseconds(1)...Span.milliseconds(30)
        behaviour.answerDelay = .milliseconds(0)...Span.milliseconds(5)
        try await withRoute(behaviour, time: .real(.fixed(noon)), settings: { $0.window = 50 }) { rig, carrier in
            await rig.bound()
            await rig.send(0..<100)
            let events = await rig.events { $0.receipts.count == 100 && $0.accepted.count == 100 }
            #expect(Set(events.accepted) == Set(events.receipts.map(\.carrierID)))
            await carrier.settle()
            #expect(await carrier.counts().deliveriesAnswered == 100)
        }
    }

    @Test func `the journal has a line for every text before its answer`() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString).tsv")
            .path
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: file) } }
        let carrier = try CarrierSimulator(time: .virtual(start: noon), journal: file)
        let port = try await carrier.start()
        let settings = SMPPRouteSettings(name: "j", host: "127.0.0.1", port: port, systemID: "a", password: "b")
        try await withGateway(settings) { rig in
            await rig.bound()
            await rig.send(0..<4)
            await rig.ended(4)
            await rig.send(4..<5, text: .long)
            let events = await rig.ended(7)
            let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
                $0.split(separator: "\t")
            }
            #expect(lines.count == 7)
            #expect(lines.map { $0[0] } == (1...7).map { "\($0)" })
            #expect(lines.map { String($0[4]) } == events.accepted)
            #expect(lines.prefix(4).allSatisfy { $0[2] == "-" })
            #expect(
                lines.suffix(3).map { $0[2].split(separator: "/").suffix(2).joined(separator: "/") } == [
                    "3/1", "3/2", "3/3",
                ])
        }
        await carrier.stop()
        #expect(throws: CarrierSimulatorError.self) {
            try CarrierSimulator(time: .virtual(start: noon), journal: "/proc/nothing/here")
        }
    }
}
