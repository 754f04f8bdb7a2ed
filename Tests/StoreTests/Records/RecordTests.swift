import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

struct RecordTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let now = Instant(milliseconds: SampleBook.march)
    private static let borrower = Borrower.ID(1)

    @Test(arguments: Engine.allCases)
    func `a flag ended stays on record and stands no longer`(_ engine: Engine) async throws {
        let database = try await engine.migrated(in: folder)
        let (ended, flags) = try await database.write { session in
            try Flags.raise(.dispute, of: Self.borrower, since: Self.now, source: "reply", in: session)
            try Flags.raise(.cease, of: Self.borrower, since: Self.now, source: "operator", in: session)
            let ended = try Flags.end(.dispute, of: Self.borrower, at: Self.now + .days(1), in: session)
            return (ended, try Flags.list(Self.borrower, in: session))
        }
        #expect(ended == 1)
        #expect(flags.map(\.kind) == [.dispute, .cease])
        #expect(flags.map { $0.stands(at: Self.now) } == [true, true])
        #expect(flags.map { $0.stands(at: Self.now + .days(1)) } == [false, true])
        #expect(flags.map { $0.stands(at: Self.now - .milliseconds(1)) } == [false, false])
        #expect(flags.map(\.source) == ["reply", "operator"])
    }

    @Test(arguments: Engine.allCases)
    func `a contact point's standing is what it was last marked`(_ engine: Engine) async throws {
        let book = try await SampleBook.make(engine, in: folder)
        try await book.portfolio(1, "meadow")
        try await book.borrower(1)
        let marked = try await book.database.write { session in
            [
                try ContactPoints.mark(ContactPoint.ID(10), of: Self.borrower, .invalid, in: session),
                try ContactPoints.mark(ContactPoint.ID(11), of: Self.borrower, .invalid, in: session),
            ]
        }
        #expect(marked == [true, false])
        #expect(try await book.load(1)?.borrower.contactPoints.map(\.standing) == [.invalid])
    }
}
