/// The signed statement of a log's size and root: <https://c2sp.org/tlog-checkpoint>.
package struct Checkpoint: Sendable, Hashable {
    /// The name of the log: one line, not empty.
    package let origin: String
    /// Leaves.
    package let size: Int64
    package let root: TreeHash

    package init(origin: String, size: Int64, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// The note's text. Dunlin writes no extension lines.
    package var text: String { "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n" }

    /// Extension lines are let pass unread, as the specification asks of a reader.
    package init(text: String) throws(NoteFault) {
        guard text.utf8.last == 0x0a else { throw .checkpoint("it does not end with a newline") }
        let lines = text.utf8.dropLast().split(separator: 0x0a, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard lines.count >= 3 else { throw .checkpoint("it has fewer than three lines") }
        guard lines.allSatisfy({ !$0.isEmpty }) else { throw .checkpoint("it has an empty line") }
        guard let size = Int64(lines[1]), size >= 0, String(size) == lines[1] else {
            throw .checkpoint("its second line is not a number of leaves")
        }
        guard let bytes = Base64.decode(lines[2]), let root = TreeHash(bytes: bytes) else {
            throw .checkpoint("its third line is not a root hash")
        }
        self.init(origin: lines[0], size: size, root: root)
    }

    /// The checkpoint in a note that `key` signed, of the log that has the key's name.
    package init(note bytes: [UInt8], key: VerifierKey) throws(NoteFault) {
        try self.init(note: SignedNote(parsing: bytes), key: key)
    }

    package init(note: SignedNote, key: VerifierKey) throws(NoteFault) {
        try note.verify(key)
        try self.init(text: note.text)
        guard origin.utf8.elementsEqual(key.name.utf8) else { throw .checkpoint("it is of another log than the key's") }
    }

    package func signed(by signer: NoteSigner) throws -> SignedNote { try signer.sign(text) }
}
