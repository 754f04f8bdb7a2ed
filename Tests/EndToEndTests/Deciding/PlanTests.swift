import StoreEngines
import Testing

@Suite(.everyEngine) struct PlanTests {
    @Test func `a plan counts what would go out by step and what would not by reason, and changes nothing`()
        async throws
    {
        let lender = try await Lender.with()
        let first = try await lender.dunlin("plan", "--json", "--now", SmallBook.now)
        #expect(first.code == 0 && first.err == "")
        let plan = try first.json()
        #expect(plan["date"].text == "2026-11-21")
        #expect(plan["borrowers"].int == 5)
        #expect(plan["messages"].int == 3)
        #expect(
            plan["sending"].list.map { "\($0["step"].text ?? "") \($0["messages"].int ?? 0)" }
                == ["due.today 1", "overdue.1 1", "upcoming.3 1"])
        #expect(
            Set(plan["suppressed"].list.map { $0["reason"].text }) == ["house/opt-out", "no usable phone number"])
        #expect(try await lender.dunlin("plan", "--json", "--now", SmallBook.now).out == first.out)
        let people = try await lender.dunlin("plan", "--now", SmallBook.now)
        #expect(people.out.contains("5 borrowers, 3 messages in 6 segments would go out"))
    }

    @Test func `a date other than today is planned from its own morning`() async throws {
        let lender = try await Lender.with()
        let plan = try await lender.dunlin("plan", "--json", "--date", "2026-11-24").json()
        #expect(plan["date"].text == "2026-11-24")
        #expect(plan["now"].text == "2026-11-24T05:00:00Z")
    }

    @Test func `an explanation names every rule with its citation and masks the person`() async throws {
        let lender = try await Lender.with()
        let run = try await lender.dunlin("plan", "--explain", "B1", "--now", SmallBook.now)
        #expect(run.code == 0)
        for word in ["overdue.1", "house/collection.window", "12 CFR 1006.6(b)(1)(i)", "1 days past due"] {
            #expect(run.out.contains(word), "\(word)")
        }
        for secret in ["Ann Archer", "5550101"] { #expect(!run.out.contains(secret), "\(secret)") }
        let story = try await lender.dunlin("plan", "--explain", "B4", "--json", "--now", SmallBook.now).json()
        #expect(story["steps"].list.map { $0["decision"].text } == ["suppress"])
        let findings = try #require(story["steps"].list.first)["findings"].list
        #expect(findings.contains { $0["rule"].text == "house/opt-out" })
    }

    @Test func `looking at a person unmasked is itself recorded`() async throws {
        let lender = try await Lender.with()
        let masked = try await lender.dunlin("evidence", "audit", "--json").json()["kinds"]["reveal"].int
        #expect(masked == nil)
        let run = try await lender.dunlin("plan", "--explain", "B1", "--reveal", "--now", SmallBook.now)
        #expect(run.out.contains("Ann Archer") && run.out.contains("+12125550101"))
        _ = try await lender.dunlin("story", "B1", "--reveal")
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["kinds"]["reveal"].int == 2)
        #expect(try await lender.dunlin("story", "B1").out.contains("shown unmasked to a person (plan --explain)"))
    }
}
