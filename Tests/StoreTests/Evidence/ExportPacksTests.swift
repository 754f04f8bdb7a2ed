import CivilTime
import Compliance
import Evidence
import Foundation
import Store
import StoreEngines
import Testing

/// The law packs that leaves name are in the store, and go with every export.
@Suite(.everyEngine) struct ExportPacksTests {
    private static func allowing(_ packs: [LawPack]) -> Verdict {
        Verdict(
            outcome: .allow(until: EvidenceHome.start + .hours(1)),
            findings: packs.flatMap { pack in
                pack.rules.map { rule in
                    Finding(
                        rule: rule.id, packVersion: pack.version, packHash: pack.hash, citation: rule.citation,
                        grade: rule.grade, outcome: .allow, detail: "no objection")
                }
            })
    }

    /// A leaf about borrower 2; an earlier version told every rule in full, and this one by name.
    private static func draft(_ packs: [LawPack], isLean: Bool = true) -> LeafDraft {
        let verdict = allowing(packs)
        return LeafDraft(
            kind: .decision, borrower: 2, at: EvidenceHome.start,
            content: (isLean ? [("allowed", .allowed(verdict))] : []) + [("packs", .packs(verdict))])
    }

    private static func append(_ drafts: [LeafDraft], _ home: EvidenceHome) async throws {
        try await home.database.write { [vault = home.vault, random = home.random] in
            try EvidenceLog.append(drafts, in: $0, vault: vault, random: random)
        }
    }

    private static func export(_ home: EvidenceHome) async throws -> [UInt8] {
        let closing = try await EvidenceExport.close(
            borrower: 2, at: EvidenceHome.start + .hours(1), database: home.database, vault: home.vault,
            random: home.random)
        let note = try await home.publisher.publish().note
        let path = home.path + "/export.json"
        _ = try await EvidenceExport.write(
            closing, to: path, note: note, database: home.database, directory: home.directory, key: home.signer.key,
            vault: home.vault)
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    private static func packs(_ file: [UInt8]) throws -> [(hash: String, text: String?)] {
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n")
        let end = try #require(lines.last)
        let last = try CanonicalJSON.decode(Array(("{" + end.dropFirst(2)).utf8))
        guard case .list(let packs)? = last["packs"] else { return [] }
        return packs.map { ($0["hash"]?.text ?? "", $0["text"]?.text) }
    }

    @Test func `a file holds the packs that its leaves name, each once, and no other`() async throws {
        let home = try await EvidenceHome()
        let book = try LawBook.builtIn().packs
        try await home.database.write { try Packs.keep(book, in: $0) }
        try await Self.append(
            [Self.draft(Array(book[0...1])), Self.draft(Array(book[1...2])), Self.draft([book[1]])], home)
        let file = try await Self.export(home)
        let expected = book[0...2].sorted { $0.hash < $1.hash }
        let packs = try Self.packs(file)
        #expect(packs.map(\.hash) == expected.map(\.hash) && packs.map(\.text) == expected.map(\.text))
        let report = try ExportFile.verify(file, key: home.signer.key)
        #expect(Set(report.packs.map(\.name.key)) == Set(expected.map(\.key)))
        #expect(report.packs.allSatisfy { $0.bytes != nil })
        // The citation of every rule that allowed stands in a text of the file.
        for pack in book[0...2] {
            let text = try #require(packs.first { $0.hash == pack.hash }?.text)
            let read = try LawPack.parse(yaml: text, file: "export")
            #expect(read.rules.map(\.id) == pack.rules.map(\.id))
            #expect(read.rules.map(\.citation) == pack.rules.map(\.citation))
        }
        #expect(try await home.audit().isSound)
    }

    @Test
    func `of a pack that the store never had, an earlier leaf tells everything, and the file says that it lacks it`()
        async throws
    {
        let home = try await EvidenceHome()
        let book = try LawBook.builtIn().packs
        try await home.database.write { try Packs.keep([book[0]], in: $0) }
        try await Self.append([Self.draft([book[0], book[1]], isLean: false)], home)
        let file = try await Self.export(home)
        let report = try ExportFile.verify(file, key: home.signer.key)
        #expect(report.packs.first { $0.name.hash == book[0].hash }?.bytes == book[0].text.utf8.count)
        #expect(report.packs.contains { $0.name.hash == book[1].hash && $0.bytes == nil })
        #expect(try await home.audit().isSound)
    }

    @Test func `without the text of a pack whose rules stand by name nothing is exported, and the audit says so`()
        async throws
    {
        let home = try await EvidenceHome()
        let book = try LawBook.builtIn().packs
        try await home.database.write { try Packs.keep([book[0]], in: $0) }
        try await Self.append([Self.draft([book[0], book[1]])], home)
        await #expect(throws: EvidenceError.missingPack(book[1].hash)) { try await Self.export(home) }
        #expect(!FileManager.default.fileExists(atPath: home.path + "/export.json"))
        #expect(
            try await home.audit().faults.map(\.description) == [
                "pack \(book[1].hash): leaves name it, and the store lacks its text"
            ])
        // The pack comes back with whoever decides under it.
        try await home.database.write { try Packs.keep([book[1]], in: $0) }
        #expect(try await home.audit().isSound)
        #expect(try ExportFile.verify(try await Self.export(home), key: home.signer.key).packs.count == 2)

        try await home.database.write {
            try $0.run("UPDATE pack SET text = ? WHERE hash = ?", [.text(book[0].text + " "), .text(book[0].hash)])
            return
        }
        await #expect(throws: EvidenceError.packDiffers(book[0].hash)) { try await Self.export(home) }
        #expect(
            try await home.audit().faults.map(\.description) == [
                "pack \(book[0].hash): its text in the store is not the one of its hash"
            ])
    }

    @Test func `a leaf that names no pack for a rule is a fault of the log`() async throws {
        let home = try await EvidenceHome()
        let draft = LeafDraft(
            kind: .decision, borrower: 2, at: EvidenceHome.start,
            content: [("allowed", .list(["house/hours"])), ("packs", .list([]))])
        try await Self.append([draft], home)
        _ = try await home.publisher.publish()
        #expect(
            try await home.audit().faults.map(\.description) == [
                "leaf 0: a rule that allowed is of no pack that it names"
            ])
    }
}
