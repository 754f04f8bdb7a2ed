import CivilTime
import Decisions
import Evidence
import Foundation
import StoreEngines
import Testing

@testable import Store

/// What a store is told when it was brought back, on both engines.
@Suite(.everyEngine) struct RestorationTests {
    static let known = EvidenceHome.start
    static let now = EvidenceHome.start + .days(2)

    private func restore(_ home: EvidenceHome, isWhole: Bool = false, at now: Instant = now) async throws
        -> Restoration.Recorded
    {
        try await Restoration(knownUntil: Self.known, isWhole: isWhole, origin: "dunlin.example/next").record(
            in: home.database, vault: home.vault, random: home.random, at: now)
    }

    @Test func `it remembers what it has forgotten, and the log goes on under another name`() async throws {
        let home = try await EvidenceHome()
        try await home.append(300)
        let before = try await home.publisher.publish()
        try await home.database.write { session in
            try session.run("INSERT INTO number (kind, next) VALUES ('reply', 7)")
        }
        let recorded = try await restore(home)
        #expect(recorded.lapse == Lapse(from: Self.known, until: Self.now, firstReply: 7))
        #expect(try await home.database.read { try Lapse.read(in: $0) } == recorded.lapse)
        #expect(recorded.endedLog == home.signer.key.name && recorded.log == "dunlin.example/next")

        // The old key signs nothing any more.
        await #expect(throws: EvidenceError.logEnded(home.signer.key.name)) {
            _ = try await EvidencePublisher(
                database: home.database, directory: home.path + "/other", signer: home.signer
            ).publish()
        }

        // The same leaves and one more, under another name and key, in a folder of their own.
        let signer = try #require(try await EvidenceKey.existing(database: home.database, vault: home.vault))
        #expect(signer.key.name == "dunlin.example/next" && signer.key.publicKey != home.signer.key.publicKey)
        let publisher = EvidencePublisher(database: home.database, directory: home.directory, signer: signer)
        let after = try await publisher.publish()
        #expect(after.size == before.size + 1 && after.added == after.size)
        let old = try Data(contentsOf: URL(filePath: home.directory + "-ended-test/checkpoint"))
        #expect(Array(old) == before.note)
        #expect(try Checkpoint(note: after.note, key: signer.key).root != before.root)

        let report = try await EvidenceAudit.run(
            database: home.database, directory: home.directory, key: signer.key, vault: home.vault)
        #expect(report.faults.isEmpty, "\(report.faults)")
        #expect(report.kinds[.restore] == 1)
    }

    @Test func `where nothing was said after the backup nothing is forgotten and the log stays`() async throws {
        let home = try await EvidenceHome()
        try await home.append(10)
        let before = try await home.publisher.publish()
        let recorded = try await restore(home, isWhole: true)
        #expect(recorded == Restoration.Recorded())
        #expect(try await home.database.read { try Lapse.read(in: $0) } == nil)
        let after = try await home.publisher.publish()
        #expect(after.size == before.size + 1 && after.added == 1)
    }

    @Test func `a clock that is behind what the store knows does not shorten the lapse`() async throws {
        let home = try await EvidenceHome()
        try await home.append(10)
        let last = try await home.database.read { try $0.integer("SELECT max(at_ms) FROM leaf") }
        let recorded = try await restore(home, at: Self.known - .days(30))
        #expect(recorded.lapse?.until.milliseconds == max(last ?? 0, Self.known.milliseconds))
    }

    @Test func `a second restore keeps in mind what the first forgot, as long as caps may count it`() async throws {
        let home = try await EvidenceHome()
        try await home.append(10)
        _ = try await restore(home)
        let second = try await Restoration(
            knownUntil: Self.now + .days(5), isWhole: false, origin: "dunlin.example/third"
        ).record(in: home.database, vault: home.vault, random: home.random, at: Self.now + .days(6))
        #expect(second.lapse?.from == Self.known && second.lapse?.until == Self.now + .days(6))
        let much = try await Restoration(
            knownUntil: Self.now + .days(90), isWhole: false, origin: "dunlin.example/fourth"
        ).record(in: home.database, vault: home.vault, random: home.random, at: Self.now + .days(91))
        #expect(much.lapse?.from == Self.now + .days(90))
    }

    @Test func `a process that knows nothing of the lapse may not deliver`() async throws {
        let home = try await EvidenceHome()
        try await home.append(1)
        let recorded = try await restore(home)
        let known = recorded.lapse
        try await home.database.read { try StoreMark.refuse(in: $0, knowing: known) }
        await #expect(throws: StoreError.self) {
            try await home.database.read { try StoreMark.refuse(in: $0, knowing: nil) }
        }
    }
}
