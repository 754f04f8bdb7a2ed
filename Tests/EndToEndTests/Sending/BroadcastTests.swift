import Foundation
import StoreEngines
import Testing

/// `dunlin broadcast`: one message to many.
@Suite(.everyEngine) struct BroadcastTests {
    /// Nobody hears of arrears here.
    private func silence(_ lender: Lender) throws {
        try lender.folder.replace(
            "key: standard\n", with: "key: standard\nwhen: loan.product == 'none'\n", in: "strategies/standard.yaml")
    }

    private func propose(_ lender: Lender, _ more: [String] = [], perHour: String = "3600") async throws -> Run {
        try await lender.run(
            [
                "broadcast", "propose", "--portfolio", "meadow", "--purpose", "fraud.warning", "--template",
                "fraud.warning",
                "--per-hour", perHour, "--by", "Ann", "--json", "--now", SmallBook.now,
            ] + more)
    }

    @Test func `it is counted and sampled before it is approved, and told once to whom the law lets it`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            try silence(lender)
            let proposed = try await propose(lender, ["--when", "borrower.country == 'US'"])
            #expect(proposed.code == 0, "\(proposed.err)")
            let json = try proposed.json()
            #expect(json["state"].text == "proposed" && json["audience"].int == 5 && json["borrowers"].int == 5)
            #expect(json["sample"].list.map { $0.text } == ["B1", "B2", "B3", "B4", "B5"])
            for secret in ["Ann Archer", "5550101"] { #expect(!proposed.out.contains(secret)) }
            let early = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(try early.json()["attempts"].int == 0)

            let same = try await lender.dunlin("broadcast", "approve", "1", "--by", "ANN", "--now", SmallBook.now)
            #expect(same.code == 1 && same.err.contains("who proposes does not approve"))
            #expect(
                try await lender.dunlin("broadcast", "approve", "1", "--by", "Bo", "--now", SmallBook.now).code == 0)
            let sent = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(sent.code == 0, "\(sent.err)")
            // One opted out and one has no phone.
            #expect(try sent.json()["attempts"].int == 3)
            let again = try await lender.dunlin("send", "--json", "--now", "2026-11-21T18:30:00Z")
            #expect(try again.json()["attempts"].int == 0)
            #expect(try await propose(lender).code == 0)
            #expect(
                try await lender.dunlin("broadcast", "approve", "2", "--by", "Bo", "--now", SmallBook.now).code == 0)
            // The second broadcast looks at the same five.
            let counted = try await lender.dunlin("send", "--now", "2026-11-21T18:40:00Z")
            #expect(counted.out.contains(", of 5 borrowers\n"), "\(counted.out)")
            let texts = try Journal(lender.folder.text("journal")).texts
            #expect(texts.count == 3 && texts.values.allSatisfy { $0 == 2 }, "the same words, once for each broadcast")
            let shown = try await lender.dunlin("broadcast", "show", "1", "--json", "--now", SmallBook.now).json()
            #expect(shown["messages"]["delivered"].int == 3 && shown["approved_by"].text == "Bo")
        }
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["kinds"]["broadcast"].int == 4)
        #expect(try await lender.dunlin("broadcast", "list").out.contains("fraud.warning"))
    }

    @Test func `stopped at once: what is planned is not submitted any more`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            try silence(lender)
            // One an hour: the first now, the second at seven in London's evening.
            #expect(try await propose(lender, perHour: "1").code == 0)
            #expect(
                try await lender.dunlin("broadcast", "approve", "1", "--by", "Bo", "--now", SmallBook.now).code == 0)
            // Before the turns are given as after it: one an hour from one in the afternoon in London on.
            func day(_ date: String, _ now: String) async throws -> JSONDocument? {
                let plan = try await lender.dunlin("plan", "--json", "--date", date, "--now", now).json()
                #expect(plan["messages"].int == 0, "\(plan)")
                return plan["broadcasts"].list.first
            }
            let foreseen = try #require(try await day("2026-11-21", SmallBook.now))
            #expect(foreseen["messages"].int == 3 && foreseen["class"].text == "education", "\(foreseen)")
            #expect(
                foreseen["hours"].list.map { $0["hour"].int } == [13, 14, 15]
                    && foreseen["hours"].list.allSatisfy { $0["messages"].int == 1 }, "\(foreseen)")
            let same = try await lender.dunlin(
                "plan", "--compare", "standard", "standard", "--json", "--now", SmallBook.now
            ).json()
            #expect(same["a"]["messages"].int == 0 && same["same"].int == 0 && same["changed"].int == 0, "\(same)")
            let first = try await lender.dunlin("send", "--json", "--now", SmallBook.now).json()
            #expect(first["attempts"].int == 1, "\(first)")
            let left = try #require(try await day("2026-11-21", "2026-11-21T18:01:00Z"))
            #expect(left["messages"].int == 2 && left["hours"].list.map { $0["hour"].int } == [14, 15], "\(left)")
            #expect(try await day("2026-11-22", "2026-11-21T18:01:00Z")?["messages"].int == 0)
            let table = try await lender.dunlin("plan", "--now", "2026-11-21T18:01:00Z").out
            #expect(table.contains("Broadcasts that day:") && table.contains("14:00 to 16:00"), "\(table)")
            let after = try await lender.dunlin(
                "plan", "--compare", "standard", "standard", "--json", "--days", "3", "--now", "2026-11-21T18:01:00Z"
            ).json()
            #expect(
                after["a"]["messages"].int == 0 && after["gained"].int == 0 && after["lost"].int == 0, "\(after)")
            let stop = try await lender.dunlin(
                "broadcast", "stop", "1", "--by", "Ann", "--note", "wrong number in it", "--now", "2026-11-21T18:05:00Z"
            )
            #expect(stop.code == 0, "\(stop.err)")
            let later = try await lender.dunlin("send", "--json", "--now", "2026-11-21T21:30:00Z").json()
            #expect(later["attempts"].int == 0 && later["superseded"].int == 2, "\(later)")
            #expect(try Journal(lender.folder.text("journal")).texts.count == 1)
            #expect(try await day("2026-11-21", "2026-11-21T21:30:00Z") == nil)
            let twice = try await lender.dunlin("broadcast", "stop", "1", "--by", "Ann")
            #expect(twice.code == 1 && twice.err.contains("broadcast 1 is stopped already"))
            let approve = try await lender.dunlin("broadcast", "approve", "1", "--by", "Bo")
            #expect(approve.code == 1)
        }
        let story = ["B1", "B2", "B3"]
        var told = 0
        for borrower in story {
            if try await lender.dunlin("story", borrower).out.contains("the broadcast was stopped") { told += 1 }
        }
        #expect(told == 2)
    }

    @Test func `a node that runs sends what is approved meanwhile`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            try silence(lender)
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                _ = try await serve.number(after: "listening port=")
                #expect(try await propose(lender).code == 0)
                #expect(
                    try await lender.dunlin("broadcast", "approve", "1", "--by", "Bo", "--now", SmallBook.now).code == 0
                )
                try await serve.wait(for: "three warnings") {
                    try Journal(lender.folder.text("journal")).texts.count == 3
                }
            }
        }
    }

    @Test func `what cannot be told to many is refused before anybody is asked`() async throws {
        let lender = try await Lender.with()
        try await lender.settings(port: 2775)
        try silence(lender)
        for (more, says) in [
            (["--when", "borrower.contry == 'US'"], "the condition cannot be read: character 1"),
            (["--when", "borrower.country == 'FR'"], "it concerns nobody of 5 borrowers"),
            (["--template", "overdue.7"], "has the purpose overdue.notice"),
            (["--template", "none"], "name one of: fraud.warning"), (["--portfolio", "moon"], "the portfolio moon"),
            (["--purpose", "overdue.notice"], "is none for many"),
            // Its text names a festival, and nobody says which.
            (["--purpose", "greeting.festival", "--template", "greeting.festival"], "is none for many"),
            (["--until", "2026-11-20"], "has ended"),
            (["--per-hour", "0"], "--per-hour is from 1"),
        ] {
            let run = try await propose(lender, more)
            #expect(run.code != 0 && run.out == "" && run.err.contains(says), "\(more): \(run.err)")
        }
    }
}
