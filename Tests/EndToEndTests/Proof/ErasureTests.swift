import Foundation
import StoreEngines
import Testing

/// `dunlin erase` and `dunlin retention run`, as a user runs them.
@Suite(.everyEngine) struct ErasureTests {
    private static let later = "2026-11-22T18:00:00Z"
    private static let rows = [
        SmallBook.Row(id: "1", name: "Ann Archer", phone: "+12125550101"),
        SmallBook.Row(id: "2", name: "Bob Baker", phone: "+12125550102"),
        SmallBook.Row(id: "3", name: "Cy Carter", phone: "+12125550103"),
    ]

    private func erased(_ run: Run) throws -> [String?] { try run.json()["erased"].list.map(\.text) }

    @Test func `an erased borrower is gone, stays gone over the next import, and the log is sound`() async throws {
        let lender = try await Lender.with(SmallBook(rows: Self.rows))
        try await lender.withCarrier([]) { _ in
            // A lender that collects for itself: no rule here keeps its record.
            try lender.folder.replace("role: third_party_collector", with: "role: lender", in: "dunlin.yaml")
            let sent = try await lender.dunlin("send", "--now", SmallBook.now)
            #expect(sent.code == 0, "\(sent.err)")
        }
        let look = try await lender.dunlin("erase", "--borrower", "B1", "--dry-run", "--json", "--now", Self.later)
        #expect(try look.json()["dry_run"].bool == true, "\(look.err)")
        #expect(try await lender.dunlin("story", "B1").code == 0)

        let asked = try await lender.dunlin("erase", "--borrower", "B1", "--now", Self.later)
        #expect(asked.code == 1 && asked.err.contains("--yes"))
        let run = try await lender.dunlin("erase", "--borrower", "B1", "--yes", "--json", "--now", Self.later)
        #expect(run.code == 0, "\(run.err)")
        #expect(try erased(run) == ["profile", "record"])
        #expect(try run.json()["clean"].bool == true)

        let story = try await lender.dunlin("story", "B1")
        #expect(story.code == 1 && story.err.contains("was erased on 2026-11-22"), "\(story.err)")
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true)
        #expect((audit["erased"].int ?? 0) > 0 && audit["kinds"]["erasure"].int == 1)

        let again = try await lender.bringIn("book", now: "2026-11-23T18:00:00Z").json()["files"]
        for file in ["borrowers", "loans", "instalments"] {
            #expect(again[file]["erased"].int == 1 && again[file]["accepted"].int == 2, "\(file)")
        }
        #expect(try await lender.dunlin("story", "B1").code == 1)
        #expect(try await lender.dunlin("plan", "--json", "--now", Self.later).json()["borrowers"].int == 2)
    }

    @Test func `what a law keeps is named, stays readable, and goes when it may`() async throws {
        let lender = try Lender()
        try lender.write(SmallBook(rows: Self.rows))
        try await lender.bringIn()
        try await lender.withCarrier([]) { _ in
            let sent = try await lender.dunlin("send", "--now", SmallBook.now)
            #expect(sent.code == 0, "\(sent.err)")
            let run = try await lender.dunlin("erase", "--borrower", "B1", "--yes", "--json", "--now", Self.later)
            #expect(run.code == 0, "\(run.err)")
            let json = try run.json()
            #expect(json["erased"].list.map(\.text) == ["profile"])
            #expect(json["kept"].list.first?["class"].text == "record")
            #expect(json["kept"].list.first?["until"].text == "2029-11-22T12:00:00Z")
            #expect(json["kept"].list.first?["rules"].list.first?["citation"].text == "12 CFR 1006.100(a) (row US-15)")
            // Asked again, it says the same, and it is no rehearsal.
            let again = try await lender.dunlin("erase", "--borrower", "B1", "--yes", "--json", "--now", Self.later)
            #expect(try again.json()["dry_run"].bool == false && again.json()["clean"].bool == true, "\(again.err)")
            #expect(try again.json()["kept"].list.first?["class"].text == "record")

            let story = try await lender.dunlin("story", "B1")
            #expect(story.code == 0 && story.out.contains("erased: name"), "\(story.err)")
            #expect(
                try await lender.dunlin("evidence", "export", "--borrower", "B1", "--out", "proof.json").code == 0)
            let early = try await lender.dunlin(
                "retention", "run", "--yes", "--json", "--now", "2029-11-22T11:59:59Z")
            #expect(try early.json()["ended_records"].int == 0)
            #expect(try early.json()["kept"]["us-federal/regf.retention"].int == 1)
            let due = try await lender.dunlin("retention", "run", "--yes", "--json", "--now", "2029-11-22T12:00:00Z")
            #expect(try due.json()["ended_records"].int == 1, "\(due.out) \(due.err)")
            #expect(try await lender.dunlin("story", "B1").code == 1)
            #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
        }
    }

    @Test func `a restored backup does not bring back whom the list knows`() async throws {
        let lender = try await Lender.with(SmallBook(rows: Self.rows))
        try lender.backUp()
        #expect(try await lender.dunlin("erase", "--borrower", "B2", "--yes", "--now", Self.later).code == 0)
        try lender.restore()
        let story = try await lender.dunlin("story", "B2")
        #expect(story.code == 1 && story.err.contains("was erased"), "\(story.err)")
        #expect(try await lender.dunlin("story", "B1").code == 0)
        #expect(try await lender.dunlin("erase", "--reapply", "--json").json()["erased"].int == 0)
    }

    @Test func `who is readmitted comes back with the next import, and the reason is recorded`() async throws {
        let lender = try await Lender.with(SmallBook(rows: Self.rows))
        #expect(try await lender.dunlin("erase", "--borrower", "B2", "--yes", "--now", Self.later).code == 0)
        #expect(try await lender.dunlin("erase", "--borrower", "B2", "--readmit").code == 64)
        let run = try await lender.dunlin("erase", "--borrower", "B2", "--readmit", "--reason", "mistake")
        #expect(run.code == 0, "\(run.err)")
        let files = try await lender.bringIn("book", now: "2026-11-23T18:00:00Z").json()["files"]
        #expect(files["borrowers"]["new"].int == 1 && files["borrowers"]["erased"].int == 0)
        #expect(try await lender.dunlin("story", "B2").code == 0)
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["kinds"]["readmission"].int == 1)
    }
}
