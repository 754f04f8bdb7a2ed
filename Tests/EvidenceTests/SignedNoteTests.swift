import Evidence
import Testing

@Suite struct SignedNoteTests {
    /// The example key, seed and note of golang.org/x/mod/sumdb/note.
    static let verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    static let line =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    static let note = Array((text + "\n" + line).utf8)

    @Test func `the known key reads, and writes itself again`() throws {
        let key = try VerifierKey(text: Self.verifier)
        #expect(key.name == "PeterNeumann" && key.id == 0xc74f_20a3)
        #expect(key.description == Self.verifier)
    }

    @Test func `the known note verifies, and signing makes the same bytes`() throws {
        let key = try VerifierKey(text: Self.verifier)
        let note = try SignedNote(parsing: Self.note)
        #expect(note.text == Self.text)
        try note.verify(key)
        let whole = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
        let secret = try #require(Base64.decode(String(whole.dropFirst("PRIVATE+KEY+PeterNeumann+c74f20a3+".count))))
        let signer = try NoteSigner(name: "PeterNeumann", seed: Array(secret.dropFirst()))
        #expect(signer.key == key)
        #expect(try signer.sign(Self.text).bytes == Self.note)
    }

    @Test func `every changed byte of a note is found`() throws {
        let key = try VerifierKey(text: Self.verifier)
        for at in Self.note.indices {
            for bit in 0..<8 {
                var changed = Self.note
                changed[at] ^= 1 << UInt8(bit)
                #expect(throws: (any Error).self, "byte \(at) bit \(bit)") {
                    try SignedNote(parsing: changed).verify(key)
                }
            }
        }
    }

    @Test func `no part of a verifier key is a verifier key`() {
        let letters = Array(Self.verifier)
        for end in 0..<letters.count {
            #expect(throws: NoteFault.self) { try VerifierKey(text: String(letters[..<end])) }
            #expect(throws: NoteFault.self) { try VerifierKey(text: String(letters[(end + 1)...])) }
        }
        for at in letters.indices {
            var changed = letters
            changed[at] = changed[at] == "A" ? "B" : "A"
            #expect(throws: NoteFault.self) { try VerifierKey(text: String(changed)) }
        }
    }

    @Test func `signatures of unknown keys are ignored, a false one of a known key is not`() throws {
        let key = try VerifierKey(text: Self.verifier)
        let other = "— other.example/log AAAAAQID\n"
        try SignedNote(parsing: Array((Self.text + "\n" + other + Self.line).utf8)).verify(key)
        #expect(throws: NoteFault.noKnownSignature(key: "PeterNeumann")) {
            try SignedNote(parsing: Array((Self.text + "\n" + other).utf8)).verify(key)
        }
        #expect(throws: NoteFault.wrongSignature(key: "PeterNeumann")) {
            try SignedNote(parsing: Array((Self.text + "\n" + Self.line + "— PeterNeumann x08go/AA\n").utf8)).verify(
                key)
        }
    }

    @Test(arguments: [
        "", "\n", "\n\n", "text\n", "text\n\n", "text\n\nnot a signature\n", "text\n\n— name\n", "text\n\n— name \n",
        "text\n\n— name AAAA\n", "text\n\n— name AAAAAAA\n", "text\n\n— a b AAAAAAAA\n", "text\n\n— a+b AAAAAAAA\n",
        "text\n\n— name AAAAAAAA", "te\u{0}xt\n\n— name AAAAAAAA\n", "te\rxt\n\n— name AAAAAAAA\n",
        "text\n\n-- name AAAAAAAA\n", "text\n\n— name AAAAAAAA\n\n",
    ]) func `what is no note is refused`(text: String) {
        #expect(throws: NoteFault.self) { try SignedNote(parsing: Array(text.utf8)) }
    }

    @Test func `a note has limits, and must be UTF-8`() {
        let many = "t\n\n" + String(repeating: "— name AAAAAAAA\n", count: SignedNote.mostSignatures + 1)
        #expect(throws: NoteFault.tooManySignatures(limit: 64)) { try SignedNote(parsing: Array(many.utf8)) }
        let long = [UInt8](repeating: 0x41, count: SignedNote.longest_bytes + 1)
        #expect(throws: NoteFault.tooLong(bytes: 65_537, limit: 65_536)) { try SignedNote(parsing: long) }
        #expect(throws: NoteFault.self) { try SignedNote(parsing: [0xff, 0x0a] + Self.note) }
    }

    @Test(arguments: ["", "two words", "plus+sign", "tab\tname", "nul\u{0}", "no\u{a0}break"])
    func `a key's name has no space and no plus`(name: String) {
        #expect(throws: NoteFault.keyName) {
            try NoteSigner(name: name, seed: [UInt8](repeating: 1, count: NoteSigner.seedLength))
        }
    }
}

@Suite struct CheckpointTests {
    @Test func `a checkpoint is signed, read and held to its log`() throws {
        let signer = try NoteSigner(name: "dunlin.example/one", seed: [UInt8](repeating: 1, count: 32))
        let checkpoint = Checkpoint(origin: "dunlin.example/one", size: 8, root: KnownTree.roots[8])
        let note = try checkpoint.signed(by: signer).bytes
        #expect(try Checkpoint(note: note, key: signer.key) == checkpoint)
        let stranger = try NoteSigner(name: "dunlin.example/one", seed: [UInt8](repeating: 2, count: 32))
        #expect(throws: NoteFault.noKnownSignature(key: "dunlin.example/one")) {
            try Checkpoint(note: note, key: stranger.key)
        }
        let elsewhere = try Checkpoint(origin: "dunlin.example/two", size: 8, root: .empty).signed(by: signer).bytes
        #expect(throws: NoteFault.checkpoint("it is of another log than the key's")) {
            try Checkpoint(note: elsewhere, key: signer.key)
        }
    }

    @Test(arguments: ["08", "-1", "+8", "", "8 ", "0x8", "99999999999999999999"])
    func `a size has one spelling`(size: String) {
        let root = Base64.encode(TreeHash.empty.bytes)
        #expect(throws: NoteFault.self) { try Checkpoint(text: "origin\n\(size)\n\(root)\n") }
        #expect(throws: Never.self) { try Checkpoint(text: "origin\n8\n\(root)\nextension\n") }
    }

    @Test(arguments: ["", "\n", "o\n1\n", "o\n1\nAAAA\n", "o\n1\n\n", "\n1\nAAAA\n", "o\n1\nAAAA"])
    func `what is no checkpoint is refused`(text: String) {
        #expect(throws: NoteFault.self) { try Checkpoint(text: text) }
    }
}
