import Foundation
import StoreEngines
import Testing

/// Promise P2, seen from the carrier: whatever is killed, nobody hears a thing twice.
@Suite(.everyEngine) struct SendCrashTests {
    private static let borrowers = 120
    private static let window = 10

    @Test func `a send that is killed several times ends with every message accounted for and none sent twice`()
        async throws
    {
        let lender = try await Lender.with(.overdue(Self.borrowers))
        try await lender.withCarrier(["--journal", "journal", "--answer-delay", "20"]) { carrier in
            try lender.folder.replace("window: 100", with: "window: \(Self.window)", in: "routes.yaml")
            var kills = 0
            for lines in [1, 40, 90] {
                try await lender.beside(["send", "--now", SmallBook.now]) { sender in
                    try await sender.wait(for: "\(lines) segments at the carrier") { try segments(lender) >= lines }
                }
                kills += 1
            }
            let last = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(last.code == 0, "\(last.err)")

            let journal = try Journal(lender.folder.text("journal"))
            #expect(journal.repeated.isEmpty)
            let audit = try await lender.dunlin("evidence", "audit", "--json").json()
            #expect(audit["valid"].bool == true)
            #expect(audit["attempts"].int == Self.borrowers)
            #expect(audit["kinds"]["attempt"].int == Self.borrowers)
            // What was written ahead and never left is at most a window a kill.
            #expect(journal.texts.count >= Self.borrowers - kills * Self.window)
            #expect(journal.texts.count <= Self.borrowers)
            #expect(try await lender.counts(of: carrier)["duplicates"].int == 0)
        }
    }

    @Test func `only one process delivers from a home`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier { _ in
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                _ = try await serve.number(after: "listening port=")
                for command in ["send", "serve"] {
                    let second = try await lender.dunlin(command, "--now", SmallBook.now, within: 60)
                    #expect(second.code == 1)
                    #expect(second.err.contains("another dunlin process is delivering from ./.dunlin"))
                }
            }
        }
    }

    private func segments(_ lender: Lender) throws -> Int {
        guard FileManager.default.fileExists(atPath: lender.folder["journal"]) else { return 0 }
        return try Journal(lender.folder.text("journal")).segments
    }
}
