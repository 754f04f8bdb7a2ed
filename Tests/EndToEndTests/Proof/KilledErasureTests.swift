import Foundation
import StoreEngines
import Testing

/// What destroys data or rewrites keys is killed (SIGKILL) at moments all over its run, and simply run again.
@Suite(.everyEngine) struct KilledErasureTests {
    private static let later = "2026-11-22T18:00:00Z"

    @Test func `a rotation of the master key`() async throws {
        let lender = try await Lender.with(.overdue(400))
        if Engine.current == .postgres { #expect(try await lender.dunlin("keys", "make").code == 0) }
        let killed = try await lender.killingOften(["keys", "rotate", "--batch", "4", "--json"], growth: 1.1) {
            let status = try await lender.dunlin("keys", "status", "--json")
            #expect(status.code == 0, "\(status.err)")
            let json = try status.json()
            let steps = json["rotation"].list
            // Before it began, or when it was over.
            guard !steps.isEmpty else { return json["current"].int == 1 ? "not begun" : nil }
            return steps.map { "\($0["position"].int ?? 0)" }.joined(separator: " ")
        }
        #expect(killed.kills >= 3 && killed.states >= 3, "\(killed.seen)")
        #expect(killed.last == nil || killed.last?.code == 0, "\(killed.last?.err ?? "")")
        let status = try await lender.dunlin("keys", "status", "--json").json()
        #expect(status["current"].int == 2 && status["rotation"].list.isEmpty)
        // Everybody is found by number and by reference, and read.
        let again = try await lender.bringIn("book", now: Self.later).json()["files"]
        #expect(again["borrowers"]["unchanged"].int == 400)
        #expect(try await lender.dunlin("keys", "retire", "--json").code == 0)
        try FileManager.default.removeItem(atPath: lender.folder[".dunlin/keys/master.key"])
        #expect(try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()["borrowers"].int == 400)
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        // Begun once, ended once, retired once.
        #expect(audit["valid"].bool == true && audit["kinds"]["keys"].int == 3, "\(audit)")
    }

    @Test func `a run of retention`() async throws {
        var book = SmallBook.overdue(400)
        book.loanStatus = "settled"
        let lender = try await Lender.with(book)
        let at = "2040-01-01T00:00:00Z"
        @Sendable func left() async throws -> Int {
            let plan = try await lender.dunlin("retention", "run", "--dry-run", "--json", "--now", at)
            #expect(plan.code == 0, "\(plan.err)")
            let left = try plan.json()["profiles"].int ?? 0
            #expect(left % 50 == 0, "a batch is whole or not at all: \(left)")
            return left
        }
        // Its batches are a small part of its time: it is killed in the midst of them first, then anywhere.
        let run = try lender.start("retention", "run", "--yes", "--now", at)
        try await run.wait(for: "erasing") { try run.errors().contains("erasing:") }
        run.signal(SIGKILL)
        #expect(await run.waitForEnd(within: 10) == false)
        let midst = try await left()
        #expect(run.code == 128 + SIGKILL && midst > 0 && midst < 400, "\(run.code), \(midst) left")
        let killed = try await lender.killingOften(
            ["retention", "run", "--yes", "--json", "--now", at], growth: 1.4
        ) {
            let left = try await left()
            return left == 0 ? nil : "\(left) left"
        }
        #expect(killed.kills >= 2, "\(killed.seen)")
        let last = try await lender.dunlin("retention", "run", "--yes", "--json", "--now", at)
        #expect(last.code == 0, "\(last.err)")
        #expect(try last.json()["profiles"].int == 0 && last.json()["clean"].bool == true)
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["kinds"]["erasure"].int == 400, "\(audit)")
        let again = try await lender.bringIn("book", now: "2040-01-02T00:00:00Z").json()["files"]
        #expect(again["borrowers"]["erased"].int == 400)
    }

    /// One borrower after another, each killed a little later; then the store is lost, and a backup of before is all there is.
    @Test func `an erasure, after which a backup brings nobody back`() async throws {
        let lender = try await Lender.with(.overdue(40))
        try lender.backUp()
        let opening_s = try await lender.opening_s()
        var done = 0
        var kills = 0
        for number in 1...16 {
            let erase = ["erase", "--borrower", "B\(number)", "--yes", "--json", "--now", Self.later]
            let limit_s = opening_s * (0.4 + 0.09 * Double(number))
            if try await lender.run(erase, within: limit_s).wasOutOfTime { kills += 1 }
            let story = try await lender.dunlin("story", "B\(number)")
            let isGone = story.code == 1 && story.err.contains("was erased")
            #expect(isGone || story.code == 0, "\(story.err)")
            if isGone { done += 1 }
            let again = try await lender.run(erase)
            #expect(again.code == 0, "\(again.err)")
            #expect(try (again.json()["already"].text != nil) == isGone && again.json()["clean"].bool == true)
        }
        #expect(kills >= 3 && done < 16, "\(kills) killed, \(done) were done")
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["kinds"]["erasure"].int == 16, "\(audit)")

        try lender.restore()
        let story = try await lender.dunlin("story", "B16")
        #expect(story.code == 1 && story.err.contains("was erased"), "\(story.err)")
        #expect(try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()["borrowers"].int == 24)
        let again = try await lender.bringIn("book", now: Self.later).json()["files"]
        #expect(again["borrowers"]["erased"].int == 16)
    }
}

/// SQLite keeps what was deleted in its write-ahead log until nobody reads it any more.
struct UncleanErasureTests {
    private static let later = "2026-11-22T18:00:00Z"

    @Test(arguments: [["erase", "--borrower", "B1"], ["retention", "run"]])
    func `what could not be cleaned, for another process read, is cleaned when it is run again`(
        _ again: [String]
    ) async throws {
        let lender = try await Lender.with()
        let hold = """
            import signal, sqlite3, sys
            held = sqlite3.connect(sys.argv[1], isolation_level=None)
            held.execute('BEGIN')
            held.execute('SELECT count(*) FROM borrower').fetchone()
            sys.stderr.write('holds 1\\n')
            sys.stderr.flush()
            signal.pause()
            """
        let reader = try Child(
            "/usr/bin/env", ["python3", "-c", hold, lender.folder[".dunlin/dunlin.db"]], in: lender.folder.path)
        _ = try await reader.number(after: "holds ")
        let run = try await lender.dunlin("erase", "--borrower", "B1", "--yes", "--json", "--now", Self.later)
        #expect(try run.json()["clean"].bool == false, "\(run.err)")
        reader.signal(9)
        _ = await reader.waitForEnd(within: 10)
        let clean = try await lender.run(again + ["--yes", "--json", "--now", Self.later])
        #expect(try clean.json()["clean"].bool == true && clean.json()["dry_run"].bool == false, "\(clean.err)")
    }
}
