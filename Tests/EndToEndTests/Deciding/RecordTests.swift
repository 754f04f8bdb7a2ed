import StoreEngines
import Testing

/// Facts of lending that a person enters one by one.
@Suite(.everyEngine) struct RecordTests {
    private func promise(_ lender: Lender, _ changes: [String: String] = [:], _ more: String...) async throws -> Run {
        var values = ["--loan": "L1", "--made": "2026-11-20", "--due": "2026-11-30", "--amount": "50.00"]
        values.merge(changes) { $1 }
        return try await lender.run(
            ["record", "promise", "R1", "--now", SmallBook.now]
                + values.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] } + more)
    }

    @Test func `a fact is entered once, changed by a later word, and stands in the evidence`() async throws {
        let lender = try await Lender.with()
        let new = try await promise(lender, [:], "--json").json()
        #expect(new["fact"].text == "promise" && new["reference"].text == "R1" && new["change"].text == "new")
        #expect(try await promise(lender).out == "promise R1: unchanged\n")
        #expect(try await promise(lender, ["--status": "kept"]).out == "promise R1: revised\n")
        #expect(
            try await lender.dunlin(
                "record", "arrangement", "A1", "--loan", "L1", "--since", "2026-11-21", "--instalment",
                "2026-12-01=40.00", "--instalment", "2027-01-01=60.00", "--now", SmallBook.now
            ).out == "arrangement A1: new\n")
        #expect(
            try await lender.dunlin(
                "record", "failed-payment", "F1", "--loan", "L1", "--on", "2026-11-21", "--amount", "120.00", "--now",
                SmallBook.now
            ).out == "failed payment F1: new\n")
        #expect(
            try await lender.dunlin(
                "record", "application", "Q1", "--borrower", "B2", "--amount", "900.00", "--currency", "USD",
                "--status", "documents_needed", "--since", "2026-11-21", "--documents", "proof of income", "--now",
                SmallBook.now
            ).out == "application Q1: new\n")
        let story = try await lender.dunlin("story", "B1").out
        #expect(story.contains("a person recorded promise R1: revised"), "\(story)")
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["kinds"]["fact"].int == 5, "\(audit)")
        // The book goes on.
        let plan = try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()
        #expect(
            plan["sending"].list.compactMap { $0["step"].text }.sorted() == [
                "application.documents_needed", "arrangement.confirmed", "due.today", "payment.failed", "upcoming.3",
            ], "\(plan)")
    }

    @Test func `what cannot be is refused in words`() async throws {
        let lender = try await Lender.with()
        #expect(try await promise(lender).code == 0)
        let refused: [([String: String], Int32, String)] = [
            (["--loan": "L9"], 1, "no loan of that id is in the book"),
            (["--loan": "L2"], 1, "that id is in use for another loan or borrower"),
            (["--amount": "none"], 64, "--amount none is no amount of USD"),
            (["--amount": "0"], 64, "--amount 0 is no positive amount"),
            (["--made": "2026-11-24"], 64, "--made 2026-11-24 is after today"),
            (["--due": "soon"], 64, "--due soon is no date"),
            (["--due": "2026-11-19"], 64, "--due 2026-11-19 is before --made 2026-11-20"),
            (["--status": "perhaps"], 64, "use open, kept, broken, withdrawn"),
            (["--portfolio": "other"], 1, "no loan of that id is in the book"),
        ]
        for (changes, code, words) in refused {
            let run = try await promise(lender, changes)
            #expect(run.code == code && run.err.contains(words), "\(changes): \(run.err)")
            #expect(!run.err.contains("<subcommand>"), "the usage of something else: \(run.err)")
        }
    }

    @Test func `an id is read as in a file: a space beside it makes no other fact`() async throws {
        let lender = try await Lender.with()
        #expect(try await promise(lender).out == "promise R1: new\n")
        let spaced = try await lender.dunlin(
            "record", "promise", " R1 ", "--loan", "L1\t", "--made", "2026-11-20", "--due", "2026-11-30", "--amount",
            "50.00", "--now", SmallBook.now)
        #expect(spaced.out == "promise R1: unchanged\n", "\(spaced.err)")
        for id in ["R\u{7}1", " ", "R\u{202E}1"] {
            let run = try await lender.dunlin(
                "record", "failed-payment", id, "--loan", "L1", "--on", "2026-11-20", "--amount", "5.00")
            #expect(run.code == 64 && run.err.contains("the id has 1 to 128 bytes and no control characters"))
        }
        let documents = try await lender.dunlin(
            "record", "application", "Q1", "--borrower", "B2", "--amount", "900.00", "--currency", "USD", "--status",
            "documents_needed", "--since", "2026-11-21", "--documents", "proof\nof income")
        #expect(documents.code == 64 && documents.err.contains("--documents holds control characters"))
    }

    @Test func `a plan is recorded with all of its instalments`() async throws {
        let lender = try await Lender.with()
        func record(_ instalments: String...) async throws -> Run {
            try await lender.run(
                ["record", "arrangement", "A1", "--loan", "L1", "--since", "2026-11-21", "--now", SmallBook.now]
                    + instalments.flatMap { ["--instalment", $0] })
        }
        #expect(try await record("2026-12-01=40.00", "2027-01-01=60.00").out == "arrangement A1: new\n")
        let fewer = try await record("2026-12-01=100.00")
        #expect(fewer.code == 1 && fewer.err.contains("a plan that is agreed anew has an id of its own"))
        #expect(try await record("2026-12-01=40.00", "2027-01-01=60.00").out == "arrangement A1: unchanged\n")
    }
}
