import Foundation
import StoreEngines
import Testing

/// Strategies, texts and law change by proposal and approval.
@Suite(.everyEngine) struct ChangeTests {
    static let strategy = "strategies/standard.yaml"
    static let atTen = "anchor: {days_past_due: 1}\n    at: \"10:00\""
    static let atFour = "anchor: {days_past_due: 1}\n    at: \"16:00\""

    /// One whose files count when they are approved, and were.
    private func approving() async throws -> Lender {
        let lender = try await Lender.with()
        try await lender.settings(port: 2775)
        try lender.folder.replace("log:\n", with: "changes: approved\n\nlog:\n", in: "dunlin.yaml")
        try await lender.putInForce()
        return lender
    }

    @Test func `nothing is planned or sent by what nobody approved`() async throws {
        let lender = try await Lender.with()
        try await lender.settings(port: 2775)
        try lender.folder.replace("log:\n", with: "changes: approved\n\nlog:\n", in: "dunlin.yaml")
        for command in ["plan", "send", "serve"] {
            let run = try await lender.dunlin(command, "--now", SmallBook.now)
            #expect(run.code == 1 && run.err.contains("dunlin propose --all"), "\(command): \(run.err)")
        }
        let part = try await lender.dunlin("propose", Self.strategy, "--by", "Ann")
        #expect(part.code == 1 && part.err.contains("no file of templates/ is approved"), "\(part.err)")
        try await lender.putInForce()
        #expect(try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()["messages"].int == 3)
        let check = try await lender.dunlin("check")
        #expect(check.code == 0 && check.out.contains("Strategies, texts and law are as they were approved."))
    }

    @Test func `a change is in force when a second person approves it, and can be taken back`() async throws {
        let lender = try await approving()
        try lender.folder.replace(Self.atTen, with: Self.atFour, in: Self.strategy)
        func hours() async throws -> [Int] {
            let plan = try await lender.dunlin(
                "plan", "--json", "--date", "2026-11-21", "--now", "2026-11-21T06:00:00Z")
            return try plan.json()["sending"].list.filter { $0["step"].text == "overdue.1" }.compactMap {
                $0["hour"].int
            }
        }
        #expect(try await hours() == [10])
        #expect(
            try await lender.dunlin("check").out.contains("differs from version 1, which is in force: not proposed yet")
        )

        let proposed = try await lender.dunlin(
            "propose", Self.strategy, "--by", "Ann Archer", "--note", "later in the day", "--json",
            "--now", "2026-11-21T10:00:00Z"
        ).json()
        #expect(proposed["id"].int == 2 && proposed["state"].text == "open")
        #expect(try await lender.dunlin("check").out.contains("proposal 2 waits for approval"))
        let shown = try await lender.dunlin("proposals", "2")
        #expect(shown.out.contains("later in the day"))
        #expect(shown.out.contains("-     at: \"10:00\"\n+     at: \"16:00\""), "\(shown.out)")
        #expect(try await hours() == [10])

        let same = try await lender.dunlin("approve", "2", "--by", "ann archer")
        #expect(same.code == 1 && same.err.contains("who proposes does not approve"), "\(same.err)")
        let approved = try await lender.dunlin("approve", "2", "--by", "Bo Baker", "--now", "2026-11-21T11:00:00Z")
        #expect(approved.code == 0, "\(approved.err)")
        #expect(try await hours() == [16])
        let twice = try await lender.dunlin("approve", "2", "--by", "Cy Carter")
        #expect(twice.code == 1 && twice.err.contains("was approved already by Bo Baker at 2026-11-21T11:0"))

        // What was in force when, with who proposed and who approved.
        let before = try await lender.dunlin("versions", "show", Self.strategy, "--at", "2026-11-21T10:59:59Z")
        #expect(before.out.contains(Self.atTen) && !before.out.contains(Self.atFour))
        let history = try await lender.dunlin("versions", "list", Self.strategy, "--json").json()["versions"].list
        #expect(history.map { $0["version"].int } == [1, 2])
        #expect(history.map { $0["approved_by"].text } == ["Second", "Bo Baker"])

        let back = try await lender.dunlin("rollback", Self.strategy, "--to", "1", "--by", "Bo Baker")
        #expect(back.code == 0, "\(back.err)")
        #expect(try await hours() == [16])
        #expect(try await lender.dunlin("approve", "3", "--by", "Ann Archer").code == 0)
        #expect(try await hours() == [10])
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["kinds"]["change"].int == 6, "\(audit)")
    }

    @Test func `what does not hold together is refused, at the proposal and at the approval`() async throws {
        let lender = try await approving()
        try lender.folder.replace("template: overdue.7\n", with: "template: overdue.77\n", in: Self.strategy)
        let wrong = try await lender.dunlin("propose", Self.strategy, "--by", "Ann")
        #expect(wrong.code == 1 && wrong.err.contains("there is no template `overdue.77`"), "\(wrong.err)")
        try lender.folder.replace("template: overdue.77\n", with: "template: overdue.7\n", in: Self.strategy)
        let nothing = try await lender.dunlin("propose", "--all", "--by", "Ann")
        #expect(nothing.code == 1 && nothing.err.contains("nothing differs"))

        // One wants a step gone that the other's text is for: alone each holds, together they do not.
        try lender.folder.replace("key: standard\n", with: "key: standard\n# one\n", in: Self.strategy)
        #expect(try await lender.dunlin("propose", Self.strategy, "--by", "Ann").code == 0)
        let again = try await lender.dunlin("propose", Self.strategy, "--by", "Cy")
        #expect(again.code == 1 && again.err.contains("proposal 2 by Ann says the same and waits"))
        try lender.folder.replace("# one\n", with: "# other\n", in: Self.strategy)
        #expect(try await lender.dunlin("propose", Self.strategy, "--by", "Ann").code == 0)
        #expect(try await lender.dunlin("approve", "3", "--by", "Bo").code == 0)
        let late = try await lender.dunlin("approve", "2", "--by", "Bo")
        #expect(late.code == 1 && late.err.contains("was made on another text of \(Self.strategy)"), "\(late.err)")
        #expect(late.err.contains("in force in version 2, approved by Bo"))
        #expect(try await lender.dunlin("reject", "2", "--by", "Ann").code == 0)
        #expect(try await lender.dunlin("proposals").out == "Nothing waits for approval\n")
        let outside = try await lender.dunlin("propose", "routes.yaml", "--by", "Ann")
        #expect(outside.code == 1 && outside.err.contains("is no file that changes by approval"))
    }

    @Test func `a proposal that is valid no more when it is approved is refused with its faults`() async throws {
        let lender = try await approving()
        // A strategy that leans on a text, and a change that takes the text away.
        let extra = try lender.folder.text(Self.strategy).replacing("key: standard\n", with: "key: second\n")
        try lender.folder.write(extra, to: "strategies/second.yaml")
        #expect(try await lender.dunlin("propose", "--all", "--by", "Ann").code == 0)
        #expect(try await lender.dunlin("approve", "2", "--by", "Bo").code == 0)
        #expect(try await lender.dunlin("propose", "--remove", Self.strategy, "--by", "Ann").err.contains("standard"))
        let other = try lender.folder.text("dunlin.yaml").replacing("strategy: standard", with: "strategy: second")
        let kept = try lender.folder.text("dunlin.yaml")
        try lender.folder.write(other, to: "dunlin.yaml")
        #expect(try await lender.dunlin("propose", "--remove", Self.strategy, "--by", "Ann").code == 0)
        try lender.folder.write(kept, to: "dunlin.yaml")
        let refused = try await lender.dunlin("approve", "3", "--by", "Bo")
        #expect(refused.code == 1 && refused.err.contains("does not hold together with what is in force now"))
        #expect(refused.err.contains("names the strategy `standard`, which is not there"), "\(refused.err)")
    }

    @Test func `a node that runs takes an approval up without being started again`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            try lender.folder.replace("log:\n", with: "changes: approved\n\nlog:\n", in: "dunlin.yaml")
            // Nobody hears of arrears until the new text is in force.
            try lender.folder.replace(
                "key: standard\n", with: "key: standard\nwhen: loan.product == 'none'\n", in: Self.strategy)
            try await lender.putInForce()
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                _ = try await serve.number(after: "listening port=")
                try lender.folder.replace("when: loan.product == 'none'\n", with: "", in: Self.strategy)
                #expect(try await lender.dunlin("propose", Self.strategy, "--by", "Ann").code == 0)
                #expect(try await lender.dunlin("approve", "2", "--by", "Bo").code == 0)
                try await serve.wait(for: "the word of it") {
                    try serve.errors().contains("approved changes are in force")
                }
                try await serve.wait(for: "three messages by it") {
                    try Journal(lender.folder.text("journal")).texts.count == 3
                }
            }
        }
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
    }
}

extension Lender {
    /// Everything on disk proposed by one and approved by another.
    func putInForce(now: String = "2026-11-20T12:00:00Z") async throws {
        for arguments in [["propose", "--all", "--by", "First"], ["approve", "1", "--by", "Second"]] {
            let run = try await run(arguments + ["--now", now])
            guard run.code == 0 else { throw Unexpected(run: run) }
        }
    }
}
