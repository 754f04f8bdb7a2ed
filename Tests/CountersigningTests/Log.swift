import CivilTime
import Countersigning
import Evidence
import Foundation
import Store
import StoreEngines
import Testing

/// A log of one borrower's leaves, with a folder for it; gone when the test is.
final class Log: Sendable {
    let path: String
    let database: any SQLDatabase
    let vault: Vault
    let random = RandomSource.system
    let signer: NoteSigner

    var directory: String { path + "/evidence" }
    var publisher: EvidencePublisher { publisher(in: directory) }

    func publisher(in directory: String) -> EvidencePublisher {
        EvidencePublisher(database: database, directory: directory, signer: signer)
    }

    /// `seed`: of another log's signing key, to make a second one of the same name.
    init(signer known: NoteSigner? = nil) async throws {
        path = FileManager.default.temporaryDirectory.path + "/dunlin-countersigned-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        database = try await Engine.current.migrated(in: path, name: "store")
        vault = try await Vault.open(
            database, master: try MasterKey.create(file: path + "/master", random: random), random: random)
        signer = try known ?? NoteSigner(name: "dunlin.example/countersigned", seed: [UInt8](repeating: 5, count: 32))
        try await database.write { session in
            try session.run("INSERT INTO portfolio (id, key) VALUES (1, 'north')")
            try session.run(
                """
                INSERT INTO borrower (id, portfolio, ref, kind, language, region, zone, profile, digest, batch)
                VALUES (1, 1, 'B-1', 1, 'en', 'US-MA', 'America/New_York', ?, ?, 1)
                """, [.blob([0]), .blob([0])])
        }
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
            try Engine.forget(path)
        } catch { Issue.record(error) }
    }

    func append(_ count: Int) async throws {
        let drafts = (0..<count).map {
            LeafDraft(
                kind: .decision, borrower: 1, at: Instant(milliseconds: 1_763_668_800_000),
                content: [("text", .text("words \($0)"))])
        }
        try await database.write { [vault, random] in
            try EvidenceLog.append(drafts, in: $0, vault: vault, random: random)
        }
    }

    func file(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: directory + "/" + name))) }

    func audit(_ outside: Outside) async throws -> AuditReport {
        try await EvidenceAudit.run(
            database: database, directory: directory, key: signer.key, vault: vault,
            countersigners: outside.countersigners)
    }

    /// A witness that knows this log. Another one of the same name goes on where the first ended.
    func witness(_ name: String = "one") throws -> (peer: Peer, settings: Outside.Witness) {
        let peer = try Peer(
            "witness.py",
            [
                path + "/witness-\(name)", "witness.example/\(name)", "\(name.utf8.count)", signer.key.name,
                Base64.encode(signer.key.publicKey),
            ], lines: 2)
        let key = try VerifierKey(text: peer.lines[0], .cosignature)
        return (peer, .init(name: name, url: peer.lines[1] + (name == "one" ? "/" : ""), key: key))
    }

    /// An authority, openssl's own.
    func authority(_ kind: String) throws -> (peer: Peer, settings: Outside.Authority) {
        let folder = path + "/authority-\(kind)"
        let peer = try Peer("authority.py", [folder, kind], lines: 1)
        let pem = try String(contentsOfFile: folder + "/root.pem", encoding: .utf8)
        return (peer, .init(name: kind, url: peer.lines[0], anchors: try TimeStampAnchors(pem: pem)))
    }
}
