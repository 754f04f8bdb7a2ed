import Foundation
import StoreEngines
import Testing

/// Three loans of one borrower due the same day, by the built-in files, through the program.
@Suite(.everyEngine) struct MergedLoansTests {
    /// B1 with L1, L11 and L12, B2 with L2; each with 120.00 due on 2026-11-21.
    private static func write(paid: [String], as name: String, of lender: Lender) throws {
        var book = SmallBook(rows: [
            .init(id: "1", name: "Ann Archer", phone: "+12125550101", due: "2026-11-21"),
            .init(id: "2", name: "Bob Baker", phone: "+12125550102", due: "2026-11-21"),
        ])
        book.payments = paid.map { (loan: $0, paidOn: "2026-11-21", amount: "120.00") }
        try lender.write(book, as: name)
        for (file, line) in [
            ("loans.csv", "%,B1,revolving,5000.00,0.154,2025-05-20,A,open\n"),
            ("instalments.csv", "%,1,2026-11-21,120.00\n"),
        ] {
            let path = name + "/" + file
            let more = ["L11", "L12"].map { line.replacing("%", with: $0) }.joined()
            try lender.folder.write(lender.folder.text(path) + more, to: path)
        }
    }

    @Test func `three loans due the same day are one message, and what was paid meanwhile is left out of it`()
        async throws
    {
        let lender = try Lender()
        try Self.write(paid: [], as: "book", of: lender)
        try await lender.bringIn()
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            let plan = try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()
            #expect(plan["messages"].int == 2)
            #expect(Set(plan["sending"].list.compactMap { $0["loans"].int }) == [1, 3])
            // Planned in the morning, before the hour of the step; paid at noon.
            let morning = try await lender.dunlin("send", "--json", "--now", "2026-11-21T11:00:00Z").json()
            #expect(morning["attempts"].int == 0)
            try Self.write(paid: ["L11"], as: "noon", of: lender)
            try await lender.bringIn("noon", now: "2026-11-21T17:00:00Z")
            for now in [SmallBook.now, "2026-11-21T18:30:00Z"] {
                let run = try await lender.dunlin("send", "--json", "--now", now)
                #expect(run.code == 0, "\(run.err)")
                #expect(try run.json()["attempts"].int == (now == SmallBook.now ? 3 : 0))
            }
        }
        let journal = try Journal(lender.folder.text("journal"))
        // The third tells that the loan that was paid is settled.
        #expect(journal.texts.count == 3 && journal.repeated.isEmpty)
        let story = try await lender.dunlin("story", "B1").out
        #expect(story.contains("due.today about 3 loans …L1, …L11, …L12: planned for"), "\(story)")
        #expect(story.contains("due.today about 2 loans …L1, …L12: handed to route"), "\(story)")
        let told = try await lender.dunlin("story", "B1", "--reveal", "--now", "2026-11-21T19:00:00Z").out
        #expect(told.contains("payments on 2 loans are due today: $240.00 in all"), "\(told)")
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["attempts"].int == 3)
    }
}
