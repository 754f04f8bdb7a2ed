import Evidence

/// A small log of two borrowers' leaves, and the export of the first.
struct SampleExport {
    static let others = 5
    let signer: NoteSigner
    var header: ExportFile.Header
    var leaves: [ExportFile.Leaf] = []

    init(leaves count: Int = 4) throws {
        signer = try NoteSigner(name: "dunlin.example/sample", seed: [UInt8](repeating: 7, count: 32))
        var plain: [[UInt8]] = []
        var all: [[UInt8]] = []
        for index in 0..<count * Self.others {
            let mine = index % Self.others == 2
            let subject = LeafContent.Subject(
                portfolio: "north", reference: mine ? "B-17" : "B-99", number: Int64(index / Self.others + 1))
            let content = LeafContent(
                at_ms: 1_763_668_800_000 + Int64(index), kind: index % 2 == 0 ? .attempt : .receipt,
                borrower: subject,
                record: .object([("attempt", .integer(Int64(index))), ("text", "Höflich \"bitte\"")]))
            plain.append(try content.plainText(salt: [UInt8](repeating: UInt8(index), count: 16)))
            all.append(
                try LeafRecord(
                    id: [UInt8](repeating: UInt8(index), count: 16), at_ms: content.at_ms,
                    commitment: LeafContent.commitment(plain[index]), kind: content.kind,
                    box: [UInt8](repeating: 0xee, count: 40)
                ).encode())
        }
        let tree = NaiveTree(all.map { TreeHash.leaf($0) })
        let size = Int64(all.count)
        let checkpoint = Checkpoint(origin: signer.key.name, size: size, root: tree.root(0..<all.count))
        header = try ExportFile.Header(
            portfolio: "north", borrower: "B-17", checkpoint: checkpoint.signed(by: signer).bytes)
        for index in stride(from: 2, to: all.count, by: Self.others) {
            leaves.append(
                ExportFile.Leaf(
                    index: Int64(index), bytes: all[index], plainText: plain[index],
                    proof: try MerkleTree.inclusionProof(index: Int64(index), size: size, tree.read)))
        }
    }

    var file: [UInt8] {
        var file = ExportFile.begin(header)
        for (number, leaf) in leaves.enumerated() { file += ExportFile.line(leaf, isFirst: number == 0) }
        return file + ExportFile.end(header)
    }
}
