import Foundation
import PostgresServer
import Testing

/// A node whose server does what it is told, and whose word that it did is lost.
struct LostCommitTests {
    private static let borrowers = 200

    @Test func `a serve that loses the answers of commits looks again, and says nothing twice`() async throws {
        let server = try PostgresServer(settings: ["fsync": "off"])
        defer { server.end() }
        try server.create("book")
        let proxy = try CutProxy(to: server.port)
        let store = ["DUNLIN_DATABASE": "postgres://dunlin@127.0.0.1:\(proxy.port)/book"]
        let lender = try Lender()
        try lender.write(.overdue(Self.borrowers))
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
                func said() throws -> Int { try lender.folder.text("journal").count { $0 == "\n" } }
                try await serve.wait(for: "some texts") { try said() >= 30 }
                proxy.arm(.after)
                // Whoever has a duty ends no more than this round of it.
                for duty in ["sweeping", "planning", "the checkpoint"] {
                    try await serve.wait(for: "the word that \(duty) waits") {
                        try serve.errors().contains("\(duty) waits")
                    }
                }
                proxy.arm(nil)
                try await serve.wait(for: "the rest") { try said() >= Self.borrowers * 2 }
                serve.signal(15)
                #expect(await !serve.waitForEnd(within: 30) && serve.code == 0)
            }
            let audit = try await dunlin("evidence", "audit", "--json").json()
            #expect(audit["valid"].bool == true && audit["attempts"].int == Self.borrowers)
            let journal = try Journal(lender.folder.text("journal"))
            #expect(journal.repeated.isEmpty && journal.texts.count == Self.borrowers)
            #expect(try await lender.counts(of: carrier)["duplicates"].int == 0)
        }
    }
}
