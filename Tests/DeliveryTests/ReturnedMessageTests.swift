import CivilTime
import Decisions
import Delivery
import Evidence
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// A message that comes back from the carrier because nothing of it went out.
@Suite(.everyEngine) struct ReturnedMessageTests {
    private static func unwritten(_ sent: Submission) -> [GatewayEvent] {
        sent.all { .unwritten($0, segment: $1) }
    }

    /// The claims that are taken, by the place of the message.
    private static func told(_ desk: Desk) async throws -> [String] {
        let ids = try await desk.messages().map { String($0.id) }
        return try await MergedMessageTests.claims(desk).map { claim in
            let words = claim.split(separator: " ").map(String.init)
            return "\(words[0]) by \((ids.firstIndex(of: words[2]) ?? -1) + 1)"
        }
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
