import Foundation
import StoreEngines
import Testing

/// `dunlin send` against `dunlin carrier`, counted at the carrier's side.
@Suite(.everyEngine) struct SendTests {
    @Test func `everything that is due is taken by the carrier and delivered, and a second send sends nothing`()
        async throws
    {
        let lender = try await Lender.with(.overdue(20))
        try await lender.withCarrier(["--journal", "journal"]) { carrier in
            let first = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(first.code == 0, "\(first.err)")
            let counts = try first.json()
            #expect(counts["attempts"].int == 20 && counts["delivered"].int == 20)
            #expect(counts["accepted"].int == counts["receipts"].int)
            for none in ["refused", "unknown", "held", "suppressed", "parked_receipts"] {
                #expect(counts[none].int == 0, "\(none)")
            }
            let second = try await lender.dunlin("send", "--json", "--now", "2026-11-21T18:30:00Z")
            #expect(second.code == 0)
            #expect(try second.json()["attempts"].int == 0)

            let journal = try Journal(lender.folder.text("journal"))
            #expect(journal.texts.count == 20)
            #expect(journal.repeated.isEmpty)
            let seen = try await lender.counts(of: carrier)
            #expect(seen["accepted"].int == counts["accepted"].int)
            #expect(seen["duplicates"].int == 0)
            // The second has nothing to send and may end before its bind is answered.
            #expect([1, 2].contains(seen["unbinds"].int))
            #expect([0, 1].contains((seen["binds"].int ?? 0) - (seen["unbinds"].int ?? 0)))
        }
        let audit = try await lender.dunlin("evidence", "audit", "--json")
        #expect(audit.code == 0)
        #expect(try audit.json()["valid"].bool == true)
        #expect(try audit.json()["attempts"].int == 20)
        #expect(try audit.json()["kinds"]["attempt"].int == 20)
    }

    @Test func `a payment that came in before the moment of sending stops the reminder`() async throws {
        let lender = try await Lender.with()
        var paid = SmallBook.standard
        paid.payments = [(loan: "L2", paidOn: "2026-11-21", amount: "120.00")]
        try await lender.withCarrier { _ in
            // Planned in the morning, paid at noon, sent in the afternoon.
            _ = try await lender.dunlin("send", "--json", "--now", "2026-11-21T11:00:00Z")
            try lender.write(paid, as: "noon")
            try await lender.bringIn("noon", now: "2026-11-21T17:00:00Z")
            let run = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(try run.json()["superseded"].int == 1)
        }
        let story = try await lender.dunlin("story", "B2").out
        #expect(story.contains("due.today: not sent, no longer true"))
        #expect(!story.contains("due.today: handed to route"))
    }

    @Test func `a clock that goes back neither repeats a message nor loses one`() async throws {
        let lender = try await Lender.with(.overdue(8))
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            for now in ["2026-11-21T18:00:00Z", "2026-11-21T15:30:00Z", "2026-11-20T18:00:00Z", "2026-11-21T19:00:00Z"]
            {
                let run = try await lender.dunlin("send", "--json", "--now", now)
                #expect(run.code == 0, "\(now): \(run.err)")
            }
        }
        let journal = try Journal(lender.folder.text("journal"))
        #expect(journal.repeated.isEmpty)
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true)
        // Yesterday they fell due: that too is said once.
        #expect(audit["attempts"].int == journal.texts.count)
        #expect(journal.destinations.count == 8)
    }

    @Test(arguments: ["send", "serve"])
    func `another clock is refused where a route leads to people`(command: String) async throws {
        let lender = try await Lender.with()
        try await lender.settings(port: 9)
        try lender.folder.replace("simulator: true", with: "simulator: false", in: "routes.yaml")
        let run = try await lender.dunlin(command, "--now", SmallBook.now, within: 60)
        #expect(run.code == 1)
        #expect(run.err.contains("--now is refused: a route in use is no simulator"))
        let unset = try await lender.dunlin(command, within: 60)
        #expect(unset.code == 1)
        #expect(unset.err.contains("DUNLIN_SIMULATOR_PASSWORD with its password is not set"))
    }
}
