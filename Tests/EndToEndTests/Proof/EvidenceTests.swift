import Foundation
import StoreEngines
import Testing

/// Promise P6: what was sent can be shown to a stranger, and a changed byte cannot be hidden.
@Suite(.everyEngine) struct EvidenceTests {
    @Test func `an export is verified with the public key alone, here and by a program that shares no code`()
        async throws
    {
        let lender = try await EvidenceTests.sent()
        let key = try await EvidenceTests.key(lender)
        let export = try await lender.dunlin("evidence", "export", "--borrower", "B1", "--out", "b1.json", "--json")
        #expect(export.code == 0, "\(export.err)")
        #expect(try export.json()["key"].text == key)
        let leaves = try #require(try export.json()["leaves"].int)

        // Another folder, without the home: the file and the key are all there is.
        let stranger = try Lender()
        let file = try stranger.folder.write(Data(contentsOf: URL(filePath: lender.folder["b1.json"])), to: "b1.json")
        let verify = try await stranger.dunlin("evidence", "verify", file, "--key", key, "--json")
        #expect(verify.code == 0)
        let report = try verify.json()
        #expect(report["valid"].bool == true && report["leaves"].int == leaves)
        // Decided, sent in two segments, both accepted and received, and the export itself.
        #expect(
            ["decision", "attempt", "outcome", "receipt", "export"].map { report["kinds"][$0].int }
                == [1, 1, 2, 2, 1])
        // The law that was asked, each pack with its text.
        let packs = report["packs"].list
        #expect(packs.compactMap { $0["key"].text } == ["house", "us-federal"])
        #expect(packs.allSatisfy { ($0["bytes"].int ?? 0) > 1000 && $0["hash"].text?.count == 64 })
        try stranger.folder.write(key + "\n", to: "key")
        let words = try await stranger.dunlin("evidence", "verify", file, "--key", "key").out
        #expect(words.hasPrefix("VALID: ") && words.contains("law pack us-federal "), "\(words)")

        let other = try await Run.of(
            "/usr/bin/env", ["python3", Checkout.independentVerifier, file, key], in: stranger.folder.path)
        #expect(other.code == 0 && other.out.contains("VERIFIED"), "\(other.out)\(other.err)")
        #expect(other.out.contains("\"leaves\": \(leaves)"))
    }

    @Test func `every rule that allowed a message can be looked up in the file, with its citation`() async throws {
        let lender = try await EvidenceTests.sent()
        _ = try await lender.dunlin("evidence", "export", "--borrower", "B1", "--out", "b1.json")
        let file = try JSONDocument(text: lender.folder.text("b1.json"))
        let attempt = try #require(file["leaves"].list.first { $0["content"]["kind"].text == "attempt" })
        let record = attempt["content"]["record"]
        let texts = Dictionary(
            uniqueKeysWithValues: file["packs"].list.map { ($0["hash"].text ?? "", $0["text"].text ?? "") })
        #expect(record["findings"].list.isEmpty && record["allowed"].list.count > 10)
        for rule in record["allowed"].list {
            let parts = try #require(rule.text).split(separator: "/", maxSplits: 1)
            let pack = try #require(record["packs"].list.first { $0["key"].text == String(parts[0]) })
            let text = try #require(texts[pack["hash"].text ?? ""])
            let place = try #require(text.range(of: "- id: \(parts[1])\n"), "\(parts)")
            let rest = text[place.upperBound...].split(separator: "- id:").first
            #expect(rest?.contains("citation:") == true, "\(parts)")
        }
        // The story counts them too.
        let story = try await lender.dunlin("story", "B1").out
        #expect(story.contains("2 segment(s), \(record["allowed"].list.count) rules allowed it"), "\(story)")
    }

    @Test func `a changed byte of an export is found by both verifiers, and another key too`() async throws {
        let lender = try await EvidenceTests.sent()
        let key = try await EvidenceTests.key(lender)
        _ = try await lender.dunlin("evidence", "export", "--borrower", "B1", "--out", "b1.json")
        let good = try lender.folder.text("b1.json")
        #expect(good.contains("overdue.1"))
        try lender.folder.write(good.replacing("overdue.1", with: "overdue.2"), to: "b1.json")
        let verify = try await lender.dunlin("evidence", "verify", "b1.json", "--key", key)
        #expect(verify.code == 1 && verify.out.hasPrefix("NOT VALID: ") && verify.out.contains("leaf"), "\(verify.out)")
        let other = try await Run.of(
            "/usr/bin/env", ["python3", Checkout.independentVerifier, lender.folder["b1.json"], key],
            in: lender.folder.path)
        #expect(other.code == 1)

        try lender.folder.write(good, to: "b1.json")
        let stranger = try await EvidenceTests.key(try await Lender.with())
        let wrong = try await lender.dunlin("evidence", "verify", "b1.json", "--key", stranger, "--json")
        #expect(wrong.code == 1)
        #expect(try wrong.json()["valid"].bool == false)
        let nonsense = try await lender.dunlin("evidence", "verify", "b1.json", "--key", "abc")
        #expect(nonsense.code == 1 && nonsense.err.contains("--key is no verifier key"))
    }

    @Test func `a changed byte of a tile, an entry bundle or the checkpoint is found and named`() async throws {
        let lender = try await EvidenceTests.sent()
        #expect(try await lender.dunlin("evidence", "audit").out.hasPrefix("SOUND: "))
        let log = lender.folder[".dunlin/evidence"]
        let files = try FileManager.default.subpathsOfDirectory(atPath: log).filter { name in
            var isFolder: ObjCBool = false
            _ = unsafe FileManager.default.fileExists(atPath: log + "/" + name, isDirectory: &isFolder)
            return !isFolder.boolValue && !name.hasPrefix(".")
        }
        #expect(files.contains("checkpoint") && files.contains { $0.hasPrefix("tile/0/") })
        #expect(files.contains { $0.hasPrefix("tile/entries/") })
        for name in files {
            let url = URL(filePath: log + "/" + name)
            let good = try Data(contentsOf: url)
            var bad = good
            bad[bad.count / 2] ^= 0x01
            try bad.write(to: url)
            let audit = try await lender.dunlin("evidence", "audit", "--json")
            #expect(audit.code == 1, "\(name)")
            let report = try audit.json()
            #expect(report["valid"].bool == false)
            #expect(
                report["faults"].list.contains { $0["place"].text?.contains(name) == true }, "\(name): \(audit.out)")
            try good.write(to: url)
        }
        #expect(try await lender.dunlin("evidence", "audit").code == 0)
    }

    @Test func `an older log put back in the place of the newer is found`() async throws {
        let lender = try await EvidenceTests.sent()
        // Nothing is missed before anything was published.
        let fresh = try await Lender.with()
        #expect(try await fresh.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
        let older = try lender.folder.text(".dunlin/evidence/checkpoint")
        _ = try await lender.dunlin("evidence", "export", "--borrower", "B1", "--out", "b1.json")
        #expect(try lender.folder.text(".dunlin/evidence/checkpoint") != older)
        try lender.folder.write(older, to: ".dunlin/evidence/checkpoint")
        let audit = try await lender.dunlin("evidence", "audit")
        #expect(
            audit.code == 1 && audit.out.contains("checkpoint: it is older than the one signed last"), "\(audit.out)")
        try FileManager.default.removeItem(atPath: lender.folder[".dunlin/evidence/checkpoint"])
        #expect(try await lender.dunlin("evidence", "audit").out.contains("checkpoint: it is missing"))
    }

    @Test func `a story tells in order what was decided and done`() async throws {
        let lender = try await EvidenceTests.sent()
        let story = try await lender.dunlin("story", "B1", "--json").json()
        #expect(story["borrower"].text == "B1" && story["zone"].text == "America/New_York")
        let lines = story["lines"].list.compactMap(\.text)
        #expect(lines.first?.contains("overdue.1: planned for 2026-11-21") == true)
        #expect(lines.contains { $0.contains("overdue.1: handed to route simulator, 2 segment(s)") })
        #expect(lines.contains { $0.contains("receipt: delivered") })
        let quiet = try await lender.dunlin("story", "B4")
        #expect(quiet.out.contains("overdue.1: not sent: opted out of collection messages"))
        let unknown = try await lender.dunlin("story", "B99")
        #expect(unknown.code == 1 && unknown.err.contains("no borrower of that id is in the book"))
    }

    /// A lender whose three messages are delivered.
    static func sent() async throws -> Lender {
        let lender = try await Lender.with()
        try await lender.withCarrier { _ in
            let run = try await lender.dunlin("send", "--json", "--now", SmallBook.now)
            guard run.code == 0 else { throw Unexpected(run: run) }
        }
        return lender
    }

    static func key(_ lender: Lender) async throws -> String {
        let run = try await lender.dunlin("evidence", "key")
        guard run.code == 0 else { throw Unexpected(run: run) }
        return run.out.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
