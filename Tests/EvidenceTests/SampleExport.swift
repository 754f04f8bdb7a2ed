import Evidence

/// A small log of two borrowers' leaves, and the export of the first; its last leaf closes it.
struct SampleExport {
    static let others = 5
    let signer: NoteSigner
    var header: ExportFile.Header
    var leaves: [ExportFile.Leaf] = []
    /// A leaf of the same log that has the same number as the second of the export.
    private(set) var twin: ExportFile.Leaf?

    init(leaves count: Int = 4) throws {
        signer = try NoteSigner(name: "dunlin.example/sample", seed: [UInt8](repeating: 7, count: 32))
        var plain: [[UInt8]] = []
        var all: [[UInt8]] = []
        var closing = ClosingLeaf()
        for index in 0..<count * Self.others {
            let isTwin = index == Self.others + 3
            let isMine = index % Self.others == 2
            let isLast = isMine && index / Self.others == count - 1
            let subject = LeafContent.Subject(
                portfolio: "north", reference: isMine || isTwin ? "B-17" : "B-99",
                number: Int64(index / Self.others + 1))
            let words: [(String, LeafValue)] = [
                ("attempt", .integer(Int64(index))), ("text", "Höflich \"bitte\""),
            ]
            let content = LeafContent(
                at_ms: 1_763_668_800_000 + Int64(index), kind: isLast ? .export : index % 2 == 0 ? .attempt : .receipt,
                borrower: subject, record: .object(isLast ? closing.record : words))
            plain.append(try content.plainText(salt: [UInt8](repeating: UInt8(index), count: 16)))
            all.append(
                try LeafRecord(
                    id: [UInt8](repeating: UInt8(index), count: 16), at_ms: content.at_ms,
                    commitment: LeafContent.commitment(plain[index]), kind: content.kind,
                    box: [UInt8](repeating: 0xee, count: 40)
                ).encode())
            if isMine { closing.add(all[index]) }
        }
        let tree = NaiveTree(all.map { TreeHash.leaf($0) })
        let size = Int64(all.count)
        let checkpoint = Checkpoint(origin: signer.key.name, size: size, root: tree.root(0..<all.count))
        header = try ExportFile.Header(
            portfolio: "north", borrower: "B-17", checkpoint: checkpoint.signed(by: signer).bytes)
        func leaf(_ index: Int) throws -> ExportFile.Leaf {
            ExportFile.Leaf(
                index: Int64(index), bytes: all[index], plainText: plain[index],
                proof: try MerkleTree.inclusionProof(index: Int64(index), size: size, tree.read))
        }
        if count > 1 { twin = try leaf(Self.others + 3) }
        leaves = try stride(from: 2, to: all.count, by: Self.others).map(leaf)
    }

    var file: [UInt8] {
        var file = ExportFile.begin(header)
        for (number, leaf) in leaves.enumerated() { file += ExportFile.line(leaf, isFirst: number == 0) }
        return file + ExportFile.end(header)
    }
}
