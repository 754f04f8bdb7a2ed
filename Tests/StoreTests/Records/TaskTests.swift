import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

/// Work for a person: opened, closed once, and kept.
struct TaskTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let now = Instant(milliseconds: SampleBook.march)
    private static let borrower = Borrower.ID(1)
    private static let closing = Tasks.Closing(outcome: .reached, by: "Ann", note: "asks for a call on Friday")

    private func book(_ engine: Engine) async throws -> SampleBook {
        let book = try await SampleBook.make(engine, in: folder)
        try await book.portfolio(1, "meadow")
        try await book.borrower(1)
        return book
    }

    private func close(
        _ book: SampleBook, _ id: Int64, _ closing: Tasks.Closing = closing, after hours: Int64 = 1
    ) async throws -> (task: TaskRecord, isNew: Bool) {
        let vault = book.vault
        return try await book.database.write {
            try Tasks.close(id, closing, at: Self.now + .hours(hours), in: $0, vault: vault, random: .seeded(7))
        }
    }

    private func opened(_ book: SampleBook) async throws -> Int64 {
        try await book.database.write { session in
            let task = try Tasks.open("question", of: Self.borrower, loan: Loan.ID(9), at: Self.now, in: session)
            try Tasks.open("paid_claim", of: Self.borrower, at: Self.now, in: session)
            return task
        }
    }

    @Test(arguments: Engine.allCases)
    func `a task is closed once, with its leaf, and saying it again changes nothing`(_ engine: Engine) async throws {
        let book = try await book(engine)
        let id = try await opened(book)
        let closed = try await close(book, id)
        #expect(closed.isNew && closed.task.done == Self.now + .hours(1) && closed.task.by == "Ann")
        let again = try await close(book, id, after: 5)
        #expect(!again.isNew && again.task == closed.task)
        let (tasks, open, listed, leaves) = try await book.database.read { session in
            (
                try Tasks.list(Self.borrower, in: session), try Tasks.open(atMost: 10, in: session),
                try Tasks.listed(Self.borrower, atMost: 10, in: session),
                try session.integer("SELECT count(*) FROM leaf WHERE kind = 'task' AND borrower = 1")
            )
        }
        #expect(tasks.map(\.kind) == ["question", "paid_claim"] && tasks.map(\.outcome) == [.reached, nil])
        #expect(tasks.map(\.done) == [Self.now + .hours(1), nil] && tasks.map(\.loan) == [Loan.ID(9), nil])
        #expect(open.map(\.task.kind) == ["paid_claim"] && open.first?.portfolio == "meadow")
        #expect(listed.count == 2 && leaves == 1)
    }

    @Test(arguments: Engine.allCases)
    func `what is noted is sealed, and opened for who asks`(_ engine: Engine) async throws {
        let book = try await book(engine)
        let id = try await opened(book)
        let task = try await close(book, id).task
        #expect(!String(decoding: task.note, as: UTF8.self).contains("Friday") && !task.note.isEmpty)
        let vault = book.vault
        let note = try await book.database.read { session in
            try Tasks.note(of: try #require(try Tasks.find(id, in: session)), in: session, vault: vault)
        }
        #expect(note == Self.closing.note)
    }

    @Test(arguments: Engine.allCases)
    func `one that is not there, and one that ended otherwise, are faults`(_ engine: Engine) async throws {
        let book = try await book(engine)
        let id = try await opened(book)
        await #expect(throws: TaskFault.unknown(99)) { try await close(book, 99) }
        let task = try await close(book, id).task
        for change in [
            Tasks.Closing(outcome: .done, by: "Ann", note: Self.closing.note),
            Tasks.Closing(outcome: .reached, by: "Bo", note: Self.closing.note),
            Tasks.Closing(outcome: .reached, by: "Ann", note: ""),
        ] {
            await #expect(throws: TaskFault.closed(task)) { try await close(book, id, change) }
        }
        #expect(try await book.database.read { try Tasks.find(id, in: $0) } == task)
    }
}
