import CivilTime
import Delivery
import Evidence
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// What borrowers send back: kept, understood, and acted on at once.
@Suite(.everyEngine) struct ReplyTests {
    let american = House.meadow.phone(1)

    private func part(_ number: UInt8, of total: UInt8 = 3, reference: UInt16 = 9) -> CarrierReply.Part {
        CarrierReply.Part(reference: reference, number: number, total: total)
    }

    @Test func `STOP is effective at once, within the batch that brings it`() async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow)
        try await desk.plan()
        let lane = desk.lane()
        let report = try await lane.turn([desk.carrier.reply("Stop", from: american)])
        #expect(report.counts.optOuts == 1)
        let messages = try await desk.messages()
        #expect(messages.map(\.state) == [.suppressed, .submitted])
        #expect(messages.map(\.step) == ["overdue.1", "opt_out.confirmation"])
        #expect(desk.carrier.handed.count == 1)
        #expect(desk.carrier.handed[0].words.contains("no more text messages"))
        #expect(desk.carrier.acknowledged.count == 1)
        #expect(try await desk.audit().isSound)
        #expect(try await desk.leaves(1).map(\.kind).contains(.consent))
    }

    @Test func `exactly one confirmation, however often STOP is said or delivered`() async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow)
        let lane = desk.lane()
        _ = try await lane.turn([
            desk.carrier.reply("STOP", from: american), desk.carrier.reply("stop!!", from: american),
        ])
        #expect(desk.carrier.handed.count == 1)
        _ = try await lane.turn(desk.carrier.handed[0].accepted + [desk.carrier.reply("STOP", from: american)])
        // The answer to the carrier was lost in a crash: it delivers the same again.
        desk.clock.advance(.seconds(30))
        _ = try await Recovery.run(desk.context, .all)
        _ = try await desk.lane().turn([desk.carrier.reply("STOP", from: american)])
        desk.clock.advance(.hours(20))
        _ = try await lane.turn([])
        #expect(desk.carrier.handed.count == 1)
        #expect(try await desk.count("reply") == 4, "each is kept")
    }

    @Test func `a confirmation that was not written is given once more, in time`() async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow)
        let lane = desk.lane()
        _ = try await lane.turn([desk.carrier.reply("STOP", from: american)])
        let first = try #require(desk.carrier.handed.first)
        _ = try await lane.turn(first.all { .unwritten($0, segment: $1) })
        desk.clock.advance(.seconds(2))
        _ = try await lane.turn([])
        #expect(desk.carrier.handed.count == 2)
        _ = try await lane.turn(desk.carrier.handed[1].all { .unwritten($0, segment: $1) })
        desk.clock.advance(.minutes(6))
        _ = try await lane.turn([])
        #expect(desk.carrier.handed.count == 2, "five minutes have passed")
        #expect(try await desk.states() == [.suppressed])
    }

    @Test func `no confirmation where no pack allows one`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let report = try await desk.lane().turn([desk.carrier.reply("退订", from: House.chenhe.phone(1))])
        #expect(report.counts.optOuts == 1)
        #expect(desk.carrier.handed.isEmpty)
        #expect(try await desk.states() == [.suppressed])
    }

    @Test func `a number that two borrowers share speaks for both, and is confirmed once`() async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow, phone: american)
        try await desk.borrower(2, .meadow, phone: american)
        try await desk.plan()
        _ = try await desk.lane().turn([desk.carrier.reply("stop", from: String(american.dropFirst()))])
        let messages = try await desk.messages()
        #expect(messages.count { $0.state == .suppressed } == 2)
        #expect(messages.filter { $0.step == "opt_out.confirmation" }.map(\.state) == [.submitted])
        #expect(desk.carrier.handed.count == 1)
    }

    @Test func `START opens what STOP closed, and a new STOP is confirmed anew`() async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow)
        let lane = desk.lane()
        _ = try await lane.turn([desk.carrier.reply("STOP", from: american)])
        desk.clock.advance(.minutes(10))
        _ = try await lane.turn(desk.carrier.handed[0].accepted + [desk.carrier.reply("start", from: american)])
        try await desk.plan()
        _ = try await lane.turn([])
        #expect(try await desk.messages().map(\.step) == ["opt_out.confirmation", "overdue.1"])
        #expect(desk.carrier.handed.count == 2)
        desk.clock.advance(.minutes(10))
        _ = try await lane.turn(desk.carrier.handed[1].accepted + [desk.carrier.reply("STOP", from: american)])
        #expect(desk.carrier.handed.count == 3)
    }

    @Test(arguments: [[1, 2, 3], [3, 1, 2], [2, 3, 1], [1, 1, 3, 3, 2]])
    func `a reply in parts is read as one, in whatever order they come, across a restart`(_ order: [Int]) async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow)
        try await desk.plan()
        desk.carrier.setRoom(0)
        let words = ["please st", "op texting ", "me, thank you"]
        var last: TurnReport?
        for number in order {
            // A new process for every part.
            last = try await desk.lane().turn([
                desk.carrier.reply(words[number - 1], from: american, part: part(UInt8(number)))
            ])
        }
        #expect(last?.counts.optOuts == 1)
        #expect(try await desk.count("reply WHERE meaning = 'opt_out'") == 1)
        #expect(try await desk.count("reply WHERE meaning = 'part'") == 0)
        desk.carrier.setRoom(nil)
        _ = try await desk.lane().turn([])
        #expect(try await desk.messages().map(\.state) == [.suppressed, .submitted])
    }

    @Test func `parts of different replies are not mixed`() async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow)
        let lane = desk.lane()
        _ = try await lane.turn([
            desk.carrier.reply("st", from: american, part: part(1, of: 2, reference: 1)),
            desk.carrier.reply("day", from: american, part: part(2, of: 2, reference: 2)),
            desk.carrier.reply("op", from: House.meadow.phone(2), part: part(2, of: 2, reference: 1)),
        ])
        #expect(try await desk.count("reply WHERE meaning = 'part'") == 3)
        desk.clock.advance(.hours(25))
        _ = try await lane.turn([desk.carrier.reply("op", from: american, part: part(2, of: 2, reference: 1))])
        #expect(try await desk.count("reply WHERE meaning = 'part'") == 4, "the first part is of another day")
        #expect(await lane.counts.replies == 0)
    }

    @Test func `paid already stops collection until a person has looked`() async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow)
        try await desk.plan()
        _ = try await desk.lane().turn([desk.carrier.reply("I already paid this", from: american)])
        #expect(try await desk.states() == [.suppressed])
        #expect(desk.carrier.handed.isEmpty)
        #expect(try await desk.count("task WHERE kind = 'paid_claim'") == 1)
    }

    @Test func `a question is work for a person and changes nothing else`() async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow)
        try await desk.plan()
        _ = try await desk.lane().turn([desk.carrier.reply("How much do I owe?", from: american)])
        #expect(try await desk.states() == [.submitted])
        #expect(try await desk.count("task WHERE kind = 'question'") == 1)
    }

    @Test func `a reply that matches nobody is kept and recorded`() async throws {
        let desk = try await Desk(.meadow)
        _ = try await desk.lane().turn([
            desk.carrier.reply("STOP", from: "+19995550000"), desk.carrier.reply("", from: ""),
        ])
        #expect(desk.carrier.acknowledged.count == 2)
        #expect(try await desk.count("reply WHERE meaning = 'unmatched'") == 2)
        #expect(try await desk.count("leaf WHERE kind = 'reply'") == 2)
    }

    @Test func `a reply of a borrower whose keys were destroyed is kept all the same`() async throws {
        let desk = try await Desk(.meadow)
        try await desk.borrower(1, .meadow)
        try await desk.database.write { _ = try $0.run("DELETE FROM borrower_key") }
        _ = try await desk.lane().turn([desk.carrier.reply("STOP", from: american)])
        #expect(desk.carrier.acknowledged.count == 1)
        #expect(try await desk.count("reply WHERE meaning = 'unmatched' AND borrower IS NULL") == 1)
    }
}
