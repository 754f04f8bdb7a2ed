import Foundation
import Testing

struct DemoTests {
    @Test(.timeLimit(.minutes(3)))
    func `the demo ends with a sound audit and verified stories, and a second run starts afresh`() async throws {
        let lender = try Lender()
        let first = try await lender.dunlin("demo", "--borrowers", "60", within: 120)
        #expect(first.code == 0, "\(first.err)")
        for words in [
            "1. A sample book: 60 borrowers in two countries", "SOUND: ",
            "leaves verified against the public key alone",
            "At the carrier's own side: ", "Try next:", "not sent after all: no longer true",
            "opt-outs honoured at once",
        ] { #expect(first.out.contains(words), "\(words)") }
        #expect(first.err == "")
        let audit = try await lender.dunlin("evidence", "audit", "--json")
        #expect(try audit.json()["valid"].bool == true)

        // What it says to try next works as it stands.
        let next = first.out.split(separator: "\n").map(String.init).filter { $0.hasPrefix("   dunlin ") }
        #expect(next.count >= 4)
        for line in next {
            let run = try await Run.of(
                "/bin/sh", ["-c", line.replacing("   dunlin ", with: "\"$0\" "), Checkout.program],
                in: lender.folder.path)
            #expect(run.code == 0, "\(line): \(run.err)")
        }

        let second = try await lender.dunlin("demo", "--borrowers", "10", "--seed", "2", within: 120)
        #expect(second.code == 0, "\(second.err)")
        #expect(try await lender.dunlin("arrears", "--json").json()["loans"].int == 10)
    }

    @Test func `the demo leaves a book alone that is not its own`() async throws {
        let lender = try await Lender.with()
        let before = try await lender.dunlin("arrears", "--csv", "--date", "2026-11-21").out
        let run = try await lender.dunlin("demo", "--borrowers", "10")
        #expect(run.code == 1 && run.out == "")
        #expect(run.err.contains("holds a book that is not the demo's; nothing was touched"))
        #expect(try await lender.dunlin("arrears", "--csv", "--date", "2026-11-21").out == before)
    }
}
