import Foundation
import PostgresServer
import Store
import StoreEngines
import Testing

/// A store of the first version that is opened by this one: killed (SIGKILL) in the middle of its migrations, and opened
/// again. Each migration is there whole or not at all.
struct KilledMigrationTests {
    private static let fixture = Checkout.root + "/Tests/Fixtures/version1"

    /// A lender whose home an earlier version left behind.
    private func old() throws -> Lender {
        let lender = try Lender()
        try FileManager.default.createDirectory(
            atPath: lender.folder[".dunlin"], withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        for name in Engine.current == .sqlite ? ["keys", "evidence", "dunlin.db"] : ["keys", "evidence"] {
            try FileManager.default.copyItem(
                atPath: Self.fixture + "/" + name, toPath: lender.folder[".dunlin/" + name])
        }
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: lender.folder[".dunlin/keys/master.key"])
        if Engine.current == .postgres {
            try PostgresServer.shared().execute(
                String(contentsOfFile: Self.fixture + "/postgres.sql", encoding: .utf8), database: lender.database())
        }
        return lender
    }

    private func version(_ lender: Lender) async throws -> Int {
        let database: any SQLDatabase =
            switch Engine.current {
            case .sqlite: try SQLiteDatabase(path: lender.folder[".dunlin/dunlin.db"])
            case .postgres: try Engine.postgres.open(in: lender.folder.path)
            }
        defer { #expect(throws: Never.self) { try database.close() } }
        return try await Migrations.currentVersion(of: database)
    }

    private func expectWhole(_ lender: Lender) async throws {
        let status = try await lender.dunlin("keys", "status", "--json")
        #expect(status.code == 0, "\(status.err)")
        #expect(try await version(lender) == Migrations.version)
        let publish = try await lender.dunlin("evidence", "publish", "--json")
        #expect(try publish.json()["added"].int == 23, "\(publish.err)")
        let audit = try await lender.dunlin("evidence", "audit", "--json").json()
        #expect(audit["valid"].bool == true && audit["opened"].int == 124 && audit["attempts"].int == 16, "\(audit)")
    }

    /// Nothing holds a writer of SQLite up in the middle, so the kills are spread over the time that it takes.
    @Test func `on SQLite, at moments all over its start`() async throws {
        let whole = try old()
        try await expectWhole(whole)
        let opening_s = try await whole.opening_s()
        var versions: [Int] = []
        var finished = 0
        for part in 0... {
            guard finished < 3 else { break }
            let lender = try old()
            let run = try await lender.dunlin("keys", "status", within: opening_s * (0.3 + 0.06 * Double(part)))
            let version = try await version(lender)
            #expect((1...Migrations.version).contains(version))
            if run.wasOutOfTime { versions.append(version) } else { finished += 1 }
            if part % 4 == 0 { try await expectWhole(lender) }
        }
        #expect(versions.count >= 8 && versions.contains(1), "\(versions)")
    }

    /// Somebody holds what the next statement needs.
    struct Halt: Sendable, CustomTestStringConvertible {
        var at: String
        var before: Int

        var testDescription: String { at }
    }

    private static let halts = [
        Halt(at: "CREATE TABLE lane (x INTEGER)", before: 1),
        Halt(at: "LOCK TABLE attempt IN ACCESS SHARE MODE", before: 1),
        Halt(at: "CREATE TABLE store_key (x INTEGER)", before: 2),
        Halt(at: "LOCK TABLE receipt IN ACCESS SHARE MODE", before: 2),
        Halt(at: "CREATE TABLE erasure (x INTEGER)", before: 2),
        Halt(at: "CREATE TABLE countersigned (x INTEGER)", before: 3),
        Halt(at: "CREATE TABLE time_stamp (x INTEGER)", before: 3),
    ]

    @Test(arguments: halts)
    func `on PostgreSQL, in the middle of a statement`(_ halt: Halt) async throws {
        try await Engine.$current.withValue(.postgres) {
            let lender = try old()
            let (server, name) = (try PostgresServer.shared(), try lender.database())
            func sessions(_ filter: String) throws -> Int {
                let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = '\(name)' AND \(filter)"
                return try server.execute(sql).first?.first?.flatMap { Int($0) } ?? -1
            }
            let holder = try Child(
                "/usr/bin/env", ["psql", "-q", server.url(name), "-c", "\(halt.at); SELECT pg_sleep(600)"],
                in: lender.folder.path)
            try await holder.wait(for: "the holder") { try sessions("wait_event = 'PgSleep'") == 1 }
            try await lender.beside(["keys", "status"]) { opening in
                try await opening.wait(for: "the statement that is held up") {
                    try sessions("wait_event_type = 'Lock'") == 1
                }
            }
            try server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)' AND wait_event = 'PgSleep'"
            )
            // The server notices late that a client was killed.
            try await holder.wait(for: "the end of what was begun", orAfter: true) { try sessions("true") == 0 }
            _ = await holder.waitForEnd(within: 10)
            #expect(try await version(lender) == halt.before)
            try await expectWhole(lender)
        }
    }
}
