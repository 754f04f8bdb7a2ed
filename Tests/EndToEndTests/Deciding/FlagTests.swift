import StoreEngines
import Testing

/// Facts about a borrower that stop messages: raised by a person, in force at the next submission.
@Suite(.everyEngine) struct FlagTests {
    @Test func `a flag stops what was planned, ended it stops nothing, and both stand in the evidence`() async throws {
        let lender = try await Lender.with()
        let raised = try await lender.dunlin("flag", "raise", "B1", "dispute", "--now", "2026-11-21T17:00:00Z")
        #expect(raised.code == 0 && raised.out == "dispute raised\n", "\(raised.err)")
        let stopped = try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()
        // The receipt of the dispute in the place of what is owed.
        #expect(stopped["messages"].int == 3)
        #expect(stopped["sending"].list.contains { $0["step"].text == "dispute.received" }, "\(stopped)")
        #expect(stopped["suppressed"].list.contains { $0["reason"].text == "house/collection.stops" }, "\(stopped)")
        let flags = try await lender.dunlin("flag", "list", "B1", "--json").json()["flags"].list
        #expect(flags.map { $0["kind"].text } == ["dispute"])
        #expect(flags.map { $0["since"].text } == ["2026-11-21T17:00:00Z"])

        #expect(try await lender.dunlin("flag", "end", "B1", "dispute", "--now", "2026-11-21T17:30:00Z").code == 0)
        let free = try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()
        #expect(free["messages"].int == 3)
        let again = try await lender.dunlin("flag", "end", "B1", "dispute")
        #expect(again.code == 1 && again.err.contains("the borrower has no open flag dispute"))
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["kinds"]["flag"].int == 2)
    }

    @Test func `a flag or a borrower that does not exist is refused`() async throws {
        let lender = try await Lender.with()
        let flag = try await lender.dunlin("flag", "raise", "B1", "grumpy")
        #expect(flag.code == 64 && flag.err.contains("grumpy") && flag.err.contains("dispute"), "\(flag.err)")
        let borrower = try await lender.dunlin("flag", "raise", "B99", "dispute")
        #expect(borrower.code == 1 && borrower.err.contains("no borrower of that id is in the book"))
    }
}
