import CivilTime
import Decisions
import Evidence
import LoanBook
import Messaging
import Planning
import Store
import StoreEngines
import Synchronization
import Testing

/// Several loans of one borrower due the same day, as planning enters, shows and compares them.
@Suite(.everyEngine) struct MergedPlanningTests {
    private static func yaml(merging: Bool) -> String {
        """
        key: merging
        steps:
          - {id: overdue.1, purpose: overdue.notice, template: overdue.1, anchor: {days_past_due: 1}, at: "10:00", channel: sms\(merging ? ", merged_template: overdue.notice.several" : "")}
        """
    }

    private func context(_ book: Book, merging: Bool) throws -> DecisionContext {
        var context = book.planner.context
        context.strategy = try Strategy.parse(
            yaml: Self.yaml(merging: merging), file: "s.yaml", templates: context.templates)
        return context
    }

    /// Borrower 1 with three loans, borrower 2 with one; of each 1,000.00 was due yesterday.
    private func book() async throws -> (Book, Planner) {
        let book = try await Book()
        try await book.borrowers(1...2, due: ["2026-11-20"])
        for loan in 101...102 {
            try await book.write(
                """
                INSERT INTO loan (borrower, id, portfolio, ref, product, principal, currency, rate, disbursed_on,
                    rating, status, batch)
                SELECT borrower, \(loan), portfolio, 'LN-\(loan)', product, principal, currency, rate, disbursed_on,
                    rating, status, batch FROM loan WHERE id = 100
                """)
            try await book.write(
                """
                INSERT INTO instalment (borrower, loan, number, id, due_on, amount, batch)
                SELECT borrower, \(loan), number, \(loan), due_on, amount, batch FROM instalment WHERE loan = 100
                """)
        }
        var planner = book.planner
        planner.context = try context(book, merging: true)
        return (book, planner)
    }

    @Test func `three loans are one planned message, whose leaf names them, and none is planned again`() async throws {
        let (book, planner) = try await book()
        #expect(try await planner.run(on: Book.today, now: Book.now).planned == 2)
        #expect(
            try await book.texts("SELECT borrower || ' ' || subject_id || ' ' || step FROM message ORDER BY borrower")
                == ["1 100 overdue.1", "2 200 overdue.1"])
        let before = try await book.everything()
        #expect(try await planner.run(on: Book.today, now: Book.now).planned == 0)
        #expect(try await book.everything() == before)
        let vault = book.vault
        let leaves = try await book.database.read { session in
            try [1, 2].map { try BorrowerLeaves.read(Borrower.ID($0), in: session, vault: vault).map(\.content.record) }
        }
        guard leaves[0].count == 1, case .list(let loans)? = leaves[0][0]["loans"],
            case .list(let claims)? = leaves[0][0]["claims"]
        else {
            Issue.record("\(leaves[0])")
            return
        }
        #expect(loans.compactMap(\.text) == ["LN-20261001", "LN-101", "LN-102"])
        #expect(claims.compactMap { $0["id"]?.integer } == [100, 101, 102])
        #expect(leaves[1][0]["loans"] == nil && leaves[1][0]["claims"] == nil)
    }

    @Test func `a loan that may not be told has its own word beside the message about the others`() async throws {
        let (book, planner) = try await book()
        try await book.write(
            """
            INSERT INTO payment_fault (borrower, loan, id, portfolio, ref, batch, line, reason)
            VALUES (1, 101, 1, 1, 'F', 1, 1, 'amount')
            """)
        let counts = try await planner.run(on: Book.today, now: Book.now)
        #expect(counts.planned == 2 && counts.held == 1)
        #expect(
            try await book.texts(
                "SELECT subject_id || ' ' || state FROM message WHERE borrower = 1 ORDER BY subject_id")
                == ["100 \(MessageState.planned.rawValue)", "101 \(MessageState.held.rawValue)"])
    }

    @Test func `a plan shows how many loans a message names`() async throws {
        let (book, planner) = try await book()
        var report = PlanReport(date: Book.today, now: Book.now)
        try await planner.preview(on: Book.today, now: Book.now, into: &report)
        #expect(report.messages == 2)
        #expect(Set(report.sending.keys.map(\.loans)) == [1, 3])
        #expect(try await book.count("message") == 0)
    }

    private final class Heard: Sendable {
        private let all = Mutex<[ComparedMessage]>([])

        var messages: [ComparedMessage] { all.withLock { $0 } }

        func add(_ message: ComparedMessage) { all.withLock { $0.append(message) } }
    }

    @Test func `a comparison says that what three messages told one tells`() async throws {
        let (book, _) = try await book()
        let sides = try [false, true].map {
            Comparer.Side(context: try context(book, merging: $0), from: Book.today, now: Book.now)
        }
        let heard = Heard()
        let comparison = try await Comparer(
            database: book.database, vault: book.vault, portfolio: Book.portfolio, a: sides[0], b: sides[1], days: 1,
            cost: nil
        ).run(into: Comparison()) { heard.add($0) }
        let messages = heard.messages
        // Of three messages a day about arrears the house's cap holds the third back.
        #expect(comparison.whole.a.messages == 3 && comparison.whole.b.messages == 2)
        #expect(comparison.whole.changes == [.same: 1, .changed: 1, .lost: 1])
        #expect(messages.filter { $0.change == .lost }.allSatisfy { $0.why == "B tells it in one message with others" })
        #expect(messages.first { $0.change == .changed }?.why.hasPrefix("A tells of 1 at once, B of 3") == true)
    }

    @Test func `looking ahead a merged message counts once, and tells nothing again`() async throws {
        let (book, planner) = try await book()
        let vault = book.vault
        let snapshot = try #require(
            try await book.database.read {
                try Snapshots.load(
                    [Borrower.ID(1)], in: $0, vault: vault, contactsSince: Book.now - .days(40), now: Book.now)
            }.first)
        let forecast = Forecast(
            snapshot, context: planner.context, claimed: [], from: Book.today, days: 5, now: Book.now)
        #expect(forecast.sent.map(\.decision.planned.told.count) == [3])
    }
}
