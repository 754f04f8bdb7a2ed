import StoreEngines
import Testing

/// What is known of people, by file and by command, and what it does to the next plan.
@Suite(.everyEngine) struct PeopleTests {
    private func importing(_ lender: Lender, _ file: String, _ text: String) async throws -> JSONDocument {
        try lender.folder.write(text, to: "people/" + file)
        let run = try await lender.importing("people", mapping: Checkout.root + "/mappings/people.yaml")
        guard run.code == 0 else { throw Unexpected(run: run) }
        return try run.json()["files"]
    }

    private func plan(_ lender: Lender) async throws -> (messages: Int?, rules: [String]) {
        let plan = try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()
        let rules = (plan["suppressed"].list + plan["held"].list).compactMap { $0["reason"].text }
        return (plan["messages"].int, rules)
    }

    @Test func `facts of a file stop what was planned`() async throws {
        let lender = try await Lender.with()
        #expect(try await plan(lender).messages == 3)
        let files = try await importing(
            lender, "flags.csv", "borrower_id,fact,since,until,source\nB1,disaster_area,2026-11-20,,county\n")
        #expect(files["flags"]["new"].int == 1)
        let stopped = try await plan(lender)
        #expect(stopped.messages == 2 && stopped.rules.contains("house/collection.agreed"), "\(stopped)")
        let flags = try await lender.dunlin("flag", "list", "B1", "--json").json()["flags"].list
        #expect(flags.map { $0["source"].text } == ["county"])
    }

    @Test func `messages that an agency sent count against the same caps`() async throws {
        let lender = try await Lender.with()
        var rows = "contact_id,borrower_id,loan_id,contact,channel,class,at,address,result,agent\n"
        for number in 1...2 { rows += "A\(number),B1,L1,message,,,2026-11-21 0\(8 + number - 1):30,,sent,Agency\n" }
        #expect(try await importing(lender, "contacts.csv", rows)["contacts"]["new"].int == 2)
        let full = try await plan(lender)
        // Held until tomorrow: by the cap until midnight, and then by the hours.
        #expect(full.messages == 2, "\(full)")
        let listed = try await lender.dunlin("contact", "list", "B1")
        #expect(listed.out.contains("A2") && !listed.out.contains("Agency"))
        #expect(try await lender.dunlin("contact", "list", "B1", "--reveal").out.contains("Agency"))
    }

    @Test func `contacts, wishes, addresses and consents are recorded by command, and stand in the evidence`()
        async throws
    {
        let lender = try await Lender.with()
        let morning = "2026-11-21T15:00:00Z"
        for reference in ["K1", "K2"] {
            let run = try await lender.dunlin(
                "contact", "record", "B1", "message", "--loan", "L1", "--by", "R. Roe", "--reference", reference,
                "--now",
                morning)
            #expect(run.code == 0, "\(run.err)")
        }
        let again = try await lender.dunlin("contact", "record", "B1", "visit", "--reference", "K1", "--now", morning)
        #expect(again.code == 1 && again.err.contains("on record"))
        #expect(try await plan(lender).messages == 2)

        #expect(try await lender.dunlin("preference", "set", "B3", "--unwanted", "service", "--now", morning).code == 0)
        let wished = try await plan(lender)
        #expect(wished.rules.contains("borrower/preference.classes"), "\(wished)")
        let wishes = try await lender.dunlin("preference", "list", "B3", "--json").json()["preferences"].list
        #expect(wishes.count == 1 && wishes.first?["source"].text == "operator")

        let added = try await lender.dunlin(
            "contact-point", "add", "B1", "sms", "+1 212 555 0150", "--owner", "guarantor", "--name", "Gus Grant",
            "--now", morning)
        #expect(added.code == 0, "\(added.err)")
        let points = try await lender.dunlin("contact-point", "list", "B1", "--json").json()["contact_points"].list
        #expect(points.map { $0["owner"].text } == ["borrower", "guarantor"])
        #expect(points.allSatisfy { $0["address"].text?.contains("****") == true && $0["name"].text != "Gus Grant" })
        let id = try #require(points.first?["contact_point"].int)
        #expect(try await lender.dunlin("contact-point", "mark", "B1", "\(id)", "recycled", "--now", morning).code == 0)
        #expect(try await plan(lender).rules.contains("no usable phone number"))

        let given = try await lender.dunlin(
            "consent", "give", "B2", "marketing", "--act", "form", "--words", "Yes, write to me.", "--now", morning)
        #expect(given.code == 0, "\(given.err)")
        let consents = try await lender.dunlin("consent", "list", "B2", "--json").json()["consents"].list
        #expect(consents.last?["class"].text == "marketing" && consents.last?["act"].text == "form")
        #expect(consents.last?["words_sha256"].text?.count == 64 && consents.last?["words"].text == nil)
        let shown = try await lender.dunlin("consent", "list", "B2", "--reveal")
        #expect(shown.out.contains("Yes, write to me."))

        let until = try await lender.dunlin(
            "flag", "raise", "B2", "hospital", "--until", "2026-11-25", "--now", morning)
        #expect(until.code == 0, "\(until.err)")
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true, "\(audit)")
        let kinds = audit["kinds"]
        #expect(kinds["contact"].int == 2 && kinds["contact_point"].int == 2 && kinds["preference"].int == 1)
        #expect(kinds["consent"].int == 1 && kinds["flag"].int == 1, "\(kinds)")
        let story = try await lender.dunlin("story", "B1")
        #expect(story.out.contains("made outside Dunlin"), "\(story.out)")
    }
}
