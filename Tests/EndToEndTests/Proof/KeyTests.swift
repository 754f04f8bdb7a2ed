import Foundation
import Glibc
import StoreEngines
import Testing

/// The master key as a user changes it, and a process that leaves no memory behind.
struct KeyTests {
    @Test(.everyEngine) func `after a rotation the old key can be taken away, and a lost one is named`() async throws {
        let lender = try await Lender.with()
        let keys = lender.folder[".dunlin/keys"]
        if Engine.current == .postgres {
            // Other nodes may share it: they have to be given the new key first.
            let early = try await lender.dunlin("keys", "rotate")
            #expect(early.code == 1 && early.err.contains("dunlin keys make"), "\(early.err)")
            #expect(try await lender.dunlin("keys", "make").code == 0)
        }
        let run = try await lender.dunlin("keys", "rotate", "--json")
        #expect(run.code == 0, "\(run.err)")
        #expect(try run.json()["generation"].int == 2)
        #expect(try await lender.dunlin("keys", "retire", "--json").json()["retired"].list.map(\.int) == [1])
        try FileManager.default.removeItem(atPath: keys + "/master.key")
        let status = try await lender.dunlin("keys", "status", "--json").json()
        #expect(status["generations"].list.map { $0["state"].text } == ["retired", "in use"], "\(status)")
        let again = try await lender.bringIn("book", now: "2026-11-22T18:00:00Z").json()["files"]
        #expect(again["borrowers"]["unchanged"].int == 5)
        #expect(try await lender.dunlin("plan", "--json", "--now", SmallBook.now).code == 0)
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)

        try FileManager.default.moveItem(atPath: keys + "/master.key.2", toPath: lender.folder["taken"])
        let lost = try await lender.dunlin("plan")
        #expect(lost.code == 1 && lost.err.contains("generation 2 is needed"), "\(lost.err)")
    }

    @Test(.everyEngine) func `several keys by the environment, and serve goes on while they change`() async throws {
        let lender = try await Lender.with()
        let old = try lender.folder.text(".dunlin/keys/master.key").trimmingCharacters(in: .whitespacesAndNewlines)
        try FileManager.default.removeItem(atPath: lender.folder[".dunlin/keys/master.key"])
        let new = Data(repeating: 9, count: 32).base64EncodedString()
        let alone = try await lender.dunlin("keys", "rotate", environment: ["DUNLIN_MASTER_KEY": old])
        let words = Engine.current == .sqlite ? "OLD,NEW" : "no new master key is given"
        #expect(alone.code == 1 && alone.err.contains(words), "\(alone.err)")
        let both = ["DUNLIN_MASTER_KEY": "\(old),\(new)"]
        try await lender.withCarrier([]) { _ in
            try await lender.beside(["serve", "--now", SmallBook.now], environment: both) { serve in
                let port = try await serve.number(after: "listening port=")
                let rotate = try await lender.dunlin("keys", "rotate", "--json", environment: both)
                #expect(rotate.code == 0, "\(rotate.err)")
                try await serve.wait(for: "what is due delivered") {
                    try Fetch.blocking("http://127.0.0.1:\(port)/metrics")
                        .contains("dunlin_messages{state=\"delivered\"} 3\n")
                }
                serve.signal(15)
                _ = await serve.waitForEnd(within: 60)
            }
        }
        let status = try await lender.dunlin("keys", "status", "--json", environment: ["DUNLIN_MASTER_KEY": new])
        #expect(try status.json()["current"].int == 2, "\(status.err)")
        let stale = try await lender.dunlin("story", "B1", environment: ["DUNLIN_MASTER_KEY": old])
        #expect(stale.code == 1 && stale.err.contains("rotated to generation 2"), "\(stale.err)")
    }

    @Test func `no core is written of the program, however it ends`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier([]) { _ in
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                _ = try await serve.number(after: "listening port=")
                let limits = try String(contentsOfFile: "/proc/\(serve.pid)/limits", encoding: .utf8)
                let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
                #expect(core.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"], "\(core)")
                // What is not dumpable belongs to root in /proc, and nobody else may read its memory.
                serve.signal(SIGSEGV)
                _ = await serve.waitForEnd(within: 60)
                #expect(serve.code == 128 + SIGSEGV)
            }
        }
        let names = try FileManager.default.subpathsOfDirectory(atPath: lender.folder.path)
        #expect(!names.contains { ($0 as NSString).lastPathComponent.hasPrefix("core") }, "\(names)")
    }
}
