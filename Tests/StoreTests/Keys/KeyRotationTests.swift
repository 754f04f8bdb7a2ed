import CivilTime
import Evidence
import Foundation
import LoanBook
import StoreEngines
import Testing

@testable import Store

/// The change to a new master key: nothing is lost, nobody is missed, and whoever lacks the key writes nothing.
@Suite(.everyEngine) struct KeyRotationTests {
    let folder: TemporaryFolder
    let clock = LawClock.fixed(Instant(milliseconds: SampleBook.march))

    init() throws { folder = try TemporaryFolder() }

    private struct Node: Sendable {
        var database: any SQLDatabase
        var vault: Vault
    }

    /// A process that looks for its keys in the test's folder.
    private func node(_ base: any SQLDatabase, file: String = "master.key") async throws -> Node {
        let path = folder.path(file)
        let vault = try await Vault.open(
            base, masters: MasterSource { try MasterKeys.load(file: path, environment: [:]) }, random: .system)
        return Node(database: KeyedDatabase(base, vault: vault), vault: vault)
    }

    private func makeKey(_ generation: UInt8) throws {
        _ = try MasterKey.create(
            file: MasterKeys.file(of: generation, beside: folder.path("master.key")), random: .system)
    }

    private func rotation(_ node: Node, rows: Int = 3) -> KeyRotation {
        KeyRotation(database: node.database, vault: node.vault, clock: clock, rows: rows)
    }

    private func phone(_ id: Int64) -> String { "+1617555\(1000 + id)" }

    /// Every borrower opens, and every number leads to its borrower.
    private func expectWhole(_ node: Node, _ ids: ClosedRange<Int64>) async throws {
        let vault = node.vault
        try await node.database.read { session in
            for id in ids {
                let snapshot = try Snapshots.load(
                    Borrower.ID(id), in: session, vault: vault, contactsSince: .distantPast,
                    now: Instant(milliseconds: SampleBook.march))
                #expect(snapshot?.borrower.name == "Robin \(id)")
                let found = try ContactPoints.find(lookup: vault.lookup(phone(id)), in: session)
                #expect(found.map(\.borrower.number) == [id])
            }
        }
    }

    @Test func `a rotation stopped after any batch goes on, and at every moment everybody is found`() async throws {
        let book = try await SampleBook.make(Engine.current, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...8)
        let first = try await node(book.database)
        try makeKey(2)
        let started = try await rotation(first).begin()
        #expect(started == KeyState(current: 2, before: 1))
        struct Killed: Error {}
        // Each run is stopped after its next batch, until one comes to the end.
        var runs = 0
        while try await node(book.database).vault.state.isRotating, runs < 100 {
            runs += 1
            let next = try await node(book.database)
            #expect(try await rotation(next).begin() == started)
            do { try await rotation(next).run { _ in throw Killed() } } catch is Killed {}
            try await expectWhole(first, 1...8)
            try await expectWhole(node(book.database), 1...8)
        }
        #expect(runs < 100)
        try FileManager.default.removeItem(atPath: folder.path("master.key"))
        // The new key alone opens everything.
        let alone = try await node(book.database)
        #expect(alone.vault.state == KeyState(current: 2))
        try await expectWhole(alone, 1...8)
        #expect(try await KeyRotation.retire(alone.database, vault: alone.vault, at: clock.now()) == [1])
    }

    @Test func `what is written while a rotation is under way is found by every node, and so is what was before`()
        async throws
    {
        let book = try await SampleBook.make(Engine.current, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...6)
        let (one, two) = (try await node(book.database), try await node(book.database))
        try makeKey(2)
        _ = try await rotation(one).begin()
        // The other node learns of it with its next transaction.
        try await SampleBook(database: two.database, vault: two.vault).borrowers(7...9)
        #expect(two.vault.state == KeyState(current: 2, before: 1))
        try await expectWhole(one, 1...9)
        try await rotation(one).run()
        try await expectWhole(one, 1...9)
        try await expectWhole(two, 1...9)
        #expect(two.vault.state == KeyState(current: 2))
        let old = try await book.database.read {
            try $0.integer("SELECT count(*) FROM contact_point WHERE length(lookup) = 16") ?? 0
        }
        #expect(old == 0)
    }

    @Test
    func `a node without the new key neither reads nor writes, says which is missing, and goes on when it is there`()
        async throws
    {
        let book = try await SampleBook.make(Engine.current, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...2)
        try FileManager.default.copyItem(atPath: folder.path("master.key"), toPath: folder.path("other.key"))
        let (one, other) = (try await node(book.database), try await node(book.database, file: "other.key"))
        try makeKey(2)
        _ = try await rotation(one).begin()
        let error = await #expect(throws: StoreError.self) {
            try await other.database.write { try $0.run("DELETE FROM contact_point") }
        }
        #expect(error?.code == .masterKeyBehind && error?.isPassing == true)
        #expect(error?.what.contains("generation 2") == true)
        await #expect(throws: StoreError.self) { try await expectWhole(other, 1...2) }
        try FileManager.default.copyItem(atPath: folder.path("master.key.2"), toPath: folder.path("other.key.2"))
        try await expectWhole(other, 1...2)
    }

    @Test func `the old key is needed until the rotation has ended, and that is told at once`() async throws {
        let book = try await SampleBook.make(Engine.current, in: folder)
        let one = try await node(book.database)
        try makeKey(2)
        _ = try await rotation(one).begin()
        let old = try Data(contentsOf: URL(filePath: folder.path("master.key")))
        try FileManager.default.removeItem(atPath: folder.path("master.key"))
        let error = await #expect(throws: StoreError.self) { try await node(book.database) }
        #expect(error?.code == .masterKeyMissing && error?.what.contains("generation 1") == true)
        await #expect(throws: StoreError.self) {
            try await KeyRotation.retire(one.database, vault: one.vault, at: clock.now())
        }
        try old.write(to: URL(filePath: folder.path("master.key")))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path("master.key"))
        try await rotation(one).run()
        #expect(try await node(book.database).vault.state == KeyState(current: 2))
    }

    @Test func `values of no borrower open after any number of rotations, and no key is rotated to twice`() async throws
    {
        let book = try await SampleBook.make(Engine.current, in: folder)
        try await book.portfolio(1, "north")
        try await book.borrowers(1...3)
        var now = try await node(book.database)
        let signer = try await EvidenceKey.signer(
            origin: "dunlin.example/x", database: now.database, vault: now.vault, random: .system)
        var boxes: [[UInt8]] = []
        for generation in UInt8(2)...5 {
            boxes.append(try now.vault.sealStore([generation], context: "reply"))
            try makeKey(generation)
            #expect(try await rotation(now).begin().current == generation)
            try await rotation(now).run()
            await #expect(throws: StoreError.self) { try await rotation(now).begin() }
            now = try await node(book.database)
            for (index, box) in boxes.enumerated() {
                #expect(try now.vault.openStore(box, context: "reply") == [UInt8(index + 2)])
            }
            try await expectWhole(now, 1...3)
        }
        let again = try await EvidenceKey.existing(database: now.database, vault: now.vault)
        #expect(again?.key == signer.key)
    }

    @Test func `a stored hash of any generation is carried over without its text`() async throws {
        let book = try await SampleBook.make(Engine.current, in: folder)
        var now = try await node(book.database)
        let text = "+8613800138000"
        let root = now.vault.lookup(text).root
        var stored = [now.vault.lookup(text).written]
        for generation in UInt8(2)...4 {
            try makeKey(generation)
            _ = try await rotation(now).begin()
            now = try await node(book.database)
            let hash = now.vault.lookup(text)
            // Both forms are known while the rotation is under way.
            #expect(hash.forms.count == 2 && hash.before == stored.last && hash.root == root)
            #expect(now.vault.lookup(stored: stored.last ?? [])?.forms == hash.forms)
            #expect(now.vault.lookup(stored: hash.written) == nil)
            try await rotation(now).run()
            now = try await node(book.database)
            let after = now.vault.lookup(text)
            #expect(after.forms.count == 1 && after.written == hash.written)
            #expect(after.written.count == 17 && after.written[0] == generation)
            stored.append(after.written)
            for old in stored { #expect(now.vault.lookup(stored: old)?.written == after.written) }
            #expect(now.vault.lookup(stored: []) == nil && now.vault.lookup(stored: [99] + root) == nil)
            #expect(now.vault.lookup(root: root) == after)
        }
        #expect(Set(stored).count == 4)
    }
}
