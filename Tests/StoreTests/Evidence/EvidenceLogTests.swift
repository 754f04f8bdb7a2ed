import CivilTime
import Evidence
import Store
import StoreEngines
import Testing

@Suite(.everyEngine) struct EvidenceLogTests {
    @Test func `leaves are numbered without a gap, in the log and for each borrower`() async throws {
        let home = try await EvidenceHome()
        try await home.append(20)
        try await home.append(13, from: 20)
        let rows = try await home.database.read { session in
            try session.rows("SELECT idx, borrower, number FROM leaf ORDER BY idx") {
                ($0.integer(0), $0.optionalInteger(1), $0.integer(2))
            }
        }
        #expect(rows.map(\.0) == Array(0..<33))
        for borrower in 1...3 {
            let numbers = rows.filter { $0.1 == Int64(borrower) }.map(\.2)
            #expect(!numbers.isEmpty && numbers == Array(1...Int64(numbers.count)))
        }
        #expect(rows.filter { $0.1 == nil }.allSatisfy { $0.2 == 0 })
    }

    @Test func `a transaction that is undone leaves no gap and no key`() async throws {
        struct Stop: Error {}
        let home = try await EvidenceHome()
        try await home.append(2)
        await #expect(throws: Stop.self) {
            try await home.database.write { [vault = home.vault, random = home.random] session in
                try EvidenceLog.append(
                    [EvidenceHome.draft(2), EvidenceHome.draft(5)], in: session, vault: vault, random: random)
                throw Stop()
            }
        }
        try await home.append(4, from: 2)
        _ = try await home.publisher.publish()
        let report = try await home.audit()
        #expect(report.isSound && report.opened == 6)
    }

    @Test func `a key that was destroyed or undone is not used again, though it was known`() async throws {
        struct Stop: Error {}
        let home = try await EvidenceHome()
        // Made in a transaction that is undone, then made anew, then destroyed and made once more.
        await #expect(throws: Stop.self) {
            try await home.database.write { [vault = home.vault, random = home.random] session in
                for number in [0, 3] {
                    try EvidenceLog.append(
                        [EvidenceHome.draft(number)], in: session, vault: vault, random: random)
                }
                throw Stop()
            }
        }
        try await home.append(6)
        try await home.append(6, from: 6)
        try await home.database.write { try $0.run("DELETE FROM borrower_key WHERE borrower = 1") }
        try await home.append(6, from: 12)
        // A vault that knows no key yet opens exactly what the store's own keys seal: the erased leaves stay shut.
        let opened = try await home.database.read { [fresh = Vault(master: home.master, random: home.random)] session in
            let key = try #require(try Keys.existing(borrower: 1, .record, in: session, vault: fresh))
            return try session.rows("SELECT idx, bytes FROM leaf WHERE borrower = 1 ORDER BY idx") {
                let box = try LeafRecord(decoding: $0.blob(1)).box
                do {
                    return ($0.integer(0), try !key.open(box, context: "leaf").isEmpty)
                } catch let error as StoreError where error.code == .brokenSeal { return ($0.integer(0), false) }
            }
        }
        #expect(opened.filter { $0.0 < 12 }.count > 2 && opened.allSatisfy { $0.1 == ($0.0 >= 12) })
    }

    @Test func `nothing that a leaf says can be read from the store`() async throws {
        let home = try await EvidenceHome()
        try await home.append(10)
        let leaves = try await home.database.read { try $0.rows("SELECT bytes FROM leaf") { $0.blob(0) } }
        #expect(leaves.count == 10)
        for leaf in leaves {
            let text = String(decoding: leaf, as: UTF8.self)
            #expect(!text.contains("Secret") && !text.contains("B-1") && !text.contains("north"))
        }
    }

    @Test func `what does not fit a leaf fails the transaction and says so`() async throws {
        let home = try await EvidenceHome()
        let long = LeafDraft(
            kind: .reply, borrower: 1, at: EvidenceHome.start,
            content: [("text", .text(String(repeating: "x", count: 65_536)))])
        let error = await #expect(throws: EvidenceError.self) {
            try await home.database.write { [vault = home.vault, random = home.random] in
                try EvidenceLog.append([EvidenceHome.draft(0), long], in: $0, vault: vault, random: random)
            }
        }
        #expect(error?.description.contains("kind reply") == true && error?.description.contains("65535") == true)
        #expect(try await home.database.read { try EvidenceLog.size(in: $0) } == 0)
    }

    @Test func `a borrower that is not there is refused`() async throws {
        let home = try await EvidenceHome()
        let stranger = LeafDraft(kind: .decision, borrower: 99, at: EvidenceHome.start, content: [])
        await #expect(throws: EvidenceError.unknownBorrower) {
            try await home.database.write { [vault = home.vault, random = home.random] in
                try EvidenceLog.append([stranger], in: $0, vault: vault, random: random)
            }
        }
    }

    @Test func `the signing key is made once and stays`() async throws {
        let home = try await EvidenceHome()
        let again = try await EvidenceKey.signer(
            origin: "another.example/name", database: home.database, vault: home.vault, random: home.random)
        #expect(again.key == home.signer.key && again.key.name == "dunlin.example/test")
        #expect(try VerifierKey(text: again.key.description) == again.key)
    }
}
