import Foundation
import PostgresServer
import Testing

/// A node whose server takes no writes for a while: a standby that is not promoted yet, a disk that an operator protects.
struct ReadOnlyStoreTests {
    @Test func `a serve whose server turns read-only waits, and goes on when it may, and says nothing twice`()
        async throws
    {
        let server = try PostgresServer(settings: ["fsync": "off"])
        defer { server.end() }
        try server.create("book")
        try await Lender.serves(over: server.tcpURL("book"), borrowers: 200) { serve, heard in
            try server.execute("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
            try await serve.wait(for: "the word that delivery waits") {
                try serve.errors().contains("delivery waits")
            }
            #expect(try serve.errors().contains("takes no writes: a standby, or set to read only"))
            #expect(try heard() < 200)
            try server.execute(
                "SET default_transaction_read_only = off", "ALTER SYSTEM RESET default_transaction_read_only",
                "SELECT pg_reload_conf()")
            try await serve.wait(for: "the word that delivery goes on") {
                try serve.errors().contains("can be written to again")
            }
        }
    }
}
