import Foundation
import Testing

extension Lender {
    /// Sends a book's texts by `dunlin serve` over the empty store at `url`. `trouble` comes over it when some have gone, with
    /// the count of what the carrier has heard; when it ends, the rest goes, none of it twice, and the log is sound.
    static func serves(
        over url: String, borrowers: Int, through trouble: (Child, _ heard: () throws -> Int) async throws -> Void
    ) async throws {
        let store = ["DUNLIN_DATABASE": url]
        let lender = try Lender()
        try lender.write(.overdue(borrowers))
        func dunlin(_ arguments: String...) async throws -> Run {
            let run = try await lender.run(arguments, environment: store)
            guard run.code == 0 else { throw Unexpected(run: run) }
            return run
        }
        _ = try await dunlin(
            "import", "--mapping", Checkout.mapping("en"), "book", "--json", "--now", SmallBook.now)
        try await lender.withCarrier(["--journal", "journal", "--answer-delay", "20"]) { carrier in
            try lender.folder.replace("window: 100", with: "window: 5", in: "routes.yaml")
            try await lender.beside(["serve", "--now", SmallBook.now], environment: store) { serve in
                let port = try await serve.number(after: "listening port=")
                func heard() throws -> Int { try lender.folder.text("journal").count { $0 == "\n" } }
                try await serve.wait(for: "some texts") { try heard() >= 30 }
                try await trouble(serve, heard)
                try await serve.wait(for: "the rest") { try heard() >= borrowers * 2 }
                // What came too late to be written is tried again, so that attempts may be more; of messages there is one for
                // each borrower, and each is delivered.
                try await serve.wait(for: "every receipt") {
                    try Fetch.blocking("http://127.0.0.1:\(port)/metrics")
                        .contains("dunlin_messages{state=\"delivered\"} \(borrowers)\n")
                }
                serve.signal(15)
                #expect(await !serve.waitForEnd(within: 30) && serve.code == 0)
            }
            let audit = try await dunlin("evidence", "audit", "--json").json()
            #expect(audit["valid"].bool == true, "\(audit)")
            let journal = try Journal(lender.folder.text("journal"))
            #expect(journal.repeated.isEmpty && journal.texts.count == borrowers)
            #expect(try await lender.counts(of: carrier)["duplicates"].int == 0)
        }
    }
}
