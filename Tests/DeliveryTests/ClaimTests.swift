import CivilTime
import Delivery
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

/// Promise P2 in the store: an occurrence and step is told by one message only.
@Suite(.everyEngine) struct ClaimTests {
    private func message(_ id: Int64, step: String = "overdue.1", part: Int32 = 1) -> OutboxMessage {
        OutboxMessage(
            id: OutboxMessage.ID(id), portfolio: 2, loan: Loan.ID(100),
            claim: Claim(
                borrower: Borrower.ID(1), subject: .instalment, subjectID: 100, subjectPart: part, step: step,
                generation: 1), purpose: .overdueNotice, strategy: "", plannedOn: CivilDate(daysSinceEpoch: 0),
            state: .planned, due: Desk.morning(.chenhe), attempts: 0)
    }

    @Test func `an open plan keeps the same plan out`() async throws {
        let desk = try await Desk()
        let (first, again, other) = (message(1), message(2), message(3, part: 2))
        let entered = try await desk.database.write { session in
            try [first, again, other].map { try Outbox.plan($0, reason: "", at: $0.due, in: session) }
        }
        #expect(entered == [true, false, true])
    }

    @Test func `a claim belongs to the message that took it`() async throws {
        let desk = try await Desk()
        let (first, second) = (message(1), message(2))
        let taken = try await desk.database.write { session in
            var taken: [Bool] = []
            for message in [first, first, second, first] {
                var ledger = OutboxLedger(route: "sms", in: session)
                taken.append(try ledger.claim(message, at: message.due))
                try ledger.write()
            }
            return taken
        }
        #expect(taken == [true, true, false, true])
    }

    @Test func `what was told is not planned again, whatever became of its message`() async throws {
        let desk = try await Desk()
        let (first, again) = (message(1), message(2))
        for state in MessageState.allCases where state != .planned && state != .held {
            let entered = try await desk.database.write { session in
                try session.run("DELETE FROM message")
                try session.run("DELETE FROM claim")
                _ = try Outbox.plan(first, reason: "", at: first.due, in: session)
                var ledger = OutboxLedger(route: "sms", in: session)
                _ = try ledger.claim(first, at: first.due)
                ledger.move(first, to: state, reason: "", at: first.due)
                try ledger.write()
                return try Outbox.plan(again, reason: "", at: again.due, in: session)
            }
            #expect(!entered, "\(state)")
        }
    }

    @Test func `a second message with the same claim is superseded at submission`() async throws {
        let desk = try await Desk()
        try await desk.borrower(1)
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        _ = try await lane.turn(sent.accepted)
        // Nothing in Dunlin can enter it; a hand in the database can.
        let now = desk.clock.now
        try await desk.database.write { session in
            try session.run(
                """
                INSERT INTO message (borrower, subject, subject_id, subject_part, step, generation, id, portfolio, loan,
                    purpose, strategy, planned_on, planned_ms, state, due_ms, reason, changed_ms)
                SELECT borrower, subject, subject_id, subject_part, step, generation, 999, portfolio, loan,
                    purpose, strategy, planned_on, planned_ms, 1, ?, '', changed_ms FROM message
                """, [.instant(now)])
        }
        _ = try await lane.turn([])
        #expect(try await desk.states() == [.accepted, .superseded])
        #expect(try await desk.messages().last?.reason == "told already")
        #expect(desk.carrier.handed.count == 1)
    }
}
