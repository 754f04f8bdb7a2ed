import Evidence

extension FuzzTarget {
    static let evidence = [
        FuzzTarget("canonical-json", seeds: jsonSeeds) { input in
            guard let value = try? CanonicalJSON.decode(input) else { return }
            demand((try? CanonicalJSON.encode(value)) == input, "it is not written as it was read")
        },
        FuzzTarget("note", seeds: noteSeeds) { input in
            if let note = try? SignedNote(parsing: input) {
                demand(note.bytes == input, "a note has two spellings")
                try? note.verify(sample.key)
                if let checkpoint = try? Checkpoint(text: note.text) {
                    demand(note.text.hasPrefix(checkpoint.text), "a checkpoint has two spellings")
                }
            }
            if let signatures = try? SignedNote.signatures(lines: input[...]),
                let note = try? SignedNote(text: "t\n", signatures: signatures)
            {
                demand(note.bytes == Array("t\n\n".utf8) + input, "a signature has two spellings")
            }
            for kind in [VerifierKey.Kind.signature, .cosignature] {
                guard let key = try? VerifierKey(text: text(input), kind) else { continue }
                demand(key.description == text(input), "a key has two spellings")
            }
        },
        FuzzTarget("export-file", seeds: { [sample.export] }) { input in
            guard (try? ExportFile.verify(input, key: sample.key)) != nil else { return }
            demand(input == sample.export, "another file than the one that was signed is valid")
        },
        FuzzTarget("leaf", seeds: { sample.leaves }) { input in
            guard let leaf = try? LeafRecord(decoding: input) else { return }
            demand((try? leaf.encode()) == input, "it is not written as it was read")
        },
        FuzzTarget("time-stamp", seeds: { [] }) { input in
            guard let token = try? TimeStampToken(der: input) else { return }
            demand(token.der == input && token.digest.count < input.count, "it holds more than it was given")
        },
        FuzzTarget("tile", seeds: tileSeeds) { input in
            if let tile = Tile(path: text(input)) {
                demand(tile.path == text(input), "a tile has two names")
                _ = try? TileHashes.decode(input, tile)
            }
            if let entries = try? EntryBundle.decode(input, path: "t") {
                var again: [UInt8] = []
                for entry in entries { try? EntryBundle.append(Array(entry), to: &again) }
                demand(again == input, "a bundle is not written as it was read")
            }
        },
    ]

    private static let sample = SampleLog()

    @Sendable private static func jsonSeeds() -> [[UInt8]] {
        [
            "{\"a\":[1,-2,null,true,false],\"b\":{\"c\":\"\\u0001\\n\\\"\\\\\"},\"d\":\"é\"}", "[]", "{}", "\"\"",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "-9223372036854775808",
            "{\"a\":1,\"a\":2}",
        ].map { Array($0.utf8) }
    }

    @Sendable private static func noteSeeds() -> [[UInt8]] {
        let note = sample.note
        return [note, Array(sample.key.description.utf8), Array(note.drop { $0 != 0xE2 })]
    }

    @Sendable private static func tileSeeds() -> [[UInt8]] {
        ["tile/0/000", "tile/entries/x001/234.p/17", "tile/3/x001/x234/067"].map { Array($0.utf8) }
            + [sourceFile("Tests/Fixtures/version1/evidence/tile/entries/000.p/2")]
    }
}

/// A log of three leaves of one borrower, signed, and their export.
struct SampleLog: Sendable {
    private(set) var leaves: [[UInt8]] = []
    private(set) var note: [UInt8] = []
    private(set) var export: [UInt8] = []
    let key: VerifierKey

    init() {
        do {
            let signer = try NoteSigner(name: "dunlin.example/fuzz", seed: [UInt8](repeating: 7, count: 32))
            key = signer.key
            var plain: [[UInt8]] = []
            var closing = ClosingLeaf()
            for index in 0..<3 {
                let content = LeafContent(
                    at_ms: 1_763_668_800_000 + Int64(index), kind: index == 2 ? .export : .attempt,
                    borrower: .init(portfolio: "north", reference: "B-17", number: Int64(index + 1)),
                    record: .object(index == 2 ? closing.record : [("text", "Höflich \"bitte\"")]))
                plain.append(try content.plainText(salt: [UInt8](repeating: UInt8(index), count: 16)))
                leaves.append(
                    try LeafRecord(
                        id: [UInt8](repeating: UInt8(index), count: 16), at_ms: content.at_ms,
                        commitment: LeafContent.commitment(plain[index]), kind: content.kind, box: [1, 2, 3]
                    ).encode())
                closing.add(leaves[index])
            }
            let hashes = leaves.map { TreeHash.leaf($0) }
            func read(_ level: Int, _ index: Int64) -> TreeHash {
                level == 0
                    ? hashes[Int(index)] : TreeHash.node(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))
            }
            let root = try MerkleTree.root(size: 3, read)
            note = try Checkpoint(origin: key.name, size: 3, root: root).signed(by: signer).bytes
            let header = ExportFile.Header(portfolio: "north", borrower: "B-17", checkpoint: note)
            export = ExportFile.begin(header)
            for index in 0..<3 {
                export += ExportFile.line(
                    ExportFile.Leaf(
                        index: Int64(index), bytes: leaves[index], plainText: plain[index],
                        proof: try MerkleTree.inclusionProof(index: Int64(index), size: 3, read)), isFirst: index == 0)
            }
            export += ExportFile.end(header)
        } catch { preconditionFailure("the sample is not made: \(error)") }
    }
}
