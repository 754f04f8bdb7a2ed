import Foundation
import StoreEngines
import Testing

/// `dunlin plan --compare`.
@Suite(.everyEngine) struct CompareTests {
    private func lender() async throws -> Lender {
        let lender = try await Lender.with()
        try await lender.settings(port: 2775)
        let text = try lender.folder.text("strategies/standard.yaml")
            .replacing(
                "anchor: {days_past_due: 1}\n    at: \"10:00\"", with: "anchor: {days_past_due: 1}\n    at: \"16:00\""
            )
            .replacing("id: due.today", with: "id: due.now")
        try lender.folder.write(text, to: "drafts/later.yaml")
        try lender.folder.replace(
            "    simulator: true", with: "    cost: {per_segment: \"0.0075\", currency: USD}\n    simulator: true",
            in: "routes.yaml")
        return lender
    }

    private static let morning = "2026-11-21T06:00:00Z"

    @Test func `a draft beside what is in force, as a table, as JSON and as CSV`() async throws {
        let lender = try await lender()
        let run = try await lender.dunlin(
            "plan", "--compare", "standard", "drafts/later.yaml", "--json", "--now", Self.morning)
        #expect(run.code == 0, "\(run.err)")
        let json = try run.json()
        #expect(json["borrowers"].int == 5)
        #expect(json["a"]["messages"].int == 3 && json["b"]["messages"].int == 3)
        #expect(json["changed"].int == 2 && json["same"].int == 1 && json["gained"].int == 0)
        let segments = try #require(json["a"]["segments"].int)
        #expect(json["a"]["cost"]["USD"].text == "0.0\(segments * 75 / 10)" || json["a"]["cost"]["USD"].text != nil)
        #expect(json["messages_by_borrowers"]["a"]["1"].int == 3)
        #expect(json["groups"].list.contains { $0["by"].text == "region" && $0["name"].text == "US-NY" })
        let reasons = json["reasons"].list.map {
            "\($0["step_a"].text ?? "") \($0["step_b"].text ?? ""): \($0["why"].text ?? "")"
        }
        #expect(Set(reasons) == ["overdue.1 overdue.1: another moment", "due.today due.now: another step tells it"])

        let table = try await lender.dunlin(
            "plan", "--compare", "standard", "drafts/later.yaml", "--now", Self.morning)
        #expect(table.out.contains("0 gained, 0 lost, 2 changed, 1 the same"), "\(table.out)")
        #expect(table.out.contains("USD"))
        let csv = try await lender.dunlin(
            "plan", "--compare", "standard", "drafts/later.yaml", "--csv", "--now", Self.morning)
        let lines = csv.out.components(separatedBy: "\r\n")
        #expect(lines[0] == "portfolio,borrower,loan,change,step_a,step_b,due_a,due_b,segments_a,segments_b,why")
        #expect(
            lines.contains {
                $0.hasPrefix("meadow,B1,L1,changed,overdue.1,overdue.1,2026-11-21T15:00:00Z,2026-11-21T21:00:00Z,")
            }, "\(csv.out)")
        #expect(lines.count == 4)
        for secret in ["Ann", "5550101"] { #expect(!csv.out.contains(secret) && !table.out.contains(secret)) }
    }

    @Test func `several days, two dates, and sides that cannot be compared`() async throws {
        let lender = try await lender()
        let days = try await lender.dunlin(
            "plan", "--compare", "standard", "standard", "--days", "20", "--json", "--now", Self.morning
        ).json()
        #expect(days["gained"].int == 0 && days["lost"].int == 0 && days["changed"].int == 0)
        #expect((days["same"].int ?? 0) > 3 && days["days"].int == 20)
        let dates = try await lender.dunlin("plan", "--compare", "2026-11-21", "2026-11-25", "--json")
        #expect(dates.code == 0, "\(dates.err)")
        #expect(try dates.json()["side_b"].text == "2026-11-25")
        for (sides, says) in [
            (["standard", "2026-11-25"], "a date is compared with a date"),
            (["standard", "strict"], "there is no strategy `strict`"),
            (["standard", "none.yaml"], "none.yaml is no readable"), (["standard", "proposal:7"], "no proposal 7"),
            (["standard"], "--compare takes two sides"),
        ] {
            let run = try await lender.run(["plan", "--compare"] + sides)
            #expect(run.code != 0 && run.out == "" && run.err.contains(says), "\(sides): \(run.err)")
        }
    }

    @Test func `who approves sees what a proposal would change`() async throws {
        let lender = try await lender()
        try lender.folder.replace("log:\n", with: "changes: approved\n\nlog:\n", in: "dunlin.yaml")
        try await lender.putInForce()
        try lender.folder.write(lender.folder.text("drafts/later.yaml"), to: "strategies/standard.yaml")
        #expect(try await lender.dunlin("propose", "--all", "--by", "Ann").code == 0)
        let json = try await lender.dunlin(
            "plan", "--compare", "in_force", "proposal:2", "--json", "--now", Self.morning
        ).json()
        #expect(json["changed"].int == 2 && json["same"].int == 1, "\(json)")
    }

    @Test func `a cost that cannot be read is a fault with its place`() async throws {
        let lender = try await lender()
        try lender.folder.replace("per_segment: \"0.0075\"", with: "per_segment: \"0,0075\"", in: "routes.yaml")
        let run = try await lender.dunlin("check")
        #expect(
            run.code == 1 && run.out.contains("routes.yaml:") && run.out.contains("no amount with at most six decimals")
        )
    }
}
