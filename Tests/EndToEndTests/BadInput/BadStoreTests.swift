import Foundation
import Glibc
import Testing

/// A database or a key that is not as it should be.
struct BadStoreTests {
    @Test func `a database that another process holds is said to be locked, and is left as it was`() async throws {
        let lender = try await Lender.with()
        let before = try await lender.dunlin("arrears", "--csv", "--date", "2026-11-21").out
        let holder = try lender.holdingStore()
        _ = try await holder.number(after: "holds ")
        let run = try await lender.importing("book", now: "2026-11-21T18:20:00Z")
        holder.signal(9)
        _ = await holder.waitForEnd(within: 5)
        #expect(run.code == 1 && run.out == "")
        #expect(run.err.contains("dunlin.db: is locked by another process. Wait for it to end"), "\(run.err)")
        #expect(try await lender.dunlin("arrears", "--csv", "--date", "2026-11-21").out == before)
        #expect(try await lender.importing("book", now: "2026-11-21T18:20:00Z").code == 0)
    }

    @Test func `a file that is no database is left alone`() async throws {
        let lender = try await Lender.with()
        try removeSideFiles(lender)
        let junk = Data((0..<8192).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
        try lender.folder.write(junk, to: ".dunlin/dunlin.db")
        for arguments in [["arrears"], ["plan"], ["send"], ["import", "--mapping", Checkout.mapping("en"), "book"]] {
            let run = try await Run.of(Checkout.program, arguments, in: lender.folder.path)
            #expect(run.code == 1)
            #expect(run.err.contains("dunlin.db: is not a Dunlin database"), "\(run.err)")
        }
        #expect(try Data(contentsOf: URL(filePath: lender.folder[".dunlin/dunlin.db"])) == junk)
    }

    @Test(arguments: [
        ("UPDATE setting SET value = '999' WHERE key = 'schema_version'", "schema version 999"),
        ("PRAGMA application_id = 7", "is an SQLite database of another program"),
    ])
    func `a newer database and another program's are refused`(statement: String, says: String) async throws {
        let lender = try await Lender.with()
        let change = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        let changed = try await Run.of(
            "/usr/bin/env", ["python3", "-c", change, lender.folder[".dunlin/dunlin.db"], statement],
            in: lender.folder.path)
        #expect(changed.code == 0, "\(changed.err)")
        let run = try await lender.dunlin("arrears")
        #expect(run.code == 1)
        #expect(run.err.contains(says), "\(run.err)")
    }

    @Test func `a damaged database is said to be damaged`() async throws {
        let lender = try await Lender.with()
        try removeSideFiles(lender)
        let path = lender.folder[".dunlin/dunlin.db"]
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes.removeLast(bytes.count / 2)
        try bytes.write(to: URL(filePath: path))
        let run = try await lender.dunlin("arrears")
        #expect(run.code == 1)
        #expect(run.err.contains("is damaged") && run.err.contains("dunlin restore FOLDER --replace"), "\(run.err)")
    }

    /// A page in the middle of the file: found before anything is written or sent, not when somebody comes to it.
    @Test func `a damaged page is found when the store is opened for work, and stays as it is`() async throws {
        let lender = try await Lender.with(.overdue(200))
        try removeSideFiles(lender)
        let path = lender.folder[".dunlin/dunlin.db"]
        var bytes = try Data(contentsOf: URL(filePath: path))
        let page_bytes = 4096
        // A leaf of a table, as the first byte of its page says, and no tree's first page: those are looked at by everybody.
        let page = try #require(
            (bytes.count / page_bytes / 2..<bytes.count / page_bytes).first { bytes[$0 * page_bytes] == 13 })
        bytes.replaceSubrange(page * page_bytes..<(page + 1) * page_bytes, with: Data(count: page_bytes))
        try bytes.write(to: URL(filePath: path))
        for arguments in [
            ["plan"], ["send"], ["serve"], ["import", "--mapping", Checkout.mapping("en"), "book"],
            ["flag", "raise", "B1", "dispute"], ["backup", "safe"],
        ] {
            let run = try await Run.of(Checkout.program, arguments, in: lender.folder.path)
            #expect(run.code == 1 && run.out == "", "\(arguments)")
            #expect(run.err.contains(".dunlin/dunlin.db: is damaged ("), "\(arguments): \(run.err)")
            #expect(run.err.contains("dunlin restore FOLDER --replace, which keeps this file beside it"))
        }
        // Opening counts itself in the file's header; nothing else is written.
        let after = try Data(contentsOf: URL(filePath: path))
        #expect(after[page * page_bytes..<(page + 1) * page_bytes].allSatisfy { $0 == 0 })
        #expect(!FileManager.default.fileExists(atPath: lender.folder["safe"]))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can mount a small disk"))
    func `a full disk is said to be full, and what was in the book stays`() async throws {
        let lender = try Lender()
        try lender.write(.overdue(3000))
        // A mount of its own, seen by these commands only and gone with them.
        let script = """
            mkdir home && mount -t tmpfs -o size=900k tmpfs home || exit 99
            "$0" import --mapping "$1" book --home home/dunlin --now \(SmallBook.now) --json
            echo "ended $?" >&2
            "$0" arrears --home home/dunlin --json
            """
        let run = try await Run.of(
            "/usr/bin/env",
            ["unshare", "--mount", "sh", "-c", script, Checkout.program, Checkout.mapping("en")], in: lender.folder.path
        )
        if run.code == 99 || run.err.contains("unshare") { return }
        #expect(run.err.contains("no space left to write. Free space on its disk; nothing was lost"), "\(run.err)")
        #expect(run.err.contains("ended 1\n"))
        #expect(try run.json()["loans"].int == 0)
    }

    @Test func `a folder that may not be written is named`() async throws {
        let lender = try await Lender.with()
        try lender.folder.write("", to: "file")
        let file = try await lender.dunlin(
            "import", "--mapping", Checkout.mapping("en"), "book", "--home", "file/home")
        #expect(file.code == 1 && file.err.contains("file/home could not be made"), "\(file.err)")
        guard geteuid() == 0 else {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o500], ofItemAtPath: lender.folder[".dunlin"])
            defer { _ = unsafe chmod(lender.folder[".dunlin"], 0o700) }
            let run = try await lender.importing("book", now: "2026-11-21T19:00:00Z")
            #expect(run.code == 1 && run.err.contains("may not be written"), "\(run.err)")
            return
        }
    }

    struct Key: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var says: String
        var text: String?
        var mode = 0o600
        var environment: [String: String] = [:]
    }

    static let keys = [
        Key(testDescription: "missing", says: "there is no master key. Restore the file from your backup"),
        Key(
            testDescription: "another's", says: "the master key is not the one that this database was made with",
            text: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
        Key(testDescription: "exposed", says: "others than its owner may read the master key", text: "", mode: 0o644),
        Key(testDescription: "not base64", says: "the master key is not base64", text: "hello?"),
        Key(testDescription: "too short", says: "the master key has 3 bytes, not 32", text: "AAEC"),
        Key(
            testDescription: "wrong in the environment", says: "DUNLIN_MASTER_KEY: the master key has 3 bytes",
            text: "",
            environment: ["DUNLIN_MASTER_KEY": "AAEC"]),
    ]

    /// A text of "" keeps the right key.
    @Test(arguments: keys)
    func `without the right master key nothing is opened, and the key is not told`(key: Key) async throws {
        let lender = try await Lender.with()
        let path = lender.folder[".dunlin/keys/master.key"]
        let good = try lender.folder.text(".dunlin/keys/master.key")
        try FileManager.default.removeItem(atPath: path)
        if let text = key.text {
            try lender.folder.write(text.isEmpty ? good : text, to: ".dunlin/keys/master.key")
            try FileManager.default.setAttributes([.posixPermissions: key.mode], ofItemAtPath: path)
        }
        for arguments in [["plan"], ["story", "B1"], ["import", "--mapping", Checkout.mapping("en"), "book"]] {
            let run = try await Run.of(
                Checkout.program, arguments, in: lender.folder.path, environment: key.environment)
            #expect(run.code == 1)
            #expect(run.err.contains(key.says), "\(run.err)")
            #expect(!run.err.contains(good.prefix(20)))
        }
        // The right one in the environment needs no file.
        let given = try await lender.dunlin(
            "story", "B1",
            environment: ["DUNLIN_MASTER_KEY": good.trimmingCharacters(in: .whitespacesAndNewlines)])
        #expect(given.code == 0, "\(given.err)")
    }

    private func removeSideFiles(_ lender: Lender) throws {
        for tail in ["-wal", "-shm"] {
            let path = lender.folder[".dunlin/dunlin.db" + tail]
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        }
    }
}
