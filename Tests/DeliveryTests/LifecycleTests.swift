import CivilTime
import Delivery
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// One test for every arrow of `Documentation/lifecycle.md`, through a real store.
@Suite(.everyEngine) struct LifecycleTests {
    @Test func `planned, submitted, accepted, delivered`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        #expect(try await desk.plan() == 1)
        #expect(try await desk.states() == [.planned])
        let lane = desk.lane()
        let report = try await lane.turn([])
        #expect(report.counts.attempts == 1)
        #expect(try await desk.states() == [.submitted])
        let submission = try #require(desk.carrier.handed.first)
        #expect(submission.to == House.chenhe.phone(1))
        _ = try await lane.turn(submission.accepted)
        #expect(try await desk.states() == [.accepted])
        #expect(await lane.outstanding == 0)
        _ = try await lane.turn(submission.text.segments.indices.map { desk.carrier.receipt(submission.carrierID($0)) })
        #expect(try await desk.states() == [.delivered])
        #expect(try await desk.attempts().map(\.isFinal) == [true])
        #expect(try await desk.audit().isSound)
    }

    @Test(arguments: [
        (CarrierReceipt.Outcome.undelivered, MessageState.undelivered), (.expired, .expired), (.rejected, .undelivered),
    ])
    func `accepted, then the carrier could not deliver`(_ says: CarrierReceipt.Outcome, _ state: MessageState)
        async throws
    {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let submission = try await desk.submitOne(lane)
        _ = try await lane.turn(submission.accepted)
        _ = try await lane.turn([desk.carrier.receipt(submission.carrierID(0), says, error: "011")])
        let message = try #require(try await desk.messages().first)
        #expect(message.state == state)
        #expect(message.reason == "carrier's code 011")
    }

    @Test func `a message not due yet stays planned`() async throws {
        let desk = try await Desk()
        desk.clock.set(Desk.instant("2026-11-21T09:59:59+08:00"))
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.planned])
        #expect(desk.carrier.handed.isEmpty)
        desk.clock.advance(.seconds(1))
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.submitted])
    }

    @Test func `held until the window opens, and looked at again as if planned`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        desk.clock.set(Desk.instant("2026-11-21T23:00:00+08:00"))
        let lane = desk.lane()
        _ = try await lane.turn([])
        let held = try #require(try await desk.messages().first)
        #expect(held.state == .held)
        #expect(held.due == Desk.instant("2026-11-22T08:00:00+08:00"))
        #expect(!held.reason.isEmpty)
        desk.clock.set(Desk.instant("2026-11-22T07:59:59+08:00"))
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.held])
        #expect(desk.carrier.handed.isEmpty)
        // The step's own hour is ten; the law's is eight.
        desk.clock.set(Desk.instant("2026-11-22T08:00:00+08:00"))
        _ = try await lane.turn([])
        #expect(try await desk.messages().map(\.due) == [Desk.instant("2026-11-22T10:00:00+08:00")])
        desk.clock.set(Desk.instant("2026-11-22T10:00:00+08:00"))
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.submitted])
    }

    @Test func `held from planning on, then again, while the payments feed is stale`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.paymentsFeed(asOf: desk.clock.now)
        desk.clock.set(Desk.instant("2026-11-21T10:30:00+08:00") + .hours(50))
        try await desk.plan()
        #expect(try await desk.states() == [.held])
        let lane = desk.lane()
        desk.clock.advance(.hours(1))
        _ = try await lane.turn([])
        let again = try #require(try await desk.messages().first)
        #expect(again.state == .held)
        #expect(again.due == desk.clock.now + .hours(1))
        #expect(again.reason == "payments feed older than 48 h")
        try await desk.paymentsFeed(asOf: desk.clock.now)
        desk.clock.advance(.hours(1))
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.submitted])
    }

    @Test func `a flag raised before submission suppresses, and says why`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let now = desk.clock.now
        try await desk.database.write { session in
            _ = try Flags.raise(.dispute, of: Borrower.ID(1), since: now, source: "operator", in: session)
        }
        let report = try await desk.lane().turn([])
        #expect(report.counts.suppressed == 1)
        let message = try #require(try await desk.messages().first)
        #expect(message.state == .suppressed)
        #expect(!message.reason.isEmpty)
        #expect(desk.carrier.handed.isEmpty)
        // Suppression claims nothing: when the dispute is over, planning enters it anew.
        desk.clock.advance(.minutes(5))
        let later = desk.clock.now
        try await desk.database.write { session in
            _ = try Flags.end(.dispute, of: Borrower.ID(1), at: later, in: session)
        }
        #expect(try await desk.plan() == 1)
        #expect(try await desk.states() == [.suppressed, .planned])
    }

    @Test func `a payment before submission suppresses the reminder`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        try await desk.pay(1, on: "2026-11-21")
        let report = try await desk.lane().turn([])
        #expect(report.counts.superseded == 1)
        let message = try #require(try await desk.messages().first)
        #expect(message.state == .superseded)
        #expect(message.reason == "paid")
        #expect(desk.carrier.handed.isEmpty)
        #expect(try await desk.count("claim") == 0)
    }

    @Test func `amounts in the text are those of the submission`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        try await desk.pay(1, 40_000, on: "2026-11-21")
        _ = try await desk.lane().turn([])
        let text = try #require(desk.carrier.handed.first).words
        #expect(text.contains("600.00"))
        #expect(!text.contains("1,000.00"))
    }

    @Test func `superseded when its day is over`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1, due: ["2026-11-21"])
        try await desk.plan()
        #expect(try await desk.messages().map(\.step) == ["due.today"])
        desk.clock.advance(.days(1))
        _ = try await desk.lane().turn([])
        #expect(try await desk.messages().map(\.state) == [.superseded])
    }

    @Test func `refused for good fails, and is told to the borrower by nobody again`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let submission = try await desk.submitOne(lane)
        _ = try await lane.turn(submission.refused(.permanent))
        let message = try #require(try await desk.messages().first)
        #expect(message.state == .failed)
        #expect(message.reason == "refused in a test: permanent")
        #expect(try await desk.count("contact") == 0)
        #expect(try await desk.plan() == 0)
    }

    @Test func `a lost answer is unknown, and a late receipt settles it`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let submission = try await desk.submitOne(lane)
        _ = try await lane.turn(submission.all { .unanswered($0, segment: $1) })
        #expect(try await desk.states() == [.unknown])
        desk.clock.advance(.hours(5))
        let receipts = submission.text.segments.indices.map {
            desk.carrier.receipt("x\($0)", from: House.chenhe.phone(1))
        }
        _ = try await lane.turn(receipts)
        #expect(try await desk.states() == [.delivered])
        #expect(desk.carrier.handed.count == 1)
    }

    @Test func `unwritten goes back to planned and is sent once`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let first = try await desk.submitOne(lane)
        _ = try await lane.turn(first.all { .unwritten($0, segment: $1) })
        #expect(try await desk.states() == [.planned])
        #expect(try await desk.count("contact") == 0)
        #expect(try await desk.plan() == 0)
        desk.clock.advance(.seconds(2))
        let second = try await desk.submitOne(lane)
        _ = try await lane.turn(second.accepted)
        desk.clock.advance(.hours(1))
        _ = try await lane.turn([])
        #expect(desk.carrier.handed.map(\.attempt) == [first.attempt, second.attempt])
        #expect(try await desk.states() == [.accepted])
        #expect(try await desk.count("contact") == 1)
    }

    @Test func `what stands after 72 hours without a receipt, stands`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.borrower(2)
        try await desk.plan()
        let lane = desk.lane()
        _ = try await lane.turn([])
        let (a, b) = (desk.carrier.handed[0], desk.carrier.handed[1])
        _ = try await lane.turn(a.accepted + b.all { .unanswered($0, segment: $1) })
        desk.clock.advance(.hours(72))
        #expect(try await Recovery.closeOverdue(desk.context) == 0)
        desk.clock.advance(.milliseconds(1))
        #expect(try await Recovery.closeOverdue(desk.context) == 2)
        #expect(try await desk.messages().map(\.reason) == ["no receipt within 72 h", "no receipt within 72 h"])
        #expect(try await desk.states() == [.accepted, .unknown])
        #expect(try await desk.attempts().allSatisfy(\.isFinal))
        #expect(try await Recovery.closeOverdue(desk.context) == 0)
        // A still later receipt is kept and settles it all the same.
        _ = try await lane.turn([desk.carrier.receipt(a.carrierID(0))] + a.others { desk.carrier.receipt($0) })
        #expect(try await desk.states() == [.delivered, .unknown])
    }
}

extension Desk {
    /// One turn that submits exactly one message.
    func submitOne(_ lane: DeliveryLane) async throws -> Submission {
        let before = carrier.handed.count
        _ = try await lane.turn([])
        try #require(carrier.handed.count == before + 1)
        return carrier.handed[before]
    }
}

extension Submission {
    /// What the borrower reads.
    var words: String { text.text }

    /// An event for the carrier id of every segment but the first.
    func others(_ event: (String) -> GatewayEvent) -> [GatewayEvent] {
        text.segments.indices.dropFirst().map { event(carrierID($0)) }
    }
}
