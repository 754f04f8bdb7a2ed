import CivilTime
import Delivery
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// What goes to another route, and what never does (promise P2).
@Suite(.everyEngine) struct FailoverTests {
    /// Two routes, the first preferred; one message handed to it.
    private func handed(_ borrower: Int64 = 1) async throws -> (TwoRoutes, Submission) {
        let two = try await TwoRoutes({ $0.priority = 1 })
        try await two.due(borrower...borrower)
        try await two.turn("a")
        return (two, try #require(two.handed("a").first))
    }

    @Test func `what the route is to blame for goes to the next, at once and only once`() async throws {
        let (two, submission) = try await handed()
        try await two.turn("a", submission.refused(.permanent, blame: .route))
        let message = try #require(try await two.desk.messages().first)
        #expect(message.state == .submitted || message.state == .planned, "\(message)")
        try await two.turn("a")
        try await two.turn("b")
        #expect(two.handed("a").count == 1 && two.handed("b").map(\.to) == [submission.to])
        let second = try #require(two.handed("b").first)
        try await two.turn("b", second.accepted)
        #expect(try await two.desk.states() == [.accepted])
        #expect(try await two.desk.attempts().map(\.state) == [.refused, .accepted])
        // One contact counts, and one claim stands.
        #expect(try await two.desk.count("contact") == 1)
        #expect(try await two.desk.count("claim") == 1)
        #expect(try await two.desk.audit().isSound)
    }

    @Test func `that one carrier does not serve a number does not spoil it for the next`() async throws {
        let (two, submission) = try await handed()
        let error = SendError(policy: .permanent, blame: .route, code: 13, words: "not ours")
        try await two.turn("a", submission.all { .refused($0, segment: $1, error) })
        try await two.turn("b")
        #expect(two.handed("b").map(\.to) == [submission.to])
    }

    @Test func `what every route refuses fails, and the next rung may follow`() async throws {
        let (two, submission) = try await handed()
        try await two.turn("a", submission.refused(.permanent, blame: .route))
        try await two.turn("b")
        let second = try #require(two.handed("b").first)
        try await two.turn("b", second.refused(.permanent, blame: .route))
        for name in ["a", "b"] { try await two.turn(name) }
        #expect(try await two.desk.states() == [.failed])
        #expect(two.handed("a").count == 1 && two.handed("b").count == 1)
        #expect(try await two.desk.count("contact") == 0)
    }

    @Test func `what the number or the text is to blame for goes nowhere else`() async throws {
        let (two, submission) = try await handed()
        try await two.turn("a", submission.refused(.permanent, blame: .message))
        for name in ["a", "b"] { try await two.turn(name) }
        #expect(try await two.desk.states() == [.failed] && two.handed("b").isEmpty)
    }

    @Test func `a passing refusal is tried again here first, then elsewhere`() async throws {
        let (two, submission) = try await handed()
        try await two.turn("a", submission.refused(.retry, blame: .route))
        try await two.turn("b")
        #expect(two.handed("b").isEmpty, "it waits for its next try")
        two.desk.clock.advance(.seconds(31))
        try await two.turn("a")
        let again = try #require(two.handed("a").last)
        #expect(two.handed("a").count == 2)
        try await two.turn("a", again.refused(.retry, blame: .route))
        try await two.turn("b")
        #expect(two.handed("b").count == 1 && two.handed("a").count == 2)
    }

    @Test func `a carrier that asks to slow down keeps its messages`() async throws {
        let (two, submission) = try await handed()
        try await two.turn("a", submission.refused(.slowDown, blame: .route))
        two.desk.clock.advance(.seconds(3))
        try await two.turn("a")
        #expect(two.handed("a").count == 2 && two.handed("b").isEmpty)
    }

    @Test func `what was never written may go elsewhere`() async throws {
        let (two, submission) = try await handed()
        try await two.turn("a", submission.all { .unwritten($0, segment: $1) })
        #expect(try await two.set(drained: true, "a"))
        two.desk.clock.advance(.seconds(3))
        try await two.turn("b")
        #expect(two.handed("b").count == 1)
    }

    @Test func `a lost answer goes nowhere, whatever becomes of the route`() async throws {
        let (two, submission) = try await handed()
        try await two.turn("a", submission.all { .unanswered($0, segment: $1) })
        #expect(try await two.set(drained: true, "a"))
        for _ in 0..<3 {
            two.desk.clock.advance(.minutes(10))
            try await two.desk.plan()
            try await two.turn("b")
        }
        #expect(try await two.desk.states() == [.unknown] && two.handed("b").isEmpty)
    }

    @Test func `a text of which the carrier took a part goes nowhere`() async throws {
        let (two, submission) = try await handed()
        #expect(submission.segments > 1, "the text is long enough for this test")
        let error = SendError(policy: .permanent, blame: .route, code: 88, words: "no")
        let answers = submission.text.segments.indices.map { segment -> GatewayEvent in
            segment == 0
                ? .accepted(submission.attempt, segment: 0, carrierID: "c")
                : .refused(submission.attempt, segment: segment, error)
        }
        try await two.turn("a", answers)
        for name in ["a", "b"] { try await two.turn(name) }
        #expect(try await two.desk.states() == [.failed] && two.handed("b").isEmpty)
    }

    @Test func `a crash between refusal and the next route loses nothing and doubles nothing`() async throws {
        let (two, submission) = try await handed()
        try await two.turn("a", submission.refused(.permanent, blame: .route))
        // The process ends here; the next one begins with lanes that know nothing.
        _ = try await Recovery.run(two.desk.context, .all)
        let carrier = ScriptedCarrier(window: 20, route: "b")
        let lane = DeliveryLane(
            context: two.desk.context, gateway: carrier, portfolios: [House.chenhe.rawValue], log: two.log)
        _ = try await lane.turn([])
        #expect(carrier.handed.count == 1)
        #expect(try await two.desk.states() == [.submitted])
    }
}
