import Foundation
import StoreEngines
import Testing

/// Others countersign the log, as a user sets it up: a witness, and openssl's own time-stamping authority.
@Suite(.everyEngine) struct WitnessTests {
    private static let peers = Checkout.root + "/Tests/CountersigningTests/Peers/"

    private func peer(_ program: String, _ arguments: [String], _ lender: Lender) throws -> Child {
        try Child("/usr/bin/env", ["python3", "-B", Self.peers + program] + arguments, in: lender.folder.path)
    }

    private func lines(_ count: Int, of child: Child) async throws -> [String] {
        try await child.wait(for: "\(count) lines") { try child.output().count { $0 == "\n" } >= count }
        return try child.output().split(separator: "\n").map(String.init)
    }

    /// A witness that knows this lender's log.
    private func witness(_ lender: Lender) async throws -> (child: Child, key: String, url: String) {
        let key = try await EvidenceTests.key(lender).split(separator: "+", maxSplits: 2)
        let raw = try #require(Data(base64Encoded: String(key[2]))).dropFirst()
        let child = try peer(
            "witness.py",
            [lender.folder["witness"], "witness.example/one", "7", String(key[0]), raw.base64EncodedString()], lender)
        let said = try await lines(2, of: child)
        return (child, said[0], said[1])
    }

    @Test func `witness and authority sign what is sent, exported and audited; one that is away is told of`()
        async throws
    {
        let lender = try await Lender.with()
        let none = try await lender.dunlin("evidence", "witness")
        #expect(none.code == 1 && none.err.contains("names no witness"), "\(none.err)")

        let witness = try await witness(lender)
        let authority = try peer("authority.py", [lender.folder["tsa"], "ec"], lender)
        let address = try await lines(1, of: authority)[0]
        try await lender.withCarrier([]) { _ in
            let settings = """

                evidence:
                  countersign_within_s: 5
                  witnesses:
                    one: { url: \(witness.url), key: \(witness.key) }
                  timestamps:
                    authority: { url: \(address), certificates: tsa/root.pem }

                """
            try lender.folder.write(lender.folder.text("dunlin.yaml") + settings, to: "dunlin.yaml")
            let sent = try await lender.dunlin("send", "--now", SmallBook.now)
            #expect(sent.code == 0, "\(sent.err)")

            let publish = try await lender.dunlin("evidence", "publish", "--json")
            let size = try #require(try publish.json()["leaves"].int, "\(publish.err)")
            let round = try await lender.dunlin("evidence", "witness", "--json")
            #expect(round.code == 0, "\(round.err)")
            #expect(try round.json()["countersigned"].list.map { $0["signed"].bool } == [true, true])
            let text = try lender.folder.text(".dunlin/evidence/countersigned/\(size)/checkpoint")
            #expect(text.contains("— witness.example/one "))

            let export = try await lender.dunlin("evidence", "export", "--borrower", "B1", "--out", "b1.json", "--json")
            #expect(export.code == 0, "\(export.err)")
            let key = try await EvidenceTests.key(lender)
            let verify = try await lender.dunlin(
                "evidence", "verify", "b1.json", "--key", key, "--witness", witness.key, "--timestamps", "tsa/root.pem",
                "--json")
            #expect(verify.code == 0, "\(verify.out)\(verify.err)")
            let audit = try await lender.dunlin("evidence", "audit", "--json").json()
            #expect(audit["valid"].bool == true && (audit["cosignatures"].int ?? 0) >= 2, "\(audit)")
            #expect((audit["time_stamps"].int ?? 0) >= 2)

            // The witness is away: the round says so and fails, an export does not.
            witness.child.signal(9)
            _ = await witness.child.waitForEnd(within: 10)
            let away = try await lender.dunlin("evidence", "export", "--borrower", "B1", "--out", "b2.json", "--json")
            #expect(away.code == 0, "\(away.err)")
            let late = try await lender.dunlin("evidence", "witness", "--json")
            #expect(late.code == 1)
            #expect(try late.json()["countersigned"].list.map { $0["signed"].bool } == [false, true], "\(late.out)")
        }
        authority.signal(9)
        _ = await authority.waitForEnd(within: 10)
    }

    /// Somebody brought an older store back: what the witness saw is gone.
    @Test func `a witness that has seen more than a restored store holds tells so`() async throws {
        let lender = try await Lender.with()
        let witness = try await witness(lender)
        try await lender.withCarrier([]) { _ in
            try lender.folder.write(
                lender.folder.text("dunlin.yaml")
                    + "\nevidence:\n  witnesses:\n    one: { url: \(witness.url), key: \(witness.key) }\n",
                to: "dunlin.yaml")
            _ = try await lender.dunlin("evidence", "publish")
            try lender.backUp()
            let sent = try await lender.dunlin("send", "--now", SmallBook.now)
            #expect(sent.code == 0, "\(sent.err)")
            try lender.restore()
            try FileManager.default.removeItem(atPath: lender.folder[".dunlin/evidence"])
            let late = try await lender.dunlin("evidence", "witness")
            #expect(late.code == 1 && (late.out + late.err).contains("CONTRADICTS THIS LOG"), "\(late.out)\(late.err)")
        }
        witness.child.signal(9)
        _ = await witness.child.waitForEnd(within: 10)
    }
}
