import Crypto
import Evidence
import Testing

/// Signs as <https://c2sp.org/tlog-cosignature> says, from the specification's own words.
struct TestWitness {
    let key: VerifierKey
    private let secret: Curve25519.Signing.PrivateKey

    init(name: String, seed: UInt8) throws {
        secret = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
        key = try VerifierKey(name: name, publicKey: Array(secret.publicKey.rawRepresentation), .cosignature)
    }

    func cosign(_ text: String, at_s: Int64) throws -> SignedNote.Signature {
        let signature = try secret.signature(for: Array("cosignature/v1\ntime \(at_s)\n\(text)".utf8))
        let time = (0..<8).map { UInt8(truncatingIfNeeded: at_s >> (56 - 8 * Int64($0))) }
        return SignedNote.Signature(name: key.name, keyID: key.id, bytes: time + Array(signature))
    }
}

@Suite struct CosignatureTests {
    /// The checkpoint of the specification, and what another implementation (Python's `cryptography`) signed of it with the
    /// seed 00 01 … 1f.
    static let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    static let verifier = "witness.example.com/w1+a0059f11+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    static let line =
        "— witness.example.com/w1 oAWfEQAAAABkGFDLBuRDazBLVac2NE+Y+IjbjQOcXLfF9CSDZVUIoS83rE1nFZsVE8YiWV6Ngr7lV8H6bdoBQGP/l73euDMQ9k+bBQ==\n"

    @Test func `the known cosignature is read and checked`() throws {
        let key = try VerifierKey(text: Self.verifier, .cosignature)
        #expect(key.description == Self.verifier && key.id == 0xa005_9f11)
        let note = try SignedNote(parsing: Array((Self.text + "\n" + Self.line).utf8))
        let cosignature = try #require(try note.cosignature(by: key))
        #expect(cosignature.at_s == 1_679_315_147 && cosignature.witness == "witness.example.com/w1")
    }

    /// Found by fuzzing: such a name was mended, and the line that was kept was not the one that had come.
    @Test func `a signer's name that is not UTF-8 is refused`() {
        var line = Array(Self.line.utf8)
        #expect(throws: Never.self) { try SignedNote.signatures(lines: line[...]) }
        line[5] = 0xff
        #expect(throws: NoteFault.self) { try SignedNote.signatures(lines: line[...]) }
    }

    @Test func `a log's key and a witness's are not each other's`() throws {
        #expect(throws: NoteFault.self) { try VerifierKey(text: Self.verifier) }
        #expect(throws: NoteFault.self) { try VerifierKey(text: SignedNoteTests.verifier, .cosignature) }
        let note = try SignedNote(parsing: Array((Self.text + "\n" + Self.line).utf8))
        let asLog = try VerifierKey(
            name: "witness.example.com/w1", publicKey: VerifierKey(text: Self.verifier, .cosignature).publicKey)
        #expect(try note.cosignature(by: asLog) == nil)
    }

    @Test func `every changed byte of text, time or signature is found`() throws {
        let witness = try TestWitness(name: "witness.example/w", seed: 3)
        let signature = try witness.cosign(Self.text, at_s: 1_700_000_000)
        #expect(try Cosignature(signature, of: Self.text, key: witness.key).at_s == 1_700_000_000)
        for at in signature.bytes.indices {
            var bytes = signature.bytes
            bytes[at] ^= 1
            let changed = SignedNote.Signature(name: signature.name, keyID: signature.keyID, bytes: bytes)
            #expect(throws: NoteFault.self, "byte \(at)") {
                try Cosignature(changed, of: Self.text, key: witness.key)
            }
        }
        for bytes in [[], Array(signature.bytes.dropLast()), signature.bytes + [0]] {
            let changed = SignedNote.Signature(name: signature.name, keyID: signature.keyID, bytes: bytes)
            #expect(throws: NoteFault.self) { try Cosignature(changed, of: Self.text, key: witness.key) }
        }
        #expect(throws: NoteFault.self) {
            try Cosignature(signature, of: Self.text + "more\n", key: witness.key)
        }
    }

    @Test func `a time is not left out, and the latest of several counts`() throws {
        let witness = try TestWitness(name: "witness.example/w", seed: 3)
        let note = try SignedNote(text: Self.text, signatures: [witness.cosign(Self.text, at_s: 7)])
        #expect(throws: NoteFault.self) {
            try note.adding([witness.cosign(Self.text, at_s: 0)]).cosignature(by: witness.key)
        }
        let twice = try note.adding([witness.cosign(Self.text, at_s: 9), witness.cosign(Self.text, at_s: 8)])
        #expect(try twice.cosignature(by: witness.key)?.at_s == 9 && twice.signatures.count == 3)
        #expect(try twice.adding(note.signatures) == twice)
    }
}

@Suite struct AddCheckpointTests {
    @Test func `the request is laid out as the specification's example`() throws {
        let proof = KnownTree.hashes([KnownTree.leaf1, KnownTree.node23])
        let body = AddCheckpoint.body(old: 20_852_014, proof: proof, note: Array("note\n".utf8))
        let lines = String(decoding: body, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines == ["old 20852014"] + proof.map { Substring(Base64.encode($0.bytes)) } + ["", "note", ""])
        #expect(AddCheckpoint.body(old: 0, proof: [], note: [0x0a]) == Array("old 0\n\n\n".utf8))
    }

    @Test func `every answer of the specification is told apart`() throws {
        let signatures = try SignedNote.signatures(lines: Array(CosignatureTests.line.utf8)[...])
        func answer(_ status: Int, _ body: String = "", _ type: String? = nil) -> AddCheckpoint.Answer {
            AddCheckpoint.answer(status: status, contentType: type, body: Array(body.utf8))
        }
        #expect(answer(200, CosignatureTests.line) == .signed(signatures))
        #expect(answer(409, "20852014\n", "text/x.tlog.size") == .knows(size: 20_852_014))
        #expect(answer(409, "0\n", "text/x.tlog.size") == .knows(size: 0))
        #expect(answer(422) == .contradicts)
        #expect(answer(404) == .unknownLog(status: 404) && answer(403) == .unknownLog(status: 403))
        for (body, type) in [
            ("12", "text/x.tlog.size"), ("-1\n", "text/x.tlog.size"), ("012\n", "text/x.tlog.size"),
            ("12\n", "text/plain"),
            ("\n", "text/x.tlog.size"), ("99999999999999999999\n", "text/x.tlog.size"),
        ] { #expect(answer(409, body, type) == .unusable(status: 409, words: "it names no size"), "\(body)") }
        for (status, body) in [(200, ""), (200, "no line\n"), (400, ""), (500, "x"), (301, "")] {
            guard case .unusable(status, _) = answer(status, body) else {
                Issue.record("\(status)")
                continue
            }
        }
    }
}
