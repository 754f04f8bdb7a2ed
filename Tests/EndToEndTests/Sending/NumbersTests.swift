import StoreEngines
import Testing

/// A carrier that says of numbers that nobody has them.
@Suite(.everyEngine) struct NumbersTests {
    @Test func `a number that nobody has is not tried again, a person is asked for another, and may take it back`()
        async throws
    {
        let lender = try await Lender.with(.overdue(2))
        try await lender.withCarrier(["--undelivered", "1"]) { _ in
            // What the simulated carrier writes into the receipts of what it does not deliver.
            try lender.folder.replace(
                "    simulator: true",
                with: "    number_codes: {receipts: {\"034\": invalid}}\n    simulator: true", in: "routes.yaml")
            try lender.folder.write(
                "task_without_number: find_number\n" + lender.folder.text("strategies/standard.yaml"),
                to: "strategies/standard.yaml")
            let sent = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(try sent.json()["attempts"].int == 2 && sent.json()["delivered"].int == 0, "\(sent.err)")
            let listed = try await lender.dunlin("contact-point", "list", "B1", "--json", "--now", SmallBook.now)
            let point = try #require(try listed.json()["contact_points"].list.first)
            #expect(point["standing"].text == "usable" && point["carrier_says"].text == "invalid", "\(listed.out)")
            #expect(point["source"].text == "simulator 034" && point["until"].text == nil)
            #expect(try await lender.dunlin("task", "list").out.contains("find_number"))
            let story = try await lender.dunlin("story", "B1").out
            #expect(story.contains("a number is invalid, says the carrier (simulator 034)"), "\(story)")
            // The same book again, some days later: the number is the same, and so is what is known of it.
            try await lender.bringIn("book", now: "2026-11-27T17:00:00Z")
            let plan = try await lender.dunlin("plan", "--explain", "B1", "--now", "2026-11-27T18:00:00Z").out
            #expect(plan.contains("no usable phone number: invalid"), "\(plan)")
            let number = try #require(point["contact_point"].int)
            let taken = try await lender.dunlin("contact-point", "mark", "B1", "\(number)", "usable")
            #expect(taken.code == 0, "\(taken.err)")
            let after = try await lender.dunlin("contact-point", "list", "B1", "--json").json()
            #expect(after["contact_points"].list.first?["carrier_says"].text == nil)
        }
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
    }
}
