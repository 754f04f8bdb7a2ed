import Foundation
import PostgresServer
import Testing

/// The base backups of Documentation/databases.md, "Backups of PostgreSQL", taken from a server at work and started elsewhere.
struct BaseBackupTests {
    static let base = "pg_basebackup --checkpoint=fast --pgdata=base --dbname=\"$DUNLIN_DATABASE\""
    static let verify = "pg_verifybackup base"
    /// Debian keeps some of PostgreSQL's programs out of the path.
    private static let path = "PATH=\"$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1):$PATH\"; "
    private static let borrowers = 200

    @Test func `the page names the commands that this test runs`() throws {
        let page = try String(
            contentsOf: URL(filePath: Checkout.root).appending(path: "Documentation/databases.md"), encoding: .utf8)
        for command in [
            Self.base, Self.verify, "archive_command", "restore_command", "recovery_target_time", "pg_amcheck",
        ] { #expect(page.contains(command), "\(command)") }
    }

    /// `toMoment`: with the archived WAL, to a moment after the backup and before the last of what was said.
    @Test(arguments: [false, true])
    func `a base backup of a server at work is started elsewhere: nothing is said twice, and later days go out`(
        toMoment: Bool
    ) async throws {
        let server = try PostgresServer(settings: [
            "fsync": "off", "archive_mode": toMoment ? "on" : "off",
            "archive_command": "mkdir -p ../archive && cp %p ../archive/%f",
        ])
        defer { server.end() }
        try server.create("book")
        let lender = try Lender(database: server.tcpURL("book"))
        try write(SmallBook.overdue(Self.borrowers), lender, as: "book")
        try await lender.bringIn()
        try await lender.withCarrier(["--journal", "journal", "--answer-delay", "20"]) { _ in
            let moment = try await sendAll(lender, server)
            try server.command("stop immediate")

            let restored = try PostgresServer(
                settings: toMoment
                    ? [
                        "restore_command": "cp \(server.folder)/archive/%f %p", "recovery_target_time": moment,
                        "recovery_target_action": "promote", "hot_standby": "off",
                    ] : [:],
                dataFrom: "cp -r '\(lender.folder["base"])' \"$DATA\""
                    + (toMoment ? " && touch \"$DATA/recovery.signal\"" : ""))
            defer { restored.end() }
            try await goOn(try Lender(database: restored.tcpURL("book"), in: lender.folder), on: restored)
        }
    }

    /// The book, and one who falls due later.
    private func write(_ book: SmallBook, _ lender: Lender, as name: String) throws {
        var book = book
        book.rows.append(.init(id: "9000", phone: "+12125559000", due: "2026-11-22"))
        try lender.write(book, as: name)
    }

    /// Sends by a serving node, and takes the backup while it does. Returns a moment between the backup and the last message.
    private func sendAll(_ lender: Lender, _ server: PostgresServer) async throws -> String {
        try lender.folder.replace("window: 100", with: "window: 5", in: "routes.yaml")
        func heard() throws -> Int { try Journal(lender.folder.text("journal")).texts.count }
        var moment = ""
        try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
            try await serve.wait(for: "some texts") { try heard() >= 20 }
            try await shell(Self.base, lender)
            try await shell(Self.verify, lender)
            // Whoever runs the restored server reads it.
            try await shell("chmod -R a+rX base", lender)
            try await serve.wait(for: "what the backup has not heard of") { try heard() > Self.borrowers }
            moment = try server.execute("SELECT clock_timestamp()").first?[0] ?? ""
            try write(SmallBook.overdue(Self.borrowers + 50), lender, as: "more")
            try await lender.bringIn("more", now: "2026-11-21T18:30:00Z")
            try await serve.wait(for: "what came after that moment") { try heard() == Self.borrowers + 51 }
            serve.signal(15)
            #expect(await !serve.waitForEnd(within: 30) && serve.code == 0)
        }
        let segment = try server.execute("SELECT pg_walfile_name(pg_switch_wal())").first?[0] ?? ""
        if try server.execute("SHOW archive_mode").first?[0] == "on" {
            let archived = "SELECT pg_sleep(0.05), last_archived_wal >= '\(segment)' FROM pg_stat_archiver"
            for _ in 0..<600 where try server.execute(archived).first?[1] != "t" {}
        }
        return moment
    }

    private func goOn(_ lender: Lender, on server: PostgresServer) async throws {
        try await shell(
            "pg_amcheck --install-missing --host=127.0.0.1 --port=\(server.port) --username=dunlin book", lender)
        // Before it is told so it refuses: its log was signed further than it goes.
        let early = try await lender.dunlin("send", "--now", "2026-11-21T20:00:00Z")
        #expect(early.code == 1 && early.err.contains("dunlin restore --brought-back"), "\(early.err)")
        let told = try await lender.dunlin("restore", "--brought-back", "--yes", "--now", "2026-11-22T19:00:00Z")
        #expect(told.code == 0, "\(told.err)")
        #expect(try await attempts(lender, "2026-11-22T20:00:00Z") == 0)
        // Those of whom the backup did not know were told too.
        try await lender.bringIn("more", now: "2026-11-23T12:00:00Z")
        #expect(try await attempts(lender, "2026-11-23T18:00:00Z") == 1, "who fell due since")
        let journal = try Journal(lender.folder.text("journal"))
        #expect(journal.repeated.isEmpty && journal.texts.count == Self.borrowers + 52, "\(journal.texts.count)")
        let audit = try await lender.dunlin("evidence", "audit", "--json")
        #expect(try audit.json()["valid"].bool == true, "\(audit.out)")
    }

    private func shell(_ command: String, _ lender: Lender) async throws {
        let run = try await Run.of(
            "/usr/bin/env", ["sh", "-c", Self.path + command], in: lender.folder.path, environment: lender.environment)
        #expect(run.code == 0, "\(command): \(run.err)")
    }

    private func attempts(_ lender: Lender, _ now: String) async throws -> Int? {
        let run = try await lender.dunlin("send", "--json", "--receipts-within", "2", "--now", now)
        #expect(run.code == 0, "\(run.err)")
        return try run.json()["attempts"].int
    }
}
