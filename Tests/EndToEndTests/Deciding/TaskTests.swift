import StoreEngines
import Testing

/// `dunlin task`: work for a person, opened by a strategy, closed once.
@Suite(.everyEngine) struct TaskTests {
    private static let later = "2026-11-22T15:00:00Z"

    private func lender() async throws -> Lender {
        let lender = try await Lender.with()
        try await lender.withCarrier { _ in
            try lender.folder.write(
                "key: standard\nsteps:\n  - {id: call.1, task: call_back, anchor: {days_past_due: 1}}\n",
                to: "strategies/standard.yaml")
            let sent = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            #expect(sent.code == 0, "\(sent.err)")
        }
        return lender
    }

    @Test func `what a strategy opened is listed, and closed once with its evidence`() async throws {
        let lender = try await lender()
        let open = try await lender.dunlin("task", "list", "--json").json()
        // Who opted out and who has no phone can be called by a person all the same.
        #expect(open["open"].int == 3)
        #expect(Set(open["tasks"].list.map { $0["borrower"].text }) == ["B1", "B4", "B5"])
        let task = try #require(open["tasks"].list.first { $0["borrower"].text == "B1" })
        #expect(task["task"].text == "call_back" && task["loan"].text == "L1" && task["portfolio"].text == "meadow")
        let id = String(try #require(task["id"].int))
        let close = [
            "task", "close", id, "--outcome", "reached", "--by", "Ann Archer-Smith", "--note", "pays on Friday",
            "--now",
            Self.later, "--json",
        ]
        let first = try await lender.run(close).json()
        #expect(
            first["changed"].bool == true && first["closed_at"].text?.hasPrefix("2026-11-22T15:00") == true, "\(first)")
        let again = try await lender.run(close).json()
        #expect(again["changed"].bool == false && again["closed_at"].text == first["closed_at"].text)
        #expect(try await lender.dunlin("task").out.contains("B1") == false)
        let one = try await lender.dunlin("task", "list", "--borrower", "B1")
        #expect(one.out.contains("reached") && one.out.contains("Ann Archer-Smith") && !one.out.contains("Friday"))
        let shown = try await lender.dunlin("task", "list", "--borrower", "B1", "--reveal", "--json").json()
        #expect(shown["open"].int == 2 && shown["tasks"].list.map { $0["note"].text } == ["pays on Friday"])
        let story = try await lender.dunlin("story", "B1").out
        #expect(story.contains("task \(id) (call_back) closed: reached") && !story.contains("Friday"), "\(story)")
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["kinds"]["task"].int == 1, "\(audit)")
    }

    @Test func `what cannot be closed is refused in words`() async throws {
        let lender = try await lender()
        func close(_ arguments: String...) async throws -> Run {
            try await lender.run(["task", "close"] + arguments + ["--now", Self.later])
        }
        let unknown = try await close("99", "--outcome", "done", "--by", "Ann")
        #expect(unknown.code == 1 && unknown.err.contains("there is no task 99"))
        let word = try await close("1", "--outcome", "great", "--by", "Ann")
        #expect(word.code == 64 && word.err.contains("not_reached"), "\(word.err)")
        let nobody = try await close("1", "--outcome", "done", "--by", " ")
        #expect(nobody.code == 1 && nobody.err.contains("the name is empty"))
        let long = try await close(
            "1", "--outcome", "done", "--by", "Ann", "--note", String(repeating: "n", count: 2_001))
        #expect(long.code == 64 && long.err.contains("--note is longer than 2000 bytes"))
        #expect(try await close("1", "--outcome", "done", "--by", "Ann").code == 0)
        let other = try await close("1", "--outcome", "passed_on", "--by", "Bo")
        #expect(other.code == 1 && other.err.contains("task 1 is closed already: done, by Ann"), "\(other.err)")
        for arguments in [["--reveal"], ["--limit", "0"]] {
            #expect(try await lender.run(["task", "list"] + arguments).code == 64)
        }
    }
}
