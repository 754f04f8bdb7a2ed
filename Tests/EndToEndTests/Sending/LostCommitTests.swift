import Foundation
import PostgresServer
import Testing

/// A node whose server does what it is told, and whose word that it did is lost.
struct LostCommitTests {
    @Test func `a serve that loses the answers of commits looks again, and says nothing twice`() async throws {
        let server = try PostgresServer(settings: ["fsync": "off"])
        defer { server.end() }
        try server.create("book")
        let proxy = try CutProxy(to: server.port)
        let url = "postgres://dunlin@127.0.0.1:\(proxy.port)/book"
        try await Lender.serves(over: url, borrowers: 200) { serve, _ in
            proxy.arm(.after)
            // Whoever has a duty ends no more than this round of it.
            for duty in ["sweeping", "planning", "the checkpoint"] {
                try await serve.wait(for: "the word that \(duty) waits") {
                    try serve.errors().contains("\(duty) waits")
                }
            }
            proxy.arm(nil)
        }
    }
}
