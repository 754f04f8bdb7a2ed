import LoanBook
import Store
import StoreEngines
import Testing

struct FindTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: Engine.allCases)
    func `a borrower is found by its reference or its loan's, and never guessed`(_ engine: Engine) async throws {
        let book = try await SampleBook.make(engine, in: folder)
        try await book.portfolio(1, "meadow")
        try await book.portfolio(2, "heron")
        try await book.borrower(1, portfolio: 1, ref: "same")
        try await book.borrower(2, portfolio: 2, ref: "same")
        try await book.borrower(3, portfolio: 2, ref: "own")
        func find(_ reference: String, _ portfolio: String?) async throws -> Borrower.ID? {
            try await book.database.read { try Snapshots.find(reference: reference, portfolio: portfolio, in: $0) }
        }
        func find(loan: String, _ portfolio: String?) async throws -> Borrower.ID? {
            try await book.database.read { try Snapshots.find(loan: loan, portfolio: portfolio, in: $0) }
        }
        #expect(try await find("own", nil) == Borrower.ID(3))
        #expect(try await find("own", "meadow") == nil)
        #expect(try await find("same", "heron") == Borrower.ID(2))
        #expect(try await find("absent", nil) == nil)
        #expect(try await find(loan: "L3", nil) == Borrower.ID(3))
        #expect(try await find(loan: "L3", "meadow") == nil)
        let error = await #expect(throws: StoreError.self) { try await find("same", nil) }
        #expect(error?.code == .ambiguousReference)
    }

    @Test(arguments: Engine.allCases)
    func `everyone who has a number is found by its keyed hash`(_ engine: Engine) async throws {
        let book = try await SampleBook.make(engine, in: folder)
        try await book.portfolio(1, "meadow")
        for id: Int64 in [1, 2] { try await book.borrower(id, phone: "+16175550000") }
        try await book.borrower(3)
        let lookup = book.vault.lookup("+16175550000")
        let found = try await book.database.read { try ContactPoints.find(lookup: lookup, in: $0) }
        #expect(found.map(\.borrower) == [Borrower.ID(1), Borrower.ID(2)])
        #expect(found.map(\.contactPoint) == [ContactPoint.ID(10), ContactPoint.ID(20)])
        let unknown = book.vault.lookup("+16175550001")
        #expect(try await book.database.read { try ContactPoints.find(lookup: unknown, in: $0).isEmpty })
    }
}
