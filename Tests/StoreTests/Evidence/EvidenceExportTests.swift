import CivilTime
import Evidence
import Foundation
import Store
import StoreEngines
import Testing

@Suite(.everyEngine) struct EvidenceExportTests {
    private func close(_ home: EvidenceHome, _ borrower: Int64 = 2) async throws -> EvidenceExport.Closing {
        try await EvidenceExport.close(
            borrower: borrower, at: EvidenceHome.start + .hours(1), database: home.database, vault: home.vault,
            random: home.random)
    }

    private func write(
        _ closing: EvidenceExport.Closing, _ home: EvidenceHome, note: [UInt8]? = nil
    ) async throws -> (EvidenceExport.Written, [UInt8]) {
        let path = home.path + "/export.json"
        let published = try await home.publisher.publish()
        let written = try await EvidenceExport.write(
            closing, to: path, note: note ?? published.note, database: home.database, directory: home.directory,
            key: home.signer.key, vault: home.vault)
        return (written, Array(try Data(contentsOf: URL(filePath: path))))
    }

    private func export(_ home: EvidenceHome, _ borrower: Int64 = 2) async throws -> (EvidenceExport.Written, [UInt8]) {
        try await write(try await close(home, borrower), home)
    }

    @Test func `an export is verified without the store, and holds nothing of others`() async throws {
        let home = try await EvidenceHome()
        try await home.append(700)
        let (written, file) = try await export(home)
        let report = try ExportFile.verify(file, key: home.signer.key)
        #expect(report.leaves == written.leaves && report.leaves > 190 && written.after == 0 && report.isClosed)
        #expect(report.kinds[.export] == 1 && report.last_ms == (EvidenceHome.start + .hours(1)).milliseconds)
        #expect(report.borrower == "B-2" && report.portfolio == "north" && report.outOfOrder == [])
        #expect(!String(decoding: file, as: UTF8.self).contains("B-1"))
        let mode = try FileManager.default.attributesOfItem(atPath: home.path + "/export.json")[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `what is recorded while the file is made is no part of it, and the file stays whole`() async throws {
        let home = try await EvidenceHome()
        try await home.append(20)
        let closing = try await close(home)
        // Between the closing leaf and the checkpoint, and between the checkpoint and the file.
        try await home.append(10, from: 20)
        let note = try await home.publisher.publish().note
        try await home.append(300, from: 30)
        let (written, file) = try await write(closing, home, note: note)
        let report = try ExportFile.verify(file, key: home.signer.key)
        #expect(report.leaves == closing.number && written.leaves == closing.number && written.after > 80)
        #expect(report.isClosed && report.size == 31)
        let (again, later) = try await export(home)
        #expect(again.leaves == written.leaves + written.after + 1 && again.after == 0)
        // The earlier closing leaf is one of the later file's, and must fit it too.
        #expect(try ExportFile.verify(later, key: home.signer.key).kinds[.export] == 2)
    }

    @Test func `of a borrower of whom nothing is recorded an export says that nothing is`() async throws {
        let home = try await EvidenceHome()
        let (written, file) = try await export(home)
        let report = try ExportFile.verify(file, key: home.signer.key)
        #expect(written.leaves == 1 && report.leaves == 1 && report.isClosed && report.kinds == [.export: 1])
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
        let (_, file) = try await export(home)
        #expect(try ExportFile.verify(file, key: home.signer.key).leaves == 2)
    }

    @Test func `what cannot be exported says why`() async throws {
        let home = try await EvidenceHome()
        let before = try await home.publisher.publish().note
        await #expect(throws: EvidenceError.unknownBorrower) { try await export(home, 99) }
        try await home.append(10)
        let closing = try await close(home)
        await #expect(throws: EvidenceError.notCovered(index: 10, size: 0)) {
            try await write(closing, home, note: before)
        }
        try await home.database.write { try $0.run("DELETE FROM borrower_key WHERE borrower = 2") }
        await #expect(throws: EvidenceError.erased) { try await export(home) }
        await #expect(throws: EvidenceError.erased) { try await write(closing, home) }
        #expect(!FileManager.default.fileExists(atPath: home.path + "/export.json.new"))
        #expect(try await home.database.read { try EvidenceLog.size(in: $0) } == 11)
    }

    @Test func `a leaf that was changed in the store is not exported, one that is missing is not closed over`()
        async throws
    {
        let home = try await EvidenceHome()
        try await home.append(10)
        let closing = try await close(home)
        let note = try await home.publisher.publish().note
        try await home.database.write { try $0.run("UPDATE leaf SET bytes = ? WHERE idx = 4", [.blob([1])]) }
        await #expect(throws: EvidenceError.leafDiffers(index: 4)) { try await write(closing, home, note: note) }
        #expect(!FileManager.default.fileExists(atPath: home.path + "/export.json"))
        try await home.database.write { try $0.run("DELETE FROM leaf WHERE idx = 4") }
        await #expect(throws: EvidenceError.missingNumber(2, borrower: 2)) { try await close(home) }
    }
}
