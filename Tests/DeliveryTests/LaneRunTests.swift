import CivilTime
import Delivery
import LoanBook
import Messaging
import Store
import Synchronization
import StoreEngines
import Testing

/// The lane as a process runs it, events and all.
@Suite(.everyEngine) struct LaneRunTests {
    @Test func `runs until the gateway has stopped and everything it said is recorded`() async throws {
        let desk = try await Desk(window: 5)
        for borrower in 1...9 { try await desk.borrower(Int64(borrower)) }
        try await desk.plan()
        let carrier = desk.carrier
        carrier.answerAll { submission in
            submission.accepted + submission.text.segments.indices.map { carrier.receipt(submission.carrierID($0)) }
        }
        let lane = desk.lane()
        lane.tick()
        let delivered = Mutex(0)
        try await lane.run { report in
            let all = delivered.withLock { count in
                count += report.counts.delivered
                return count
            }
            if all == 9 { carrier.stop() }
        }
        #expect(try await desk.states() == Array(repeating: .delivered, count: 9))
        #expect(await lane.outstanding == 0)
        #expect(carrier.acknowledged.count == carrier.handed.reduce(0) { $0 + $1.segments })
        #expect(try await desk.audit().isSound)
    }

    @Test func `what the stopped gateway never answered is unknown`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let carrier = desk.carrier
        let lane = desk.lane()
        lane.tick()
        try await lane.run { report in if report.outstanding > 0 { carrier.stop() } }
        #expect(try await desk.states() == [.unknown])
        #expect(await lane.outstanding == 0)
        #expect(try await desk.attempts().map(\.state) == [.unknown])
    }

    @Test func `the last words of a stopped gateway are recorded`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let carrier = desk.carrier
        let lane = desk.lane()
        lane.tick()
        try await lane.run { report in
            guard report.outstanding > 0 else { return }
            carrier.say(carrier.handed.flatMap { $0.all { .unwritten($0, segment: $1) } })
            carrier.stop()
        }
        #expect(try await desk.states() == [.planned])
    }

    @Test func `a store that fails ends the lane with its error`() async throws {
        let faults = FaultyDatabase.Faults()
        let desk = try await Desk(wrapping: { FaultyDatabase($0, faults) })
        let lane = desk.lane()
        faults.fail(.beforeCommit)
        lane.tick()
        await #expect(throws: FaultyDatabase.Crash.self) { try await lane.run() }
    }

    @Test func `the link's state is known to whoever asks`() async throws {
        let desk = try await Desk()
        let lane = desk.lane()
        #expect(await !lane.isLinkUp)
        let up = try await lane.turn([.link(up: true, words: "bound")])
        #expect(up.isLinkUp)
        _ = try await lane.turn([.link(up: true, words: "bound"), .link(up: false, words: "reset by peer")])
        #expect(await !lane.isLinkUp)
        #expect(await lane.linkWords == "reset by peer")
    }
}
