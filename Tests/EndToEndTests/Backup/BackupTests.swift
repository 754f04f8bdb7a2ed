import Foundation
import Testing

/// `dunlin backup` and `dunlin restore` through the program, for the embedded store.
struct BackupTests {
    private static let backup = "safe/2026-11-21"

    /// One who fell due yesterday, one who falls due tomorrow, one in three days.
    private static let book = SmallBook(rows: [
        SmallBook.Row(id: "1", phone: "+12125550101"),
        SmallBook.Row(id: "2", phone: "+12125550102", due: "2026-11-22"),
        SmallBook.Row(id: "3", phone: "+12125550103", due: "2026-11-24"),
    ])

    /// Promise P2 after an older backup, counted at the carrier's side.
    @Test func `what went out after the backup is not said again, and what comes due later goes out`() async throws {
        let lender = try Lender()
        try lender.write(Self.book)
        try await lender.bringIn(now: "2026-11-21T11:00:00Z")
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            // Planned in the morning: two messages wait in the outbox of the backup.
            _ = try await send(lender, "2026-11-21T12:00:00Z")
            let made = try await lender.dunlin("backup", Self.backup, "--json", "--now", "2026-11-21T12:10:00Z")
            #expect(made.code == 0, "\(made.err)")
            #expect(try made.json()["at"].text == "2026-11-21T12:10:00Z")
            #expect(try await send(lender, "2026-11-21T18:00:00Z")["attempts"].int == 3)
            #expect(try await send(lender, "2026-11-22T18:00:00Z")["attempts"].int == 1)
            let key = try await EvidenceTests.key(lender)
            let before = try Journal(lender.folder.text("journal"))
            #expect(before.texts.count == 4)

            let restored = try await lender.dunlin(
                "restore", Self.backup, "--replace", "--yes", "--json", "--now", "2026-11-22T19:00:00Z")
            #expect(restored.code == 0, "\(restored.err)")
            #expect(try restored.json()["known_until"].text == "2026-11-21T12:10:00Z")
            #expect(try await send(lender, "2026-11-22T20:00:00Z")["attempts"].int == 0)
            let plan = try await lender.dunlin("plan", "--now", "2026-11-22T20:00:00Z").out
            #expect(plan.contains("it may have been told already: the store was restored at 2026-11-22T19:00"))
            let explained = try await lender.dunlin("plan", "--explain", "B1", "--now", "2026-11-22T20:00:00Z").out
            #expect(explained.contains("overdue.1: not sent: it may have been told already"), "\(explained)")
            #expect(try Journal(lender.folder.text("journal")).segments == before.segments)

            // The days after the restore, with a fresh export as every day.
            for day in 23...24 {
                try await lender.bringIn(now: "2026-11-\(day)T12:00:00Z")
                #expect(try await send(lender, "2026-11-\(day)T18:00:00Z")["attempts"].int == 1, "day \(day)")
            }
            let after = try Journal(lender.folder.text("journal"))
            #expect(after.repeated.isEmpty)
            #expect(after.texts.count == 6)

            // Another log under another name: the old one ended as it was signed, and no tree was signed twice.
            #expect(try await EvidenceTests.key(lender) != key)
            #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
            let folders = try FileManager.default.contentsOfDirectory(atPath: lender.folder[".dunlin"])
            let ended = try #require(folders.first { $0.hasPrefix("evidence-ended-") })
            let old = try lender.folder.text(".dunlin/\(ended)/checkpoint")
            let new = try lender.folder.text(".dunlin/evidence/checkpoint")
            #expect(key.hasPrefix(old.prefix { $0 != "\n" }) && !key.hasPrefix(new.prefix { $0 != "\n" }))
            #expect(try await lender.dunlin("story", "B2").out.contains("overdue.1: handed to route simulator"))
        }
    }

    @Test func `a backup of the newest state goes on where it was, under the same log`() async throws {
        let lender = try await Lender.with()
        try await lender.withCarrier(["--journal", "journal"]) { _ in
            #expect(try await send(lender, SmallBook.now)["attempts"].int == 3)
            _ = try await lender.dunlin("backup", Self.backup)
            let key = try await EvidenceTests.key(lender)
            let restored = try await lender.dunlin(
                "restore", Self.backup, "--replace", "--yes", "--now", "2026-11-21T18:30:00Z")
            #expect(
                restored.out.contains("Nothing was sent after the backup was made"), "\(restored.out)\(restored.err)")
            // Somebody new hears of it the same day.
            var more = SmallBook.standard
            more.rows.append(SmallBook.Row(id: "6", phone: "+12125550106"))
            try lender.write(more, as: "more")
            try await lender.bringIn("more", now: "2026-11-21T18:40:00Z")
            #expect(try await send(lender, "2026-11-21T18:50:00Z")["attempts"].int == 1)
            #expect(try Journal(lender.folder.text("journal")).repeated.isEmpty)
            #expect(try await EvidenceTests.key(lender) == key)
            #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
        }
    }

    /// A session that was killed may have said something that it had not published yet.
    @Test func `beside a serve at work a backup is whole, and after a kill nothing is said twice`() async throws {
        // More than a slow machine sends in the meantime.
        let lender = try await Lender.with(.overdue(500))
        try await lender.withCarrier(["--journal", "journal", "--answer-delay", "200"]) { _ in
            try lender.folder.replace("window: 100", with: "window: 5", in: "routes.yaml")
            try await lender.beside(["serve", "--now", SmallBook.now]) { serve in
                try await serve.wait(for: "the first messages") { try segments(lender) >= 10 }
                let made = try await lender.dunlin("backup", Self.backup)
                #expect(made.code == 0, "\(made.err)")
                #expect(made.out.contains("The master key (generation 1) is NOT in it"))
                let early = try await lender.dunlin("restore", Self.backup, "--replace", "--yes")
                #expect(early.code == 1 && early.err.contains("another dunlin process is delivering"), "\(early.err)")
                let said = try segments(lender)
                try await serve.wait(for: "more messages") { try segments(lender) > said }
            }
            let restored = try await lender.dunlin(
                "restore", Self.backup, "--replace", "--yes", "--now", "2026-11-21T18:30:00Z")
            #expect(restored.code == 0, "\(restored.err)")
            #expect(restored.out.contains("Nobody knows what was said from"))
            #expect(try await send(lender, "2026-11-21T19:00:00Z")["attempts"].int == 0)
            #expect(try Journal(lender.folder.text("journal")).repeated.isEmpty)
            #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
        }
    }

    @Test func `a backup goes on in a new home, with the key and the list of the erased`() async throws {
        let lender = try await EvidenceTests.sent()
        _ = try await lender.dunlin("backup", Self.backup)
        for (path, mode) in [("", 0o700), ("/dunlin.db", 0o600), ("/manifest.json", 0o600)] {
            let is_ = try FileManager.default.attributesOfItem(atPath: lender.folder[Self.backup + path])
            #expect(is_[.posixPermissions] as? Int == mode, "\(path)")
        }
        func restore(_ more: String...) async throws -> Run {
            try await Run.of(
                Checkout.program, ["restore", Self.backup, "--home", "new", "--yes"] + more, in: lender.folder.path)
        }
        let listless = try await restore()
        #expect(listless.code == 1 && listless.err.contains("who was erased after the backup would come back"))
        let keyless = try await restore("--erased", "none")
        #expect(keyless.code == 1 && keyless.err.contains("there is no master key"), "\(keyless.err)")
        try lender.folder.write(
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", to: "new/keys/master.key")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: lender.folder["new/keys/master.key"])
        let wrong = try await restore("--erased", "none")
        #expect(wrong.code == 1 && wrong.err.contains("not the one that this database was made with"), "\(wrong.err)")
        #expect(!FileManager.default.fileExists(atPath: lender.folder["new/dunlin.db"]))
        try lender.folder.write(lender.folder.text(".dunlin/keys/master.key"), to: "new/keys/master.key")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: lender.folder["new/keys/master.key"])
        let right = try await restore("--erased", "none")
        #expect(right.code == 0, "\(right.err)")
        #expect(try await lender.dunlin("story", "B1", "--home", "new").out.contains("receipt: delivered"))
        #expect(try await lender.dunlin("evidence", "audit", "--home", "new", "--json").json()["attempts"].int == 3)
        let again = try await restore()
        #expect(again.code == 1 && again.err.contains("there is a book here. Say --replace"), "\(again.err)")
    }

    @Test func `whoever was erased after the backup stays erased`() async throws {
        let lender = try await Lender.with()
        _ = try await lender.dunlin("backup", Self.backup)
        let erased = try await lender.dunlin("erase", "--borrower", "B2", "--yes")
        #expect(erased.code == 0, "\(erased.err)")
        let restored = try await lender.dunlin("restore", Self.backup, "--replace", "--yes")
        #expect(restored.code == 0, "\(restored.err)")
        #expect(try await lender.dunlin("plan", "--explain", "B2").err.contains("the borrower was erased on"))
        #expect(try await lender.dunlin("arrears", "--date", "2026-11-21", "--json").json()["loans"].int == 4)
        // A new home that is given a copy of the list knows it too.
        try lender.folder.write(lender.folder.text(".dunlin/keys/master.key"), to: "new/keys/master.key")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: lender.folder["new/keys/master.key"])
        let other = try await lender.dunlin(
            "restore", Self.backup, "--home", "new", "--yes", "--erased", ".dunlin/erased")
        #expect(other.code == 0, "\(other.err)")
        #expect(try await lender.dunlin("arrears", "--home", "new", "--json").json()["loans"].int == 4)
        #expect(try await lender.dunlin("arrears", "--home", "new", "--date", "2026-11-21").code == 0)
    }

    @Test func `what is no whole backup is refused before anything is touched`() async throws {
        let lender = try await Lender.with()
        _ = try await lender.dunlin("backup", Self.backup)
        let before = try await lender.dunlin("arrears", "--csv", "--date", "2026-11-21").out
        func refused(_ says: String, _ more: String...) async throws {
            let run = try await Run.of(
                Checkout.program, ["restore", Self.backup, "--replace", "--yes"] + more, in: lender.folder.path)
            #expect(run.code == 1 && run.err.contains(says), "\(run.err)")
            #expect(try await lender.dunlin("arrears", "--csv", "--date", "2026-11-21").out == before)
        }
        let opened = try await lender.dunlin("arrears", "--database", "sqlite:\(Self.backup)/dunlin.db")
        #expect(opened.code == 1 && opened.err.contains("is part of a backup"), "\(opened.err)")
        let copied = try lender.folder.write(
            Data(contentsOf: URL(filePath: lender.folder[Self.backup + "/dunlin.db"])), to: "copied.db")
        let raw = try await lender.dunlin("send", "--database", "sqlite:\(copied)")
        #expect(raw.code == 1 && raw.err.contains("is the backup of"), "\(raw.err)")

        let holder = try lender.holdingStore()
        _ = try await holder.number(after: "holds ")
        let busy = try await Run.of(
            Checkout.program, ["restore", Self.backup, "--replace", "--yes"], in: lender.folder.path)
        #expect(busy.code == 1 && busy.err.contains("another process has it open"), "\(busy.err)")
        // Whoever only looks may have to wait for the holder too.
        holder.signal(9)
        _ = await holder.waitForEnd(within: 5)
        #expect(try await lender.dunlin("arrears", "--csv", "--date", "2026-11-21").out == before)

        let manifest = try lender.folder.text(Self.backup + "/manifest.json")
        try lender.folder.write(
            manifest.replacing(/"schema":\d+/, with: "\"schema\":999"), to: Self.backup + "/manifest.json")
        try await refused("the backup has schema version 999")
        try lender.folder.write(manifest, to: Self.backup + "/manifest.json")
        let path = Self.backup + "/dunlin.db"
        let good = try Data(contentsOf: URL(filePath: lender.folder[path]))
        var bad = good
        bad[bad.count / 2] ^= 1
        try lender.folder.write(bad, to: path)
        try await refused("is not what the manifest says")
        try FileManager.default.removeItem(atPath: lender.folder[path])
        try await refused("dunlin.db")
        try lender.folder.write(good, to: path)
        try FileManager.default.removeItem(atPath: lender.folder[Self.backup + "/manifest.json"])
        try await refused("there is no finished backup here")
        let there = try await lender.dunlin("backup", Self.backup)
        #expect(there.code == 1 && there.err.contains("is there already"), "\(there.err)")
    }

    /// Moments are short, and the machine may be busy with other things in them: so often is tried to meet one.
    private static let tries = 6

    @Test(arguments: ["exists('b.part/dunlin.db')", "exists('b.part/evidence')", "exists('b.part/manifest.json')"])
    func `a backup that is killed is no backup, and is simply repeated`(when moment: String) async throws {
        let lender = try await EvidenceTests.sent()
        for _ in 0..<Self.tries {
            if try await lender.killing(["backup", "b"], when: moment), !isThere(lender, "b") { break }
            // It was whole before the signal.
            try FileManager.default.removeItem(atPath: lender.folder["b"])
        }
        #expect(isThere(lender, "b.part"), "never met")
        let again = try await lender.dunlin("backup", "b")
        #expect(again.code == 0, "\(again.err)")
        #expect(!isThere(lender, "b.part"))
        #expect(try await lender.dunlin("restore", "b", "--replace", "--yes").code == 0)
    }

    /// Both books can be told apart by the number of their loans.
    @Test(arguments: [
        ("exists('.dunlin/dunlin.db.restored')", false), ("exists('.dunlin/dunlin.db.restored-wal')", false),
        ("exists('.dunlin/dunlin.db.restoring')", true), ("not exists('.dunlin/dunlin.db')", true),
        ("glob('.dunlin/dunlin.db.replaced-*Z') and exists('.dunlin/dunlin.db')", true),
    ])
    func `a restore that is killed leaves the old book or a store that nobody works with, and is simply repeated`(
        when moment: String, isMarked: Bool
    ) async throws {
        for _ in 0..<Self.tries where try await isMet(moment, isMarked: isMarked) { return }
        Issue.record("never met: \(moment)")
    }

    private func isMet(_ moment: String, isMarked: Bool) async throws -> Bool {
        let lender = try await EvidenceTests.sent()
        _ = try await lender.dunlin("backup", Self.backup)
        try lender.write(.overdue(12), as: "more")
        try await lender.bringIn("more", now: "2026-11-21T18:40:00Z")
        #expect(try await lender.dunlin("arrears", "--json").json()["loans"].int == 12)
        guard try await lender.killing(["restore", Self.backup, "--replace", "--yes"], when: moment),
            isThere(lender, ".dunlin/dunlin.db.restoring") == isMarked
        else { return false }
        let between = try await lender.dunlin("arrears", "--json")
        if isMarked {
            #expect(between.code == 1 && between.err.contains("a restore into it is not finished"), "\(between.err)")
        } else {
            #expect(try between.json()["loans"].int == 12)
        }
        let again = try await lender.dunlin("restore", Self.backup, "--replace", "--yes", "--json")
        #expect(again.code == 0, "\(again.err)")
        #expect(try await lender.dunlin("arrears", "--json").json()["loans"].int == 5)
        // The old book is kept, with all that was in its log.
        let old = try #require(try again.json()["replaced"].text)
        #expect(try await lender.dunlin("arrears", "--json", "--database", "sqlite:\(old)").json()["loans"].int == 12)
        let names = try FileManager.default.contentsOfDirectory(atPath: lender.folder[".dunlin"])
        #expect(!names.contains { $0.contains(".restor") }, "\(names)")
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
        return true
    }

    private func isThere(_ lender: Lender, _ name: String) -> Bool {
        FileManager.default.fileExists(atPath: lender.folder[name])
    }

    private func send(_ lender: Lender, _ now: String) async throws -> JSONDocument {
        let run = try await lender.dunlin("send", "--json", "--receipts-within", "2", "--now", now)
        #expect(run.code == 0, "\(run.err)")
        return try run.json()
    }

    private func segments(_ lender: Lender) throws -> Int {
        guard FileManager.default.fileExists(atPath: lender.folder["journal"]) else { return 0 }
        return try Journal(lender.folder.text("journal")).segments
    }
}
