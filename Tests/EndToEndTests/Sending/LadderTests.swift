import Foundation
import StoreEngines
import Testing

/// A carrier that delivers nothing, and what the strategy does about it.
@Suite(.everyEngine) struct LadderTests {
    private static let rungs = """

          - id: again.1
            purpose: overdue.notice
            template: overdue.7
            anchor: {undelivered: overdue.1, after_h: 2}
            channel: sms

          - id: call.1
            task: call_back
            anchor: {undelivered: again.1, after_h: 24}

        """

    private func climbing(_ lender: Lender) throws {
        try lender.folder.write(
            lender.folder.text("strategies/standard.yaml") + Self.rungs, to: "strategies/standard.yaml")
    }

    @Test func `send follows undelivered receipts up the ladder to a person, and once`() async throws {
        let lender = try await Lender.with(.overdue(3))
        try await lender.withCarrier(["--undelivered", "1", "--journal", "journal"]) { _ in
            try climbing(lender)
            let plan = try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()
            #expect(plan["if_undelivered"].list.map { $0["messages"].int } == [3])
            let first = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(first.code == 0, "\(first.err)")
            let counts = try first.json()
            #expect(counts["attempts"].int == 6 && counts["delivered"].int == 0)
            #expect(counts["ladder"]["planned"].int == 3 && counts["ladder"]["tasks"].int == 3)
            let second = try await lender.dunlin("send", "--json", "--now", "2026-11-21T18:30:00Z").json()
            #expect(second["attempts"].int == 0 && second["ladder"]["tasks"].int == 0)
            #expect(try Journal(lender.folder.text("journal")).texts.count == 6)
        }
        let story = try await lender.dunlin("story", "B1").out
        #expect(story.contains("again.1: handed to route"))
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true)
    }

    @Test func `serve climbs within seconds of the receipt`() async throws {
        let lender = try await Lender.with(.overdue(3))
        try await lender.withCarrier(["--undelivered", "1", "--journal", "journal"]) { _ in
            try climbing(lender)
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                try await serve.wait(for: "both messages to each") {
                    try Journal(lender.folder.text("journal")).texts.count == 6
                }
            }
            #expect(try Journal(lender.folder.text("journal")).texts.count == 6)
        }
    }

    @Test func `check names a channel that nothing can be sent by, with its place`() async throws {
        let lender = try Lender()
        try await lender.settings(port: 9)
        try climbing(lender)
        #expect(try await lender.dunlin("check", "--json").json()["faults"].list.isEmpty)
        try lender.folder.write(
            lender.folder.text("strategies/standard.yaml").replacing(
                "after_h: 2}\n    channel: sms", with: "after_h: 2}\n    channel: email"),
            to: "strategies/standard.yaml")
        let check = try await lender.dunlin("check", "--json")
        #expect(check.code != 0)
        #expect(check.out.contains("nothing can be sent by `email` yet"))
    }
}
