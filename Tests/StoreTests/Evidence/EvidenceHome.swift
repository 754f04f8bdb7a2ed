import CivilTime
import Evidence
import Foundation
import Store
import StoreEngines
import Synchronization
import Testing

/// A store of three borrowers and a folder for their evidence, gone when the test is.
final class EvidenceHome: Sendable {
    let path: String
    let database: any SQLDatabase
    let master: MasterKey
    let vault: Vault
    let random: RandomSource
    let signer: NoteSigner

    var directory: String { path + "/evidence" }
    var publisher: EvidencePublisher {
        EvidencePublisher(database: database, directory: directory, signer: signer)
    }

    static let start = Instant(milliseconds: 1_763_668_800_000)

    init(seed: UInt64 = 1) async throws {
        path = FileManager.default.temporaryDirectory.path + "/dunlin-evidence-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        random = SeededBytes.source(seed)
        database = try await Engine.current.migrated(in: path, name: "store")
        master = try MasterKey.create(file: path + "/master", random: random)
        vault = try await Vault.open(database, master: master, random: random)
        signer = try await EvidenceKey.signer(
            origin: "dunlin.example/test", database: database, vault: vault, random: random)
        try await database.write { session in
            try session.run("INSERT INTO portfolio (id, key) VALUES (1, 'north')")
            for id in 1...3 {
                try session.run(
                    """
                    INSERT INTO borrower (id, portfolio, ref, kind, language, region, zone, profile, digest, batch)
                    VALUES (?, 1, ?, 1, 'en', 'US-MA', 'America/New_York', ?, ?, 1)
                    """, [.integer(id), .text("B-\(id)"), .blob([0]), .blob([0])])
            }
        }
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
            try Engine.forget(path)
        } catch { Issue.record(error) }
    }

    /// Appends `count` leaves, one transaction for every 500, dealt to the borrowers in turn; every 7th to nobody.
    func append(_ count: Int, from first: Int = 0) async throws {
        for batch in stride(from: first, to: first + count, by: 500) {
            let drafts = (batch..<min(batch + 500, first + count)).map { Self.draft($0) }
            try await database.write { [vault, random] in
                try EvidenceLog.append(drafts, in: $0, vault: vault, random: random)
            }
        }
    }

    static func draft(_ number: Int, kind: LeafKind = .decision) -> LeafDraft {
        LeafDraft(
            kind: kind, borrower: number % 7 == 6 ? nil : Int64(number % 3 + 1),
            at: start + .milliseconds(Int64(number)),
            content: [("text", .text("Secret words \(number)")), ("message", .integer(Int64(number)))])
    }

    func audit() async throws -> AuditReport {
        try await EvidenceAudit.run(database: database, directory: directory, key: signer.key, vault: vault)
    }

    /// Relative paths and contents of all published files.
    func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
        for name in names where name != ".lock" {
            let url = URL(filePath: directory + "/" + name)
            if try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
                files[name] = Array(try Data(contentsOf: url))
            }
        }
        return files
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let url = URL(filePath: directory + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func clear() throws { try FileManager.default.removeItem(atPath: directory) }
}

/// Bytes that a seed makes: splitmix64.
enum SeededBytes {
    static func source(_ seed: UInt64) -> RandomSource {
        let state = Mutex(seed)
        return RandomSource { count in
            state.withLock { state in (0..<count).map { _ in UInt8(truncatingIfNeeded: next(&state)) } }
        }
    }

    static func next(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
