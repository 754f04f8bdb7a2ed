import CivilTime
import Delivery
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// Long replies of which a part never comes.
@Suite(.everyEngine) struct IncompleteReplyTests {
    private func part(_ number: UInt8, of total: UInt8, _ text: String) -> GatewayEvent {
        .reply(
            CarrierReply(
                from: "8613800138001", to: "10690000", text: text,
                part: CarrierReply.Part(reference: 77, number: number, total: total)),
            DeliveryToken(bind: 1, sequence: UInt32(number)))
    }

    @Test func `what came is read when the rest is overdue, and somebody hears of it`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        let lane = desk.lane()
        _ = try await lane.turn([part(1, of: 3, "I would like to pay "), part(3, of: 3, " next Friday")])
        #expect(try await Recovery.readIncompleteReplies(desk.context) == 0)
        #expect(try await desk.count("task") == 0)
        desk.clock.advance(.hours(25))
        #expect(try await Recovery.readIncompleteReplies(desk.context) == 1)
        #expect(try await Recovery.readIncompleteReplies(desk.context) == 0)
        #expect(try await desk.count("task") == 1)
        // The part that comes after all waits for nobody: it is read by itself a day later.
        _ = try await lane.turn([part(2, of: 3, "the rest")])
        #expect(try await desk.count("task") == 1)
        let report = try await desk.audit()
        #expect(report.isSound, "\(report.faults)")
    }
}
