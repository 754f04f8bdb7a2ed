import Foundation
import StoreEngines
import Testing

/// The commands of Documentation/databases.md, "Backups of PostgreSQL", as they stand there.
struct PostgresBackupTests {
    static let dump = "pg_dump --format=custom --file=book.dump \"$DUNLIN_DATABASE\""
    static let clear = "psql --quiet \"$DUNLIN_DATABASE\" --command='DROP SCHEMA public CASCADE; CREATE SCHEMA public'"
    static let bringBack = "pg_restore --no-owner --single-transaction --dbname=\"$DUNLIN_DATABASE\" book.dump"

    @Test func `the page names the commands that this test runs`() throws {
        let page = try String(
            contentsOf: URL(filePath: Checkout.root).appending(path: "Documentation/databases.md"), encoding: .utf8)
        for command in [Self.dump, Self.clear, Self.bringBack, "dunlin restore --brought-back"] {
            #expect(page.contains(command))
        }
    }

    /// Also where the dump is older than the log's first signature, and the store of now gave itself another log.
    @Test(arguments: [false, true])
    func `after an older dump nothing is said twice, and later days go out`(wasSigned: Bool) async throws {
        try await Engine.$current.withValue(.postgres) {
            let lender = try Lender()
            try lender.write(
                SmallBook(rows: [
                    SmallBook.Row(id: "1", phone: "+12125550101"),
                    SmallBook.Row(id: "2", phone: "+12125550102", due: "2026-11-22"),
                ]))
            try await lender.bringIn(now: "2026-11-21T11:00:00Z")
            let refused = try await lender.dunlin("backup", "b")
            #expect(refused.code == 1 && refused.err.contains("pg_dump"), "\(refused.err)")
            try await lender.withCarrier(["--journal", "journal"]) { _ in
                if wasSigned { #expect(try await attempts(lender, "2026-11-21T12:00:00Z") == 0) }
                try await shell(Self.dump, lender)
                #expect(try await attempts(lender, "2026-11-21T18:00:00Z") == 2)
                #expect(try await attempts(lender, "2026-11-22T18:00:00Z") == 1)
                try await shell(Self.clear, lender)
                try await shell(Self.bringBack, lender)

                // Before it is told so it refuses: its log was signed further than it goes.
                let early = try await lender.dunlin("send", "--now", "2026-11-22T18:30:00Z")
                #expect(early.code == 1 && early.err.contains("dunlin restore --brought-back"), "\(early.err)")
                let told = try await lender.dunlin(
                    "restore", "--brought-back", "--yes", "--now", "2026-11-22T19:00:00Z")
                #expect(told.code == 0, "\(told.err)")
                #expect(try await attempts(lender, "2026-11-22T20:00:00Z") == 0)
                let plan = try await lender.dunlin("plan", "--now", "2026-11-22T20:00:00Z").out
                #expect(plan.contains("it may have been told already: the store was restored at 2026-11-22T19:00"))
                try await lender.bringIn(now: "2026-11-23T12:00:00Z")
                #expect(try await attempts(lender, "2026-11-23T18:00:00Z") == 1)
                let journal = try Journal(lender.folder.text("journal"))
                #expect(journal.repeated.isEmpty && journal.texts.count == 4)
                #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
            }
        }
    }

    private func shell(_ command: String, _ lender: Lender) async throws {
        let run = try await Run.of(
            "/usr/bin/env", ["sh", "-c", command], in: lender.folder.path, environment: lender.environment)
        #expect(run.code == 0, "\(run.err)")
    }

    private func attempts(_ lender: Lender, _ now: String) async throws -> Int? {
        let run = try await lender.dunlin("send", "--json", "--receipts-within", "2", "--now", now)
        #expect(run.code == 0, "\(run.err)")
        return try run.json()["attempts"].int
    }
}
