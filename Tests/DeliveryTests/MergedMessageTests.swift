import CivilTime
import Decisions
import Evidence
import LoanBook
import Messaging
import Store
import StoreEngines
import Testing

@testable import Delivery

/// Promise P2 where one message tells of several loans: it holds the claim of each that it names, and of no other.
@Suite(.everyEngine) struct MergedMessageTests {
    static let yaml = """
        key: merging
        steps:
          - {id: overdue.1, purpose: overdue.notice, template: overdue.7, merged_template: overdue.notice.several, anchor: {days_past_due: 1}, at: "10:00", channel: sms}
        """

    static func contexts(_ yaml: String = yaml) throws -> [Int64: DecisionContext] {
        try House.contexts.get().mapValues { context in
            var context = context
            context.strategy = try Strategy.parse(yaml: yaml, file: "s.yaml", templates: context.templates)
            return context
        }
    }

    /// Borrower 1 with the loans 100, 101 and 102, of each of which 1,000.00 was due yesterday.
    static func desk(
        wrapping wrap: (any SQLDatabase) -> any SQLDatabase = { $0 }, loans: Int64 = 3
    ) async throws -> Desk {
        let desk = try await Desk(portfolios: contexts(), wrapping: wrap)
        try await desk.borrower(1)
        for number in 1..<loans { try await addLoan(100 + number, to: desk) }
        return desk
    }

    static func addLoan(_ id: Int64, to desk: Desk) async throws {
        try await desk.database.write { session in
            try session.run(
                """
                INSERT INTO loan (borrower, id, portfolio, ref, product, principal, currency, rate, disbursed_on,
                    rating, status, batch)
                SELECT borrower, ?, portfolio, ?, product, principal, currency, rate, disbursed_on, rating, status,
                    batch FROM loan WHERE id = 100
                """, [.integer(id), .text("LN-2026\(id)")])
            try session.run(
                """
                INSERT INTO instalment (borrower, loan, number, id, due_on, amount, batch)
                SELECT borrower, ?, number, ?, due_on, amount, batch FROM instalment WHERE loan = 100
                """, [.integer(id), .integer(id * 10)])
        }
    }

    static func pay(_ loan: Int64, on desk: Desk) async throws {
        let now = desk.clock.now
        try await desk.database.write { session in
            try session.run(
                """
                INSERT INTO payment (borrower, loan, id, portfolio, ref, paid_on, amount, recorded_ms, batch)
                VALUES (1, ?, ?, 2, ?, ?, 100000, ?, 1)
                """,
                [.integer(loan), .integer(loan), .text("P\(loan)"), .date(Desk.date("2026-11-21")), .instant(now)])
        }
    }

    /// A payment row of the loan is rejected, or mended.
    static func reject(_ loan: Int64, mended: Bool = false, on desk: Desk) async throws {
        try await desk.database.write { session in
            if mended {
                try session.run("UPDATE payment_fault SET mended_batch = 2 WHERE loan = ?", [.integer(loan)])
            } else {
                try session.run(
                    """
                    INSERT INTO payment_fault (borrower, loan, id, portfolio, ref, batch, line, reason)
                    VALUES (1, ?, ?, 2, ?, 1, 1, 'amount')
                    """, [.integer(loan), .integer(loan), .text("F\(loan)")])
            }
        }
    }

    /// The loans whose claims are consumed, with the message that did.
    static func claims(_ desk: Desk) async throws -> [String] {
        try await desk.database.read {
            try $0.rows("SELECT subject_id || ' by ' || message FROM claim ORDER BY subject_id") { $0.text(0) }
        }
    }

    @Test func `three loans are one message, and its attempt takes three claims`() async throws {
        let desk = try await Self.desk()
        #expect(try await desk.plan() == 1)
        #expect(try await Self.claims(desk).isEmpty)
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        #expect(sent.text.text.contains("您有3笔贷款逾期") && sent.text.text.contains("3,000.00元"))
        let message = try #require(try await desk.messages().first)
        #expect(try await Self.claims(desk) == [100, 101, 102].map { "\($0) by \(message.id)" })
        // One contact, which names further loans.
        #expect(
            try await desk.database.read {
                try $0.rows("SELECT loan || ' and ' || loans FROM contact") { $0.text(0) }
            } == ["100 and 101 102"])
        _ = try await lane.turn(sent.accepted)
        #expect(try await desk.plan() == 0)
        let leaf = try #require(try await desk.leaves(1).first { $0.kind == .attempt }).record
        guard case .list(let claims)? = leaf["claims"], case .list(let loans)? = leaf["loans"] else {
            Issue.record("the leaf does not name them: \(leaf)")
            return
        }
        #expect(claims.compactMap { $0["id"]?.integer } == [100, 101, 102])
        #expect(loans.compactMap(\.text) == ["LN-20261001", "LN-2026101", "LN-2026102"])
        #expect(leaf["claim"]?["id"]?.integer == 100 && leaf["template"]?.text == "overdue.notice.several")
        #expect(try await desk.audit().isSound)
    }

    @Test func `each loan that a message named counts against the caps of its debt`() async throws {
        let desk = try await Self.desk(loans: 2)
        try await desk.plan()
        _ = try await desk.submitOne(desk.lane())
        let (vault, now) = (desk.vault, desk.clock.now)
        let read = try await desk.database.read {
            try Snapshots.load([Borrower.ID(1)], in: $0, vault: vault, contactsSince: now - .days(40), now: now)
        }
        let contacts = try #require(read.first).contacts
        #expect(contacts.map(\.kind) == [.message, .mention] && contacts.map(\.loan?.number) == [100, 101])
    }

    @Test(arguments: [
        ([Int64(101)], "100+102", "您有2笔贷款逾期"), ([100], "101+102", "您有2笔贷款逾期"), ([100, 101], "102", "尾号6102"),
        ([100, 102], "101", "尾号6101"),
    ])
    func `what was paid between planning and submission is left out`(
        paid: [Int64], told: String, text: String
    ) async throws {
        let desk = try await Self.desk()
        try await desk.plan()
        for loan in paid { try await Self.pay(loan, on: desk) }
        let sent = try await desk.submitOne(desk.lane())
        #expect(sent.text.text.contains(text), "\(sent.text.text)")
        let claims = try await Self.claims(desk).map { String($0.prefix(3)) }
        #expect(claims.joined(separator: "+") == told)
        #expect(try await desk.plan() == 0)
    }

    @Test func `when all were paid the message is superseded and takes no claim`() async throws {
        let desk = try await Self.desk()
        try await desk.plan()
        for loan: Int64 in 100...102 { try await Self.pay(loan, on: desk) }
        _ = try await desk.lane().turn([])
        #expect(try await desk.states() == [.superseded])
        #expect(try await desk.messages().first?.reason == "paid")
        #expect(try await Self.claims(desk).isEmpty && desk.carrier.handed.isEmpty)
    }

    @Test func `a loan that is left out keeps its claim free, and is told when it may`() async throws {
        let desk = try await Self.desk()
        try await desk.plan()
        try await Self.reject(100, on: desk)
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        #expect(sent.text.text.contains("您有2笔贷款逾期"))
        #expect(try await Self.claims(desk).map { String($0.prefix(3)) } == ["101", "102"])
        let leaf = try #require(try await desk.leaves(1).first { $0.kind == .attempt }).record
        guard case .list(let leftOut)? = leaf["left_out"] else {
            Issue.record("the leaf does not say what was left out: \(leaf)")
            return
        }
        #expect(leftOut.first?["claim"]?["id"]?.integer == 100)
        #expect(leftOut.first?["reason"]?.text == "a payment row of this loan was rejected")
        _ = try await lane.turn(sent.accepted)
        try await Self.reject(100, mended: true, on: desk)
        #expect(try await desk.plan() == 1)
        _ = try await lane.turn([])
        let second = try #require(desk.carrier.handed.last)
        #expect(desk.carrier.handed.count == 2 && second.text.text.contains("尾号1001"))
        #expect(try await Self.claims(desk).count == 3)
    }

    @Test func `a loan that joins after planning goes with the others`() async throws {
        let desk = try await Self.desk(loans: 2)
        try await desk.plan()
        try await Self.addLoan(102, to: desk)
        #expect(try await desk.plan() == 0, "the message that is planned already will tell it")
        let sent = try await desk.submitOne(desk.lane())
        #expect(sent.text.text.contains("3笔"))
        #expect(try await Self.claims(desk).count == 3)
    }

    @Test func `of two messages about the same loans the first tells all, the second nothing`() async throws {
        let desk = try await Self.desk()
        try await desk.plan()
        // The loan that leads was paid, and the payment taken back: each look planned by what it saw.
        try await Self.pay(100, on: desk)
        #expect(try await desk.plan() == 1)
        try await desk.database.write { try $0.run("DELETE FROM payment") }
        _ = try await desk.lane().turn([])
        #expect(desk.carrier.handed.count == 1 && desk.carrier.handed[0].text.text.contains("3笔"))
        #expect(try await desk.states() == [.submitted, .superseded])
        #expect(try await desk.messages().last?.reason == "told already")
        #expect(try await Self.claims(desk).count == 3)
    }

    @Test(arguments: [FaultyDatabase.Moment.beforeCommit, .afterCommit, .answerLostUndone, .answerLostDone])
    func `a crash at the commit tells none of them twice`(_ moment: FaultyDatabase.Moment) async throws {
        let faults = FaultyDatabase.Faults()
        let desk = try await Self.desk(wrapping: { FaultyDatabase($0, faults) })
        try await desk.plan()
        faults.fail(moment)
        // What a crash throws, and what a lost answer makes the lane ask the store, is shown elsewhere.
        let result = await Self.turn(desk.lane())
        faults.clear()
        _ = try await Recovery.run(desk.context, .all)
        let handed = desk.carrier.handed.count
        for _ in 0..<2 {
            _ = try await desk.lane().turn([])
            _ = try await desk.plan()
        }
        #expect(desk.carrier.handed.count == (moment == .afterCommit ? 0 : 1), "\(result) \(handed)")
        #expect(try await Self.claims(desk).count == 3)
        #expect(try await desk.attempts().count == 1)
    }

    private static func turn(_ lane: DeliveryLane) async -> String {
        do { return "\(try await lane.turn([]))" } catch { return "\(error)" }
    }

    @Test func `two nodes at once tell each loan once`() async throws {
        let desk = try await Self.desk()
        try await desk.plan()
        try await Self.pay(100, on: desk)
        try await desk.plan()
        try await desk.database.write { try $0.run("DELETE FROM payment") }
        let lanes = [desk.lane(), desk.lane()]
        for _ in 0..<3 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in lanes { group.addTask { _ = try await lane.turn([]) } }
                try await group.waitForAll()
            }
        }
        #expect(desk.carrier.handed.count == 1)
        #expect(try await Self.claims(desk).count == 3)
        #expect(try await desk.attempts().count == 1)
    }

    @Test func `what an attempt took that was never written is given back, and left out of the next`()
        async throws
    {
        let desk = try await Self.desk()
        try await desk.plan()
        let lane = desk.lane()
        let sent = try await desk.submitOne(lane)
        #expect(try await Self.claims(desk).count == 3)
        desk.carrier.setRoom(0)
        _ = try await lane.turn(
            sent.text.segments.indices.map { .unwritten(sent.attempt, segment: $0) })
        #expect(try await desk.states() == [.planned])
        #expect(try await desk.count("contact") == 0)
        #expect(try await Self.claims(desk).isEmpty)
        try await Self.reject(101, on: desk)
        desk.clock.advance(.minutes(5))
        desk.carrier.setRoom(nil)
        _ = try await lane.turn([])
        let again = try #require(desk.carrier.handed.last)
        #expect(desk.carrier.handed.count == 2 && again.text.text.contains("2笔"))
        #expect(try await Self.claims(desk).map { String($0.prefix(3)) } == ["100", "102"])
        try await Self.reject(101, mended: true, on: desk)
        #expect(try await desk.plan() == 1)
        _ = try await lane.turn(again.accepted)
        _ = try await lane.turn([])
        #expect(desk.carrier.handed.last?.text.text.contains("尾号6101") == true)
        #expect(try await Self.claims(desk).count == 3)
    }
}
