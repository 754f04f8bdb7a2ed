import CivilTime
import Evidence
import Foundation
import Store
import StoreEngines
import Testing

@Suite(.everyEngine) struct EvidenceExportTests {
    private func export(_ home: EvidenceHome, _ borrower: Int64 = 2) async throws -> (EvidenceExport.Written, [UInt8]) {
        let path = home.path + "/export.json"
        let written = try await EvidenceExport.write(
            borrower: borrower, to: path, database: home.database, directory: home.directory, key: home.signer.key,
            vault: home.vault)
        return (written, Array(try Data(contentsOf: URL(filePath: path))))
    }

    @Test func `an export is verified without the store, and holds nothing of others`() async throws {
        let home = try await EvidenceHome()
        try await home.append(700)
        _ = try await home.publisher.publish()
        try await home.append(3, from: 700)
        let (written, file) = try await export(home)
        let report = try ExportFile.verify(file, key: home.signer.key)
        #expect(report.leaves == written.leaves && report.leaves > 190 && written.unpublished == 1)
        #expect(report.borrower == "B-2" && report.portfolio == "north" && report.outOfOrder == [])
        #expect(!String(decoding: file, as: UTF8.self).contains("B-1"))
        let mode = try FileManager.default.attributesOfItem(atPath: home.path + "/export.json")[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `a log of leaves that carry everything JSON can hold is exported and verified`() async throws {
        let home = try await EvidenceHome()
        let content: [(String, LeafValue)] = [
            ("z", .list([.null, true, .object([("b", -1), ("a", "\u{1}\"\\\n还款 \u{1F426}")])])), ("a", .integer(.min)),
        ]
        try await home.database.write { [vault = home.vault, random = home.random] in
            try EvidenceLog.append(
                [LeafDraft(kind: .reply, borrower: 2, at: EvidenceHome.start, content: content)], in: $0, vault: vault,
                random: random)
        }
        _ = try await home.publisher.publish()
        let (_, file) = try await export(home)
        #expect(try ExportFile.verify(file, key: home.signer.key).leaves == 1)
    }

    @Test func `what cannot be exported says why`() async throws {
        let home = try await EvidenceHome()
        await #expect(throws: EvidenceError.notPublished(home.directory)) { try await export(home) }
        _ = try await home.publisher.publish()
        await #expect(throws: EvidenceError.unknownBorrower) { try await export(home, 99) }
        await #expect(throws: EvidenceError.noLeaves) { try await export(home) }
        try await home.append(10)
        await #expect(throws: EvidenceError.noLeaves) { try await export(home) }
        _ = try await home.publisher.publish()
        try await home.database.write {
            try $0.run("DELETE FROM borrower_key WHERE borrower = 2"); return
        }
        await #expect(throws: EvidenceError.erased) { try await export(home) }
        #expect(!FileManager.default.fileExists(atPath: home.path + "/export.json.new"))
    }

    @Test func `a leaf that was changed in the store is not exported`() async throws {
        let home = try await EvidenceHome()
        try await home.append(10)
        _ = try await home.publisher.publish()
        try await home.database.write {
            try $0.run("UPDATE leaf SET bytes = x'01' WHERE idx = 4"); return
        }
        await #expect(throws: EvidenceError.leafDiffers(index: 4)) { try await export(home) }
        #expect(!FileManager.default.fileExists(atPath: home.path + "/export.json"))
    }
}
