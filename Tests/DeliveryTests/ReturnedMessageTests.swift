import CivilTime
import Decisions
import Delivery
import Evidence
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// A message that comes back from the carrier, beside another that was planned about the same while it was out.
@Suite(.everyEngine) struct ReturnedMessageTests {
    private static func unwritten(_ sent: Submission) -> [GatewayEvent] {
        sent.all { .unwritten($0, segment: $1) }
    }

    /// The first of two loans was left out of the message that is planned under its claim; it is out, and tells the other.
    private static func leftOut() async throws -> (desk: Desk, lane: DeliveryLane, sent: Submission) {
        let desk = try await MergedMessageTests.desk(loans: 2)
        try await desk.plan()
        try await MergedMessageTests.reject(100, on: desk)
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        #expect(try await told(desk) == ["101 by 1"])
        return (desk, lane, sent)
    }

    /// The claims that are taken, by the place of the message.
    private static func told(_ desk: Desk) async throws -> [String] {
        let ids = try await desk.messages().map { String($0.id) }
        return try await MergedMessageTests.claims(desk).map { claim in
            let words = claim.split(separator: " ").map(String.init)
            return "\(words[0]) by \((ids.firstIndex(of: words[2]) ?? -1) + 1)"
        }
    }

    @Test(arguments: [true, false])
    func `what was planned anew while a message was out gives way when that comes back`(
        isThrottled: Bool
    ) async throws {
        let (desk, lane, sent) = try await Self.leftOut()
        #expect(try await desk.plan() == 1)
        #expect(try await desk.states() == [.submitted, .held])
        _ = try await lane.turn(isThrottled ? sent.refused(.slowDown) : Self.unwritten(sent))
        #expect(try await desk.states() == [.planned, .superseded])
        #expect(try await desk.messages().last?.reason == "an earlier message about the same is tried again")
        #expect(try await desk.leaves(1).contains { "\($0.record)".contains("supersede") })
        try await MergedMessageTests.reject(100, mended: true, on: desk)
        #expect(try await desk.plan() == 0)
        desk.clock.advance(.minutes(5))
        _ = try await lane.turn([])
        let again = try #require(desk.carrier.handed.last)
        #expect(desk.carrier.handed.count == 2 && again.text.text.contains("2笔"))
        _ = try await lane.turn(again.accepted)
        #expect(try await Self.told(desk) == ["100 by 1", "101 by 1"])
        #expect(try await desk.states() == [.accepted, .superseded])
        #expect(try await desk.audit().isSound)
    }

    @Test func `what is due in the turn in which it gives way is not submitted`() async throws {
        let (desk, lane, sent) = try await Self.leftOut()
        try await MergedMessageTests.reject(100, mended: true, on: desk)
        #expect(try await desk.plan() == 1)
        _ = try await lane.turn(Self.unwritten(sent))
        #expect(try await desk.states() == [.planned, .superseded])
        #expect(desk.carrier.handed.count == 1)
    }

    @Test(arguments: [true, false])
    func `of two that are out and come back one remains, and tells what both told`(atOnce: Bool) async throws {
        let (desk, lane, first) = try await Self.leftOut()
        try await MergedMessageTests.reject(100, mended: true, on: desk)
        #expect(try await desk.plan() == 1)
        let second = try await desk.submitOne(lane)
        #expect(try await Self.told(desk) == ["100 by 2", "101 by 1"])
        desk.carrier.setRoom(0)
        if atOnce {
            _ = try await lane.turn(Self.unwritten(first) + Self.unwritten(second))
        } else {
            _ = try await lane.turn(Self.unwritten(first))
            #expect(try await desk.states() == [.planned, .submitted])
            _ = try await lane.turn(Self.unwritten(second))
        }
        let states = try await desk.states()
        #expect(states == (atOnce ? [.planned, .superseded] : [.superseded, .planned]))
        let remains = atOnce ? 1 : 2
        desk.carrier.setRoom(nil)
        desk.clock.advance(.minutes(5))
        let again = try await desk.submitOne(lane)
        #expect(again.text.text.contains("2笔"))
        #expect(try await Self.told(desk) == ["100 by \(remains)", "101 by \(remains)"])
        _ = try await lane.turn(again.accepted)
        #expect(try await desk.plan() == 0)
        #expect(try await desk.count("contact") == 1)
        #expect(try await desk.audit().isSound)
    }

    @Test func `one that comes back when its own loan was told leaves the other to the next plan`() async throws {
        let (desk, lane, first) = try await Self.leftOut()
        try await MergedMessageTests.reject(100, mended: true, on: desk)
        try await desk.plan()
        let second = try await desk.submitOne(lane)
        desk.carrier.setRoom(0)
        _ = try await lane.turn(second.accepted + Self.unwritten(first))
        #expect(try await desk.states() == [.planned, .accepted])
        desk.carrier.setRoom(nil)
        desk.clock.advance(.minutes(5))
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.superseded, .accepted])
        #expect(try await Self.told(desk) == ["100 by 2"])
        #expect(try await desk.plan() == 1)
        let again = try await desk.submitOne(lane)
        #expect(again.text.text.contains("尾号6101"))
        #expect(try await Self.told(desk) == ["100 by 2", "101 by 3"])
    }

    @Test func `what a message took that ends without another attempt is free again`() async throws {
        let desk = try await MergedMessageTests.desk(loans: 2)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        #expect(try await Self.told(desk) == ["100 by 1", "101 by 1"])
        desk.carrier.setRoom(0)
        _ = try await lane.turn(Self.unwritten(sent))
        for loan: Int64 in [100, 101] { try await MergedMessageTests.pay(loan, on: desk) }
        desk.carrier.setRoom(nil)
        desk.clock.advance(.minutes(5))
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.superseded])
        #expect(try await Self.told(desk).isEmpty && desk.carrier.handed.count == 1)
        // The payment is taken back: the loan was never told.
        try await desk.database.write { try $0.run("DELETE FROM payment WHERE loan = 101") }
        #expect(try await desk.plan() == 1)
        let again = try await desk.submitOne(lane)
        #expect(again.text.text.contains("尾号6101"))
        #expect(try await desk.audit().isSound)
    }

    @Test func `when loans are told apart again between two attempts each is told`() async throws {
        let desk = try await MergedMessageTests.desk(loans: 2)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        desk.carrier.setRoom(0)
        _ = try await lane.turn(Self.unwritten(sent))
        desk.carrier.setRoom(nil)
        desk.context.decisions.replace(
            try MergedMessageTests.contexts(
                MergedMessageTests.yaml.replacing("merged_template: overdue.notice.several, ", with: "")))
        desk.clock.advance(.minutes(5))
        #expect(try await desk.plan() == 1)
        _ = try await lane.turn([])
        #expect(desk.carrier.handed.count == 3)
        let texts = desk.carrier.handed.dropFirst().map(\.words).joined()
        #expect(texts.contains("尾号1001") && texts.contains("尾号6101"))
        #expect(try await Self.told(desk) == ["100 by 1", "101 by 2"])
    }

    @Test func `what is suppressed after an attempt that was never written may be told when the facts change`()
        async throws
    {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        desk.carrier.setRoom(0)
        _ = try await lane.turn(Self.unwritten(sent))
        try await desk.database.write { try $0.run("UPDATE contact_point SET standing = 1") }
        desk.carrier.setRoom(nil)
        desk.clock.advance(.minutes(5))
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.suppressed])
        try await desk.database.write { try $0.run("UPDATE contact_point SET standing = 0") }
        #expect(try await desk.plan() == 1)
        _ = try await desk.submitOne(lane)
        #expect(try await desk.count("claim") == 1)
    }
}
