import CivilTime
import Decisions
import Evidence
import LoanBook
import Messaging
import Planning
import Store
import StoreEngines
import Testing

/// What strategies ask of planning beside messages: tasks, arms, and what only borrowers' own records say.
@Suite(.everyEngine) struct StrategyPlanningTests {
    private func planner(_ book: Book, _ yaml: String) throws -> Planner {
        var planner = book.planner
        planner.context.strategy = try Strategy.parse(
            yaml: yaml, file: "s.yaml", templates: planner.context.templates)
        return planner
    }

    private func leaves(_ book: Book) async throws -> [String] {
        let vault = book.vault
        return try await book.database.read { session in
            try (1...3).flatMap { id in
                try BorrowerLeaves.read(Borrower.ID(Int64(id)), in: session, vault: vault).map {
                    "\($0.content.record)"
                }
            }
        }
    }

    @Test func `a task is opened once, with its claim and its leaf`() async throws {
        let book = try await Book()
        try await book.borrowers(1...2, due: ["2026-11-19"])
        let planner = try planner(book, "key: k\nsteps: [{id: call.1, task: call_back, anchor: {days_past_due: 1}}]")
        var report = PlanReport(date: Book.today, now: Book.now)
        try await planner.preview(on: Book.today, now: Book.now, into: &report)
        #expect(report.tasks.count == 1 && report.messages == 0)
        let (reason, count) = try #require(report.tasks.first)
        #expect(reason.step == "call.1" && reason.reason == "call_back" && count == 2)
        #expect(try await book.count("task") == 0)
        for day: Int64 in 0...1 {
            let now = Book.now + .days(day)
            try await book.database.write { try Book.paymentsFeed(asOf: now, in: $0) }
            let counts = try await planner.run(on: Book.today + Int(day), now: now)
            #expect(counts.tasks == (day == 0 ? 2 : 0) && counts.planned == 0)
        }
        #expect(
            try await book.texts("SELECT kind || ' ' || loan FROM task ORDER BY borrower") == [
                "call_back 100", "call_back 200",
            ])
        #expect(
            try await book.texts("SELECT step || ' ' || message FROM claim ORDER BY borrower") == [
                "call.1 0", "call.1 0",
            ])
        #expect(try await book.count("message") == 0)
        #expect(try await book.count("leaf WHERE kind = 'decision'") == 2)
        #expect(try await leaves(book).allSatisfy { $0.contains("call_back") && $0.contains("task") })
    }

    @Test func `a message that was planned before a task was told counts with it`() async throws {
        let book = try await Book()
        try await book.borrowers(1...1, due: ["2026-11-19"])
        let yaml = """
            key: k
            steps:
              - {id: call.1, task: call_back, anchor: {days_past_due: 1}, when: loan.principal > 1000.0}
              - {id: told.1, purpose: overdue.notice, template: overdue.1, anchor: {days_past_due: 1}, at: "10:00", channel: sms}
            """
        let planner = try planner(book, yaml)
        #expect(try await planner.run(on: Book.today, now: Book.now).tasks == 1)
        // The loan is small from now on: the other step is meant, and the task has spoken for it.
        try await book.write("UPDATE loan SET principal = 1")
        let counts = try await planner.run(on: Book.today, now: Book.now)
        #expect((counts.tasks, counts.planned) == (0, 0))
    }

    @Test func `a hold-out is suppressed with its reason, and leaves name the arm`() async throws {
        let book = try await Book()
        try await book.borrowers(1...3, due: ["2026-11-20"])
        let yaml = """
            key: k
            experiments:
              - {key: tone, salt: s, arms: [{key: all, weight: 0}, {key: quiet, weight: 1, holdout: true}]}
            steps:
              - {id: told.1, purpose: overdue.notice, template: overdue.1, anchor: {days_past_due: 1}, at: "10:00", channel: sms}
            """
        let counts = try await planner(book, yaml).run(on: Book.today, now: Book.now)
        #expect((counts.planned, counts.suppressed) == (0, 3))
        let leaves = try await leaves(book)
        #expect(leaves.count == 3 && leaves.allSatisfy { $0.contains("tone=quiet") && $0.contains("hold-out") })
    }

    @Test func `who has nothing to hear of loans is looked at where the strategy asks for it`() async throws {
        let book = try await Book()
        try await book.borrowers(1...3, due: ["2027-11-20"])
        let planner = try planner(
            book,
            "key: k\nsteps: [{id: d, task: answer, anchor: dispute_raised}, {id: b, task: card, anchor: birthday}]")
        let (vault, now) = (book.vault, Book.now)
        try await book.database.write { session in
            try Flags.raise(.dispute, of: Borrower.ID(2), since: now - .hours(1), source: "test", in: session)
            for id: Int64 in [1, 3] {
                let key = try Keys.key(borrower: id, .profile, in: session, vault: vault)
                let profile = BorrowerProfile(name: "王芳", birthDate: Book.date("1990-11-21"))
                try session.run(
                    "UPDATE borrower SET profile = ? WHERE id = ?",
                    [.blob(try key.seal(profile.encode(), context: BorrowerProfile.context)), .integer(id)])
            }
            try Consents.append(
                [
                    (
                        Borrower.ID(3),
                        Consent(
                            contactPoint: ContactPoint.ID(30), messageClass: .marketing, given: true, at: now,
                            act: .importedRow)
                    )
                ], in: session)
        }
        let counts = try await planner.run(on: Book.today, now: Book.now)
        #expect(counts.tasks == 2)
        // Nobody who did not agree to marketing is wished well: the first has a birthday too.
        #expect(
            try await book.texts("SELECT borrower || ' ' || kind FROM task ORDER BY borrower") == [
                "2 answer", "3 card",
            ])
    }
}
