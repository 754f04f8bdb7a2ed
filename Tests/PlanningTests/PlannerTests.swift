import CivilTime
import Dispatch
import LoanBook
import Messaging
import Planning
import Store
import StoreEngines
import Synchronization
import Testing

/// Planning over a real store: what is entered, what is only said, and what a second look changes.
@Suite(.everyEngine) struct PlannerTests {
    private let overdue = ["2026-11-20"]
    private let upcoming = ["2026-11-24"]

    @Test func `what is due is entered with its reason in evidence`() async throws {
        let book = try await Book()
        try await book.borrowers(1...3, due: overdue)
        try await book.borrowers(4...5, due: upcoming)
        let counts = try await book.planner.run(on: Book.today, now: Book.now)
        #expect((counts.borrowers, counts.planned, counts.held, counts.suppressed) == (5, 5, 0, 0))
        let steps = try await book.texts("SELECT step FROM message ORDER BY borrower")
        #expect(steps == ["overdue.1", "overdue.1", "overdue.1", "upcoming.3", "upcoming.3"])
        let ten = Instant(iso: "2026-11-21T10:00:00+08:00")
        #expect(try await book.texts("SELECT DISTINCT due_ms FROM message") == ["\(ten?.milliseconds ?? 0)"])
        #expect(try await book.count("leaf WHERE kind = 'decision' AND borrower IS NOT NULL") == 5)
        #expect(try await book.count("claim") == 0, "only a written attempt consumes the claim")
    }

    @Test func `running twice changes nothing`() async throws {
        let book = try await Book()
        try await book.borrowers(1...3, due: overdue)
        try await book.borrowers(4...5, due: upcoming)
        try await raise("hardship", of: 2, in: book)
        _ = try await book.planner.run(on: Book.today, now: Book.now)
        let before = try await book.everything()
        #expect(before.count > 5)
        let again = try await book.planner.run(on: Book.today, now: Book.now)
        #expect(again.planned == 0)
        _ = try await book.planner.run(on: Book.today, now: Book.now + .minutes(20))
        #expect(try await book.everything() == before)
    }

    /// What a turn holds of a borrower is waited for: its claim is committed behind what planning has read, and before what
    /// planning enters.
    @Test func `what a turn tells while its borrower's page is entered is not planned again`() async throws {
        let book = try await Book()
        try await book.borrowers(1...1, due: overdue)
        guard book.database.engine == .postgres else {
            // One writer: a turn is over before a page is entered.
            #expect(try await book.database.write { try $0.tryLock([.borrower(1)]) } == [.borrower(1)])
            return
        }
        let locked = DispatchSemaphore(value: 0)
        async let isWaitedFor: Bool = book.database.write { session in
            try session.lock([.borrower(1)], .exclusive)
            locked.signal()
            var isWaitedFor = false
            for _ in 0..<20_000 where !isWaitedFor {
                isWaitedFor = try session.integer(Self.waiters) ?? 0 > 0
            }
            try session.run(
                """
                INSERT INTO claim (borrower, subject, subject_id, subject_part, step, generation, message, at_ms)
                VALUES (1, 1, 100, 1, 'overdue.1', 1, 5, 1)
                """, [])
            return isWaitedFor
        }
        let counts = try await book.planner.run(
            on: Book.today, now: Book.now,
            isOurs: { _ in
                locked.wait()
                return true
            })
        #expect(try await isWaitedFor, "planning did not wait")
        #expect(counts.planned == 0)
    }

    private static let waiters = """
        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """

    @Test func `a suppressed step makes one leaf until the word changes`() async throws {
        let book = try await Book()
        try await book.borrowers(1...1, due: overdue)
        try await raise("hardship", of: 1, in: book)
        for _ in 0..<3 {
            let counts = try await book.planner.run(on: Book.today, now: Book.now)
            #expect((counts.planned, counts.suppressed) == (0, 1))
        }
        #expect(try await book.count("leaf") == 1)
        #expect(try await book.count("message") == 0)
        #expect(try await book.texts("SELECT outcome FROM decision") == ["suppress"])
        try await book.write("DELETE FROM flag")
        try await raise("bankruptcy", of: 1, in: book)
        for _ in 0..<2 { _ = try await book.planner.run(on: Book.today, now: Book.now) }
        #expect(try await book.count("leaf") == 2, "another reason is another word")
        try await book.write("DELETE FROM flag")
        for _ in 0..<2 { _ = try await book.planner.run(on: Book.today, now: Book.now) }
        #expect(try await book.count("leaf") == 3)
        #expect(try await book.count("message WHERE state = 1") == 1)
        #expect(try await book.count("decision") == 0, "it is suppressed no longer")
        // Delivery heard of a second dispute first and ended the message; planning says so anew, once.
        try await book.write("UPDATE message SET state = 11")
        try await raise("bankruptcy", of: 1, in: book)
        for _ in 0..<2 { _ = try await book.planner.run(on: Book.today, now: Book.now) }
        #expect(try await book.count("leaf") == 4)
    }

    @Test func `preview counts what a run would enter, and stores nothing`() async throws {
        let book = try await Book()
        try await book.borrowers(1...3, due: overdue)
        try await book.borrowers(4...5, due: upcoming)
        try await book.borrowers(6...6, portfolio: 2, due: overdue)
        try await raise("hardship", of: 2, in: book)
        let numbers = try await book.texts("SELECT kind || next FROM number ORDER BY kind")
        var report = PlanReport(date: Book.today, now: Book.now)
        try await book.planner.preview(on: Book.today, now: Book.now, into: &report)
        #expect(try await book.everything().isEmpty)
        #expect(try await book.texts("SELECT kind || next FROM number ORDER BY kind") == numbers)
        #expect(try await book.count("borrower_key WHERE retention = 1") == 0)
        let counts = try await book.planner.run(on: Book.today, now: Book.now)
        #expect(report.borrowers == counts.borrowers)
        #expect(report.messages == counts.planned)
        #expect(report.suppressed.values.reduce(0, +) == counts.suppressed)
        #expect(report.segments >= report.messages)
        #expect(Set(report.sending.keys.map(\.hour)) == [10])
        #expect(Set(report.sending.keys.map(\.language)) == ["zh-Hans"])
    }

    @Test(arguments: [Span.hours(49), nil]) func `a stale payments feed holds`(_ age: Span?) async throws {
        let book = try await Book(feedAge: age)
        try await book.borrowers(1...1, due: overdue)
        try await book.borrowers(2...2, due: upcoming)
        let counts = try await book.planner.run(on: Book.today, now: Book.now)
        #expect((counts.planned, counts.held) == (0, 2))
        let reason = age == nil ? "no payments feed was imported yet" : "payments feed older than 48 h"
        #expect(try await book.texts("SELECT DISTINCT reason FROM message WHERE state = 3") == [reason])
        // Again, with the feed mended: what is held stays the one plan, delivery looks at it in its time.
        try await book.database.write { try Book.paymentsFeed(asOf: Book.now, in: $0) }
        let again = try await book.planner.run(on: Book.today, now: Book.now)
        #expect((again.planned, again.held) == (0, 0))
        #expect(try await book.count("message") == 2)
    }

    @Test func `a feed exactly as old as it may be is fresh`() async throws {
        let book = try await Book(feedAge: .hours(48))
        try await book.borrowers(1...1, due: overdue)
        #expect(try await book.planner.run(on: Book.today, now: Book.now).planned == 1)
    }

    @Test func `news of a payment goes out though the feed is stale`() async throws {
        let book = try await Book(feedAge: .hours(72))
        try await book.borrowers(1...1, due: ["2026-11-20", "2026-12-20"])
        try await book.pay(1, 100_000, on: "2026-11-21")
        let counts = try await book.planner.run(on: Book.today, now: Book.now)
        #expect((counts.planned, counts.held) == (1, 0))
        #expect(try await book.texts("SELECT step FROM message") == ["payment.received"])
    }

    @Test func `a rejected payment row holds only collection, and only of its loan`() async throws {
        let book = try await Book()
        try await book.borrowers(1...2, due: overdue)
        try await book.borrowers(3...3, due: upcoming)
        try await book.borrowers(4...4, due: ["2026-11-19", "2026-11-20"])
        try await book.pay(4, 100_000, on: "2026-11-21")
        for borrower in [1, 3, 4] as [Int64] { try await rejectPayment(of: borrower, in: book) }
        let counts = try await book.planner.run(on: Book.today, now: Book.now)
        #expect((counts.planned, counts.held) == (3, 2))
        let held = try await book.texts(
            "SELECT borrower || step || reason FROM message WHERE state = 3 ORDER BY borrower")
        let reason = "a payment row of this loan was rejected"
        #expect(held == ["1overdue.1\(reason)", "4overdue.1\(reason)"])
        let planned = try await book.texts("SELECT borrower || step FROM message WHERE state = 1 ORDER BY borrower")
        #expect(planned == ["2overdue.1", "3upcoming.3", "4payment.received"])
    }

    @Test func `a mended payment row holds nothing`() async throws {
        let book = try await Book()
        try await book.borrowers(1...1, due: overdue)
        try await rejectPayment(of: 1, in: book)
        try await book.write("UPDATE payment_fault SET mended_batch = 2")
        #expect(try await book.planner.run(on: Book.today, now: Book.now).planned == 1)
    }

    @Test func `what was told is not entered again`() async throws {
        let book = try await Book()
        try await book.borrowers(1...1, due: overdue)
        _ = try await book.planner.run(on: Book.today, now: Book.now)
        try await book.write(
            """
            INSERT INTO claim SELECT borrower, subject, subject_id, subject_part, step, generation, id, 0 FROM message
            """)
        try await book.write("UPDATE message SET state = 6")
        #expect(try await book.planner.run(on: Book.today, now: Book.now).planned == 0)
        #expect(try await book.count("message") == 1)
        // Six days later it is another step's day.
        try await book.database.write { try Book.paymentsFeed(asOf: Book.now + .days(6), in: $0) }
        _ = try await book.planner.run(on: Book.today + 6, now: Book.now + .days(6))
        #expect(try await book.texts("SELECT step FROM message ORDER BY id") == ["overdue.1", "overdue.7"])
    }

    @Test func `a book of several pages is planned whole, and only its own portfolio`() async throws {
        let book = try await Book()
        try await book.borrowers(1...300, due: overdue)
        try await book.borrowers(301...350, portfolio: 2, due: overdue)
        try await book.borrowers(351...1060, due: ["2027-06-01"])
        try await book.borrowers(1061...1070, due: overdue)
        let seen = Mutex<[Int]>([])
        let counts = try await book.planner.run(
            on: Book.today, now: Book.now, progress: { looked in seen.withLock { $0.append(looked) } })
        #expect((counts.borrowers, counts.planned) == (1020, 310))
        #expect(seen.withLock { $0 }.last == 1020)
        #expect(seen.withLock { $0 }.count > 1, "progress is told page by page")
        #expect(try await book.count("message WHERE borrower BETWEEN 301 AND 350") == 0)
        #expect(try await book.count("leaf") == 310)
    }

    @Test func `today is the civil date of the portfolio's own calendar`() async throws {
        let book = try await Book()
        let evening = try #require(Instant(iso: "2026-11-21T15:59:59Z"))
        #expect(book.planner.today(at: evening) == Book.today)
        #expect(book.planner.today(at: evening + .seconds(1)) == Book.today + 1)
    }

    private func raise(_ flag: String, of borrower: Int64, in book: Book) async throws {
        let kind = try #require(BorrowerFlag(rawValue: flag))
        try await book.database.write { session in
            _ = try Flags.raise(
                kind, of: Borrower.ID(borrower), since: Book.now - .hours(1), source: "operator", in: session)
        }
    }

    private func rejectPayment(of borrower: Int64, in book: Book) async throws {
        try await book.database.write { session in
            try PaymentFaultFacts.insert(
                LoanFacts.Place(borrower: borrower, loan: borrower * 100), reference: "P\(borrower)", line: 2,
                reason: "no amount", portfolio: Book.portfolio, batch: 1, in: session)
        }
    }
}
