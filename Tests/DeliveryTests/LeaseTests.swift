import CivilTime
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

@testable import Delivery

/// Lanes of several nodes, and what becomes of the attempts of one that is away.
@Suite(.everyEngine) struct LeaseTests {
    @Test func `a lane that is away for longer than its lease is given up by another, and by no sooner`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        _ = try await desk.submitOne(desk.lane())
        desk.clock.advance(.seconds(14))
        #expect(try await Recovery.run(desk.context, .ended) == 0)
        #expect(try await desk.states() == [.submitted])
        desk.clock.advance(.seconds(2))
        #expect(try await Recovery.run(desk.context, .ended) == 1)
        #expect(try await desk.states() == [.unknown])
        #expect(try await desk.count("lane") == 0)
        // The next lane finds nothing to tell.
        _ = try await desk.lane().turn([])
        #expect(desk.carrier.handed.count == 1)
    }

    @Test func `every turn prolongs the lease`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        _ = try await desk.submitOne(lane)
        for _ in 0..<5 {
            desk.clock.advance(.seconds(10))
            _ = try await lane.turn([])
            #expect(try await Recovery.run(desk.context, .ended) == 0)
        }
        #expect(try await desk.states() == [.submitted])
    }

    @Test func `a lane that comes back takes its attempts back, and their answers count`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        desk.clock.advance(.seconds(20))
        #expect(try await Recovery.run(desk.context, .ended) == 1)
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.submitted])
        #expect(try await desk.count("lane") == 1)
        _ = try await lane.turn(sent.accepted)
        #expect(try await desk.states() == [.accepted])
        _ = try await lane.turn(sent.text.segments.indices.map { desk.carrier.receipt(sent.carrierID($0)) })
        #expect(try await desk.states() == [.delivered])
        #expect(desk.carrier.handed.count == 1)
        let report = try await desk.audit()
        #expect(report.isSound, "\(report.faults)")
    }

    @Test func `what a receipt has settled meanwhile stays settled when the lane comes back`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        desk.clock.advance(.seconds(20))
        _ = try await Recovery.run(desk.context, .ended)
        let other = desk.lane()
        _ = try await other.turn(
            sent.text.segments.indices.map { desk.carrier.receipt("late-\($0)", from: sent.to) })
        #expect(try await desk.states() == [.delivered])
        _ = try await lane.turn(sent.accepted)
        #expect(try await desk.states() == [.delivered])
        #expect(await lane.outstanding == 0)
        #expect(try await desk.audit().isSound)
    }

    @Test func `answers that come after a receipt was placed by the number give its segment no other id`() async throws
    {
        let desk = try await Desk(.meadow)
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        try #require(sent.segments == 2)
        desk.clock.advance(.seconds(20))
        _ = try await Recovery.run(desk.context, .ended)
        let other = desk.lane()
        // The second segment's, which finds the first.
        let second = desk.carrier.receipt(sent.carrierID(1), from: sent.to)
        _ = try await other.turn([second])
        _ = try await lane.turn(sent.accepted)
        #expect(await lane.outstanding == 0)
        _ = try await other.turn([desk.carrier.receipt(sent.carrierID(1), from: sent.to)])
        #expect(try await desk.attempts().map(\.segments) == [[.delivered, .unknown]])
        _ = try await other.turn([desk.carrier.receipt(sent.carrierID(0), .undelivered, from: sent.to)])
        #expect(try await desk.attempts().map(\.segments) == [[.delivered, .undelivered]])
        #expect(try await desk.states() == [.undelivered])
        #expect(try await desk.audit().isSound)
    }

    @Test func `a text of which a part was refused and the rest given up has failed for good`() async throws {
        let desk = try await Desk(.meadow)
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        _ = try await lane.turn([sent.refused(.permanent)[0]])
        desk.clock.advance(.seconds(20))
        _ = try await Recovery.run(desk.context, .ended)
        #expect(try await desk.states() == [.failed])
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.failed])
        #expect(await lane.outstanding == 0)
    }

    @Test func `what another node has heard of one segment counts when the last one's answer comes`() async throws {
        let desk = try await Desk(.meadow)
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let (lane, other) = (desk.lane(), desk.lane())
        let sent = try await desk.submitOne(lane)
        try #require(sent.segments == 2)
        _ = try await lane.turn([sent.accepted[0]])
        _ = try await other.turn((0..<2).map { desk.carrier.receipt(sent.carrierID($0), from: sent.to) })
        #expect(try await desk.attempts().map(\.segments) == [[.delivered, .written]])
        _ = try await lane.turn([sent.accepted[1]])
        #expect(try await desk.attempts().map(\.segments) == [[.delivered, .delivered]])
        #expect(try await desk.states() == [.delivered])
        #expect(try await desk.audit().isSound)
    }

    @Test func `a lost answer's receipt that waited for the answer to another node settles it then`() async throws {
        let desk = try await Desk()
        let phone = House.chenhe.phone(1)
        for borrower in 1...2 { try await desk.borrower(Int64(borrower), phone: phone) }
        try await desk.plan()
        let (lane, other) = (desk.lane(), desk.lane())
        _ = try await lane.turn([])
        let (lost, flying) = (desk.carrier.handed[0], desk.carrier.handed[1])
        _ = try await lane.turn(lost.all { .unanswered($0, segment: $1) })
        _ = try await other.turn(lost.text.segments.indices.map { desk.carrier.receipt("x\($0)", from: phone) })
        #expect(try await desk.states() == [.unknown, .submitted])
        _ = try await lane.turn(flying.accepted)
        #expect(try await desk.states() == [.delivered, .accepted])
        #expect(try await desk.audit().isSound)
    }

    @Test(arguments: [true, false])
    func `a receipt between the answers of a text that travelled as one speaks for all of it`(
        sameNode: Bool
    ) async throws {
        let desk = try await Desk(.meadow)
        try await AnswerTests.longText(desk)
        try await desk.plan()
        let lane = desk.lane()
        let other = sameNode ? lane : desk.lane()
        let sent = try await desk.submitOne(lane)
        let answers = sent.all { .accepted($0, segment: $1, carrierID: "one") }
        try #require(answers.count == 2)
        _ = try await lane.turn([answers[0]])
        _ = try await other.turn([desk.carrier.receipt("one", from: sent.to)])
        _ = try await lane.turn([answers[1]])
        #expect(try await desk.states() == [.delivered])
    }

    @Test(arguments: [true, false])
    func `a lane sends nothing from a store that was moved away while it slept`(wasGivenUp: Bool) async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        let lane = desk.lane()
        _ = try await lane.turn([])
        try await desk.plan()
        desk.clock.advance(.seconds(20))
        if wasGivenUp { _ = try await Recovery.run(desk.context, .ended) }
        try await desk.database.write {
            _ = try $0.run("INSERT INTO setting (key, value) VALUES ('moved_to', 'postgres://new')")
        }
        let error = await #expect(throws: StoreError.self) { _ = try await lane.turn([]) }
        #expect(error?.code == .elsewhere)
        #expect(desk.carrier.handed.isEmpty)
        #expect(try await desk.count("attempt") == 0)
    }

    @Test func `nothing is handed over to be written after the lease`() async throws {
        var settings = DeliverySettings()
        settings.lease = .seconds(3)
        let desk = try await Desk(settings: settings)
        try await desk.borrower(1)
        try await desk.plan()
        let before = ContinuousClock.now
        let sent = try await desk.submitOne(desk.lane())
        #expect(sent.writeBefore <= before.advanced(by: .seconds(4)))
        #expect(sent.writeBefore > before)
    }

    @Test(arguments: [Span.hours(1), .hours(-1)])
    func `a node whose clock is far from the database's says nothing and listens`(_ off: Span) async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let clock = desk.clock
        var context = desk.context
        context.clock = LawClock(name: LawClock.systemName) { clock.now + off }
        let lane = desk.lane(context: context)
        _ = try await lane.turn([])
        #expect(desk.carrier.handed.isEmpty)
        #expect(await lane.holding?.contains("3600 s") == true)
        // Another, whose clock is right, sends by the time of the database.
        context.clock = LawClock(name: LawClock.systemName) { clock.now + .seconds(2) }
        _ = try await desk.lane(context: context).turn([])
        #expect(desk.carrier.handed.count == 1)
        #expect(try await desk.contactTimes() == [clock.now])
    }

    @Test(arguments: [FaultyDatabase.Moment.answerLostDone, .answerLostUndone, .full, .unreachable], 0...2)
    func `a turn whose commit fails or is in doubt is done once`(
        _ moment: FaultyDatabase.Moment, after writes: Int
    ) async throws {
        let faults = FaultyDatabase.Faults()
        let desk = try await Desk(wrapping: { FaultyDatabase($0, faults) })
        for borrower in 1...3 { try await desk.borrower(Int64(borrower)) }
        try await desk.plan()
        let lane = desk.lane()
        faults.fail(moment, after: writes)
        _ = try await lane.turn([])
        let sent = desk.carrier.handed
        #expect(sent.count == 3)
        _ = try await lane.turn(sent.flatMap(\.accepted))
        _ = try await lane.turn(
            sent.flatMap { sent in sent.text.segments.indices.map { desk.carrier.receipt(sent.carrierID($0)) } })
        #expect(desk.carrier.handed.count == 3)
        #expect(try await desk.states() == [.delivered, .delivered, .delivered])
        #expect(try await desk.count("attempt") == 3)
        #expect(desk.carrier.acknowledged.count == sent.reduce(0) { $0 + $1.segments })
        #expect(try await desk.audit().isSound)
    }

    @Test func `a store that stays full is an error when patience ends`() async throws {
        let faults = FaultyDatabase.Faults()
        var settings = DeliverySettings()
        settings.storePatience = .zero
        let desk = try await Desk(settings: settings, wrapping: { FaultyDatabase($0, faults) })
        faults.fail(.full)
        let error = await #expect(throws: StoreError.self) { _ = try await desk.lane().turn([]) }
        #expect(error?.code == .full)
    }
}

extension Desk {
    /// When borrowers were written to.
    func contactTimes() async throws -> [Instant] {
        try await database.read { try $0.rows("SELECT at_ms FROM contact ORDER BY id") { $0.instant(0) } }
    }
}
