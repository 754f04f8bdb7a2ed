import CivilTime
import Evidence
import Foundation
import Store
import StoreEngines
import Testing

@Suite(.everyEngine) struct EvidencePublisherTests {
    @Test func `an empty store publishes an empty log`() async throws {
        let home = try await EvidenceHome()
        let published = try await home.publisher.publish()
        #expect(published.size == 0 && published.root == .empty && published.added == 0)
        #expect(try home.files().keys.sorted() == ["checkpoint"])
    }

    @Test func `files, sizes and roots are the public layout's`() async throws {
        let home = try await EvidenceHome()
        try await home.append(600)
        let published = try await home.publisher.publish()
        let files = try home.files()
        #expect(
            files.keys.sorted() == [
                "checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/000",
                "tile/entries/001", "tile/entries/002.p/88",
            ])
        // Every entry hashes to its place, and the tree over the entries has the signed root.
        var edge = TreeEdge()
        for name in ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"] {
            for entry in try EntryBundle.decode(try #require(files[name]), path: name) {
                edge.append(.leaf(Array(entry))) { _, _ in }
            }
        }
        let checkpoint = try Checkpoint(note: try #require(files["checkpoint"]), key: home.signer.key)
        #expect(checkpoint == Checkpoint(origin: "dunlin.example/test", size: 600, root: edge.root))
        #expect(published.size == 600 && published.root == edge.root && published.added == 600)
    }

    @Test func `little by little makes the same full tiles as all at once, and keeps what was signed`() async throws {
        let home = try await EvidenceHome()
        var size = 0
        for step in [1, 9, 200, 45, 1, 1, 255, 100] {
            try await home.append(step, from: size)
            size += step
            #expect(try await home.publisher.publish().size == Int64(size))
            #expect(try await home.publisher.publish().added == 0)
        }
        let grown = try home.files()
        #expect(grown["tile/0/000.p/10"] == nil && grown["tile/entries/000.p/10"] == nil)
        #expect(grown["tile/1/000.p/1"] != nil, "a partial tile of an earlier checkpoint is gone")
        try home.clear()
        #expect(try await home.publisher.publish().size == 612)
        for (name, bytes) in try home.files() { #expect(grown[name] == bytes, "\(name)") }
    }

    @Test(arguments: 1...8) func `a run killed at any instant is taken up by the next`(seed: UInt64) async throws {
        let home = try await EvidenceHome(seed: seed)
        try await home.append(300)
        _ = try await home.publisher.publish()
        let before = try home.files()
        try await home.append(500, from: 300)
        _ = try await home.publisher.publish()
        let after = try home.files()
        // The disk as a killed run may leave it: any of the new files, whole or under their temporary names.
        try home.clear()
        var state = seed
        for (name, bytes) in before { try home.write(name, bytes) }
        for (name, bytes) in after.sorted(by: { $0.key < $1.key }) where name != "checkpoint" && before[name] == nil {
            switch SeededBytes.next(&state) % 3 {
            case 0: try home.write(name, bytes)
            case 1: try home.write(name + ".new", Array(bytes.prefix(bytes.count / 2)))
            default: break
            }
        }
        try home.write("checkpoint.new", [1, 2, 3])
        #expect(try await home.publisher.publish().size == 800)
        let found = try home.files().filter { !$0.key.hasSuffix(".new") }
        for (name, bytes) in after { #expect(found[name] == bytes, "\(name), seed \(seed)") }
        #expect(try await home.audit().isSound)
    }

    @Test func `a full tile that differs is refused and left alone`() async throws {
        let home = try await EvidenceHome()
        try await home.append(300)
        let forged = [UInt8](repeating: 0, count: 8192)
        try home.write("tile/0/000", forged)
        await #expect(throws: EvidenceError.fileDiffers("tile/0/000")) { try await home.publisher.publish() }
        #expect(try home.files()["tile/0/000"] == forged && home.files()["checkpoint"] == nil)
    }

    @Test func `a changed leaf is never signed, also when the folder is lost`() async throws {
        let home = try await EvidenceHome()
        try await home.append(300)
        _ = try await home.publisher.publish()
        try await home.append(1, from: 300)
        try await home.database.write { session in
            let bytes = try session.first("SELECT bytes FROM leaf WHERE idx = 290") { $0.blob(0) } ?? []
            try session.run("UPDATE leaf SET bytes = ? WHERE idx = 290", [.blob(bytes.dropLast() + [0])])
        }
        await #expect(throws: EvidenceError.leafDiffers(index: 290)) { try await home.publisher.publish() }
        try home.clear()
        await #expect(throws: EvidenceError.rootDiffers(size: 300)) { try await home.publisher.publish() }
    }

    @Test func `a store that lost leaves is refused`() async throws {
        let home = try await EvidenceHome()
        try await home.append(10)
        _ = try await home.publisher.publish()
        try await home.database.write {
            try $0.run("DELETE FROM leaf WHERE idx = 9"); return
        }
        await #expect(throws: EvidenceError.storeShorter(signed: 10, stored: 9)) { try await home.publisher.publish() }
        try home.clear()
        await #expect(throws: EvidenceError.storeShorter(signed: 10, stored: 9)) { try await home.publisher.publish() }
    }

    @Test func `a gap in the store is named`() async throws {
        let home = try await EvidenceHome()
        try await home.append(10)
        try await home.database.write {
            try $0.run("DELETE FROM leaf WHERE idx = 4"); return
        }
        await #expect(throws: EvidenceError.missingLeaf(index: 4)) { try await home.publisher.publish() }
    }

    @Test func `a changed checkpoint or right edge is not built upon`() async throws {
        let home = try await EvidenceHome()
        try await home.append(10)
        _ = try await home.publisher.publish()
        try await home.append(1, from: 10)
        let files = try home.files()
        var tile = try #require(files["tile/0/000.p/10"])
        tile[40] ^= 1
        try home.write("tile/0/000.p/10", tile)
        await #expect(throws: EvidenceError.rootDiffers(size: 10)) { try await home.publisher.publish() }
        var note = try #require(files["checkpoint"])
        note[0] ^= 1
        try home.write("checkpoint", note)
        await #expect(throws: EvidenceError.self) { try await home.publisher.publish() }
    }
}
