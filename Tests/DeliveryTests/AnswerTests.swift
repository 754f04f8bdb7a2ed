import CivilTime
import Delivery
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// What the carrier's answers make of attempts and messages, and how much is handed over at once.
@Suite(.everyEngine) struct AnswerTests {
    /// A borrower in New York, 7 days past due, whose text takes several segments.
    static func longText(_ desk: Desk, _ borrower: Int64 = 1) async throws {
        try await desk.borrower(borrower, .meadow, due: ["2026-11-14"])
    }

    @Test func `a passing refusal is tried again with doubling waits, then fails`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        var waits: [Span] = []
        for _ in 1..<desk.context.settings.attemptsAtMost {
            let submission = try await desk.submitOne(lane)
            _ = try await lane.turn(submission.refused(.retry))
            let message = try #require(try await desk.messages().first)
            #expect(message.state == .planned)
            waits.append(message.due - desk.clock.now)
            desk.clock.set(message.due - .milliseconds(1))
            _ = try await lane.turn([])
            desk.clock.set(message.due)
        }
        #expect(waits == [.seconds(30), .seconds(60), .seconds(120), .seconds(240)])
        let last = try await desk.submitOne(lane)
        _ = try await lane.turn(last.refused(.retry))
        #expect(try await desk.states() == [.failed])
        #expect(desk.carrier.handed.count == desk.context.settings.attemptsAtMost)
        #expect(try await desk.count("contact") == 0)
        #expect(try await desk.audit().isSound)
    }

    @Test(arguments: [true, false])
    func `neither slowing down nor an unwritten attempt costs a try`(_ slowsDown: Bool) async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        for _ in 0..<12 {
            let submission = try await desk.submitOne(lane)
            _ = try await lane.turn(
                slowsDown ? submission.refused(.slowDown) : submission.all { .unwritten($0, segment: $1) })
            let message = try #require(try await desk.messages().first)
            #expect(message.state == .planned)
            #expect(message.due == desk.clock.now + desk.context.settings.slowDownFor)
            desk.clock.set(message.due)
        }
        let refused = try await desk.submitOne(lane)
        _ = try await lane.turn(refused.refused(.retry))
        let message = try #require(try await desk.messages().first)
        #expect(message.state == .planned, "the first refusal that counts")
        #expect(message.due == desk.clock.now + desk.context.settings.retryAfter)
    }

    @Test func `one segment refused and the others taken: it failed, and is not said again`() async throws {
        let desk = try await Desk(.meadow)
        try await Self.longText(desk)
        try await desk.plan()
        let lane = desk.lane()
        let submission = try await desk.submitOne(lane)
        try #require(submission.segments > 1)
        let error = SendError(policy: .slowDown, code: 88, words: "slow down")
        _ = try await lane.turn([.refused(submission.attempt, segment: 0, error)])
        #expect(try await desk.states() == [.submitted], "the other segments have no answer yet")
        _ = try await lane.turn(Array(submission.accepted.dropFirst()))
        #expect(try await desk.states() == [.failed])
        #expect(try await desk.count("contact") == 1, "part of it reached the borrower")
        desk.clock.advance(.hours(1))
        _ = try await lane.turn([])
        #expect(desk.carrier.handed.count == 1)
    }

    @Test(arguments: [[SendError.Policy.permanent, .slowDown], [.slowDown, .permanent], [.retry, .permanent]])
    func `of several refusals the strictest decides`(_ policies: [SendError.Policy]) async throws {
        let desk = try await Desk(.meadow)
        try await Self.longText(desk)
        try await desk.plan()
        let lane = desk.lane()
        let submission = try await desk.submitOne(lane)
        try #require(submission.segments >= 2)
        let events = submission.text.segments.indices.map { index -> GatewayEvent in
            let policy = index < 2 ? policies[index] : .slowDown
            return .refused(
                submission.attempt, segment: index, SendError(policy: policy, code: 1, words: "\(policy)"))
        }
        _ = try await lane.turn(events)
        let message = try #require(try await desk.messages().first)
        #expect(message.state == .failed)
        #expect(message.reason == "permanent")
    }

    @Test func `one segment taken and the others unwritten: unknown, never repeated`() async throws {
        let desk = try await Desk(.meadow)
        try await Self.longText(desk)
        try await desk.plan()
        let lane = desk.lane()
        let submission = try await desk.submitOne(lane)
        _ = try await lane.turn(
            [submission.accepted[0]] + submission.all { .unwritten($0, segment: $1) }.dropFirst())
        #expect(try await desk.states() == [.unknown])
        desk.clock.advance(.hours(1))
        _ = try await lane.turn([])
        #expect(desk.carrier.handed.count == 1)
    }

    @Test func `an answer that is given twice, or late, changes nothing`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let submission = try await desk.submitOne(lane)
        _ = try await lane.turn(submission.accepted)
        let before = try await desk.attempts()
        _ = try await lane.turn(submission.accepted + submission.refused(.permanent))
        _ = try await lane.turn(submission.all { .unanswered($0, segment: $1) })
        #expect(try await desk.attempts() == before)
        #expect(try await desk.states() == [.accepted])
    }

    @Test func `no more is written ahead than the window has room for`() async throws {
        let desk = try await Desk(window: 3)
        for borrower in 1...8 { try await desk.borrower(Int64(borrower)) }
        try await desk.plan()
        let lane = desk.lane()
        var seen = 0
        while seen < 8 {
            _ = try await lane.turn([])
            let open = desk.carrier.handed[seen...]
            let segments = open.reduce(0) { $0 + $1.segments }
            #expect(segments <= 3)
            #expect(await lane.outstanding == open.count)
            try #require(!open.isEmpty)
            _ = try await lane.turn([])
            #expect(desk.carrier.handed.count == seen + open.count, "without an answer the window stays full")
            seen = desk.carrier.handed.count
            let ids = open.flatMap(\.accepted)
            desk.carrier.setRoom(0)
            _ = try await lane.turn(ids)
            desk.carrier.setRoom(nil)
        }
        #expect(Set(desk.carrier.handed.map(\.to)).count == 8)
    }

    @Test func `a long message waits for room instead of going past the window`() async throws {
        let desk = try await Desk(.meadow, window: 3)
        for borrower in 1...3 { try await Self.longText(desk, Int64(borrower)) }
        try await desk.plan()
        let lane = desk.lane()
        _ = try await lane.turn([])
        let first = desk.carrier.handed
        #expect(first.reduce(0) { $0 + $1.segments } <= 3)
        let more = try await lane.turn([])
        #expect(desk.carrier.handed.count == first.count)
        #expect(!more.hasMore, "nothing can be done before the carrier answers: no turn is asked for")
    }

    @Test func `a message longer than the whole window goes alone`() async throws {
        let desk = try await Desk(.meadow, window: 1)
        try await Self.longText(desk, 1)
        try await Self.longText(desk, 2)
        try await desk.plan()
        let lane = desk.lane()
        let first = try await desk.submitOne(lane)
        #expect(first.segments > 1)
        desk.carrier.setRoom(0)
        _ = try await lane.turn(first.accepted)
        desk.carrier.setRoom(nil)
        _ = try await desk.submitOne(lane)
    }

    @Test func `two messages to one borrower see each other`() async throws {
        // Two collection messages a day at most: the third borrower's loan waits for tomorrow.
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.database.write { session in
            for loan in 101...102 {
                try session.run(
                    """
                    INSERT INTO loan (borrower, id, portfolio, ref, product, principal, currency, rate, disbursed_on, rating,
                        status, batch)
                    SELECT borrower, ?, portfolio, ?, product, principal, currency, rate, disbursed_on, rating, status,
                        batch FROM loan WHERE borrower = 1 AND id = 100
                    """, [.integer(loan), .text("LN-\(loan)")])
                try session.run(
                    """
                    INSERT INTO instalment (borrower, loan, number, id, due_on, amount, generation, batch)
                    SELECT borrower, ?, number, id + ?, due_on, amount, generation, batch FROM instalment WHERE borrower = 1 AND loan = 100
                    """, [.integer(loan), .integer(loan)])
            }
        }
        #expect(try await desk.plan() == 3)
        _ = try await desk.lane().turn([])
        #expect(desk.carrier.handed.count == 2)
        #expect(try await desk.states().count { $0 == .held } == 1)
    }

    @Test func `validity ends with the lawful window`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let submission = try await desk.submitOne(desk.lane())
        #expect(submission.validUntil > desk.clock.now)
        #expect(submission.validUntil <= Desk.instant("2026-11-21T22:00:00+08:00"))
    }
}
