import Foundation
import PostgresServer
import Testing

/// A node whose server takes no writes for a while: a standby that is not promoted yet, a disk that an operator protects.
struct ReadOnlyStoreTests {
    private static let borrowers = 200

    @Test func `a serve whose server turns read-only waits, and goes on when it may, and says nothing twice`()
        async throws
    {
        let server = try PostgresServer(settings: ["fsync": "off"])
        defer { server.end() }
        try server.create("book")
        let store = ["DUNLIN_DATABASE": server.tcpURL("book")]
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
                try server.execute("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
                try await serve.wait(for: "the word that delivery waits") {
                    try serve.errors().contains("delivery waits")
                }
                #expect(try serve.errors().contains("takes no writes: a standby, or set to read only"))
                #expect(try said() < Self.borrowers)
                try server.execute(
                    "SET default_transaction_read_only = off", "ALTER SYSTEM RESET default_transaction_read_only",
                    "SELECT pg_reload_conf()")
                try await serve.wait(for: "the rest") { try said() >= Self.borrowers * 2 }
                #expect(try serve.errors().contains("can be written to again"))
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
