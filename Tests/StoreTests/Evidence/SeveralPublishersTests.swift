import Evidence
import Foundation
import Store
import StoreEngines
import Testing

/// Nodes that publish from one store, each into its own folder.
@Suite(.everyEngine) struct SeveralPublishersTests {
    @Test func `publishers at once sign one log, whatever is appended meanwhile`() async throws {
        let home = try await EvidenceHome()
        let folders = ["a", "b"].map { home.path + "/" + $0 }
        let (rounds, leaves) = (12, 60)
        // Every checkpoint that any of them signed.
        let signed = try await withThrowingTaskGroup(of: [Checkpoint].self) { group in
            for _ in 0..<2 {
                group.addTask {
                    for round in 0..<rounds { try await home.append(leaves / 2, from: round * leaves) }
                    return []
                }
            }
            for folder in folders {
                group.addTask {
                    let publisher = EvidencePublisher(
                        database: home.database, directory: folder, signer: home.signer)
                    var signed: [Checkpoint] = []
                    while signed.last?.size ?? 0 < rounds * leaves {
                        signed.append(
                            try Checkpoint(note: try await publisher.publishInTurn().note, key: home.signer.key))
                    }
                    return signed
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        // One tree: the roots are those of the leaves as they stand in the end.
        var edge = TreeEdge()
        var roots = [edge.root]
        let all = try await home.database.read { try $0.rows("SELECT bytes FROM leaf ORDER BY idx") { $0.blob(0) } }
        for leaf in all {
            edge.append(.leaf(leaf)) { _, _ in }
            roots.append(edge.root)
        }
        #expect(all.count == rounds * leaves && signed.count >= 2)
        for checkpoint in signed { #expect(checkpoint.root == roots[Int(checkpoint.size)], "\(checkpoint.size)") }
        for folder in folders {
            let report = try await EvidenceAudit.run(
                database: home.database, directory: folder, key: home.signer.key, vault: home.vault)
            #expect(report.isSound && report.size == Int64(all.count), "\(report.faults)")
        }
    }

    @Test func `a folder that lags takes over what was signed, and what is remembered never goes back`() async throws {
        let home = try await EvidenceHome()
        let lagging = EvidencePublisher(database: home.database, directory: home.path + "/b", signer: home.signer)
        try await home.append(100)
        _ = try await lagging.publish()
        try await home.append(400, from: 100)
        let note = try await home.publisher.publish().note
        let caughtUp = try await lagging.publish()
        #expect(caughtUp.note == note && caughtUp.added == 400)
        #expect(try await home.publisher.publish().added == 0)
        let remembered = try await home.database.read {
            try $0.text("SELECT value FROM setting WHERE key = 'evidence_checkpoint'")
        }
        #expect(remembered.map { Array($0.utf8) } == note)
    }

    @Test func `a folder that holds another log's leaves signs nothing, though its own store agrees with it`()
        async throws
    {
        let home = try await EvidenceHome()
        try await home.append(300)
        let note = try await home.publisher.publish().note
        // A store that lost its last leaves and went on: a standby that took over too early.
        try await home.database.write { try $0.run("DELETE FROM leaf WHERE idx >= 290") }
        try await home.append(50, from: 290)
        for folder in [home.directory, home.path + "/b"] {
            let publisher = EvidencePublisher(database: home.database, directory: folder, signer: home.signer)
            await #expect(throws: EvidenceError.self) { try await publisher.publish() }
        }
        #expect(try home.files()["checkpoint"] == note)
        #expect(!FileManager.default.fileExists(atPath: home.path + "/b/checkpoint"))
    }

    @Test func `two nodes that start at once have one signing key`() async throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let home = try await EvidenceHome(seed: seed)
            try await home.database.write { try $0.run("DELETE FROM setting WHERE key LIKE 'evidence%'") }
            let keys = try await withThrowingTaskGroup(of: VerifierKey.self) { group in
                for node in 0..<4 {
                    group.addTask {
                        try await EvidenceKey.signer(
                            origin: "dunlin.example/\(node)", database: home.database, vault: home.vault,
                            random: home.random
                        ).key
                    }
                }
                return try await group.reduce(into: Set<VerifierKey>()) { $0.insert($1) }
            }
            #expect(keys.count == 1)
        }
    }
}
