import CivilTime
import Delivery
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// A process that ends without a word, and the one after it.
@Suite(.everyEngine) struct RecoveryTests {
    @Test func `a crash leaves at most a window unknown, and nothing is said twice`() async throws {
        let desk = try await Desk(window: 6)
        for borrower in 1...10 { try await desk.borrower(Int64(borrower)) }
        try await desk.plan()
        _ = try await desk.lane().turn([])
        let before = desk.carrier.handed
        #expect(before.reduce(0) { $0 + $1.segments } <= 6)
        // Nothing is finished: the lane is dropped, and with it every answer on its way.
        let lost = try await Recovery.run(desk.context, .all)
        #expect(lost == before.count)
        #expect(try await Recovery.run(desk.context, .all) == 0)
        let lane = desk.lane()
        while desk.carrier.handed.count < 10 {
            let count = desk.carrier.handed.count
            _ = try await lane.turn([])
            desk.carrier.setRoom(0)
            _ = try await lane.turn(desk.carrier.handed[count...].flatMap(\.accepted))
            desk.carrier.setRoom(nil)
            try #require(desk.carrier.handed.count > count)
        }
        #expect(Set(desk.carrier.handed.map(\.to)).count == 10, "each borrower once")
        #expect(try await desk.states().count { $0 == .unknown } == before.count)
        let report = try await desk.audit()
        #expect(report.isSound, "\(report.faults)")
    }

    @Test func `late receipts settle what the crash left unknown`() async throws {
        let desk = try await Desk()
        for borrower in 1...3 { try await desk.borrower(Int64(borrower)) }
        try await desk.plan()
        _ = try await desk.lane().turn([])
        let sent = desk.carrier.handed
        _ = try await Recovery.run(desk.context, .all)
        #expect(try await desk.states() == [.unknown, .unknown, .unknown])
        let receipts = sent.flatMap { submission in
            submission.text.segments.indices.map {
                desk.carrier.receipt("late-\(submission.carrierID($0))", from: submission.to)
            }
        }
        _ = try await desk.lane().turn(receipts)
        #expect(try await desk.states() == [.delivered, .delivered, .delivered])
    }

    @Test func `receipts that came before the crash, and before the answers, settle at recovery`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        let receipts = sent.text.segments.indices.map { desk.carrier.receipt("early-\($0)", from: sent.to) }
        _ = try await lane.turn(receipts)
        #expect(try await desk.states() == [.submitted])
        #expect(try await Recovery.run(desk.context, .all) == 1)
        #expect(try await desk.states() == [.delivered])
        #expect(try await desk.audit().isSound)
    }

    @Test(arguments: [FaultyDatabase.Moment.beforeCommit, .afterCommit])
    func `a crash in recovery itself loses nothing`(_ moment: FaultyDatabase.Moment) async throws {
        let faults = FaultyDatabase.Faults()
        let desk = try await Desk(wrapping: { FaultyDatabase($0, faults) })
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        _ = try await lane.turn(sent.text.segments.indices.map { desk.carrier.receipt("early-\($0)", from: sent.to) })
        faults.fail(moment)
        await #expect(throws: FaultyDatabase.Crash.self) { _ = try await Recovery.run(desk.context, .all) }
        faults.clear()
        _ = try await Recovery.run(desk.context, .all)
        #expect(try await desk.states() == [.delivered])
        #expect(try await desk.audit().isSound)
    }

    @Test func `segments that were answered before the crash keep their answers`() async throws {
        let desk = try await Desk(.meadow)
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        _ = try await lane.turn([sent.accepted[0]])
        _ = try await Recovery.run(desk.context, .all)
        let line = try #require(try await desk.attempts().first)
        #expect(line.state == .unknown)
        #expect(line.segments.first == .accepted)
        #expect(line.segments.dropFirst().allSatisfy { $0 == .unknown })
        let next = desk.lane()
        _ = try await next.turn([desk.carrier.receipt(sent.carrierID(0))])
        #expect(try await desk.states() == [.unknown])
        for index in 1..<sent.segments {
            _ = try await next.turn([desk.carrier.receipt("late-\(index)", from: sent.to)])
        }
        #expect(try await desk.states() == [.delivered])
    }

    @Test func `a crash before the commit has changed nothing`() async throws {
        let faults = FaultyDatabase.Faults()
        let desk = try await Desk(wrapping: { FaultyDatabase($0, faults) })
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        faults.fail(.beforeCommit)
        await #expect(throws: FaultyDatabase.Crash.self) { _ = try await lane.turn([]) }
        #expect(desk.carrier.handed.isEmpty)
        #expect(try await desk.states() == [.planned])
        #expect(try await desk.count("attempt") == 0)
        #expect(try await Recovery.run(desk.context, .all) == 0)
        _ = try await desk.submitOne(desk.lane())
    }

    @Test func `a crash right after the commit has sent nothing, and counts as told`() async throws {
        let faults = FaultyDatabase.Faults()
        let desk = try await Desk(wrapping: { FaultyDatabase($0, faults) })
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        faults.fail(.afterCommit)
        await #expect(throws: FaultyDatabase.Crash.self) { _ = try await lane.turn([]) }
        #expect(desk.carrier.handed.isEmpty)
        #expect(try await Recovery.run(desk.context, .all) == 1)
        #expect(try await desk.states() == [.unknown])
        #expect(try await desk.plan() == 0)
        _ = try await desk.lane().turn([])
        #expect(desk.carrier.handed.isEmpty)
    }

    @Test func `what was given back before the crash is still sent after it`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        _ = try await lane.turn(sent.all { .unwritten($0, segment: $1) })
        #expect(try await Recovery.run(desk.context, .all) == 0)
        desk.clock.advance(.minutes(1))
        _ = try await desk.submitOne(desk.lane())
        #expect(try await desk.states() == [.submitted])
    }
}
