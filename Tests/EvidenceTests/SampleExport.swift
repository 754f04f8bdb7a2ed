import Crypto
import Evidence

/// A small log of two borrowers' leaves, and the export of the first; its last leaf closes it. The first of them tells of
/// rules by name, the third of every rule in full, as earlier versions did; the store lacks the text of one pack of the
/// third's.
struct SampleExport {
    static let others = 5
    static let house = "pack: house\nversion: \"1\"\nrules: []  # Höflich\n"
    static let state = "pack: xx\r\nversion: \"2\"\r\n"
    static func hash(_ text: String) -> String { Hexadecimal.encode(Array(SHA256.hash(data: Array(text.utf8)))) }
    /// Of a pack whose text is nowhere.
    static let lost = hash("lost")

    let signer: NoteSigner
    var header: ExportFile.Header
    var leaves: [ExportFile.Leaf] = []
    /// A leaf of the same log that has the same number as the second of the export.
    private(set) var twin: ExportFile.Leaf?

    /// - Parameter isLean: whether rules stand in leaves by name; if not the file is of the second form.
    init(leaves count: Int = 4, isLean: Bool = true) throws {
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
            let words: [(String, LeafValue)] =
                [("attempt", .integer(Int64(index))), ("text", "Höflich \"bitte\"")]
                + Self.grounds(index / Self.others, isMine, isLean)
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
            format: isLean ? .cited : .closed, portfolio: "north", borrower: "B-17",
            checkpoint: checkpoint.signed(by: signer).bytes)
        func leaf(_ index: Int) throws -> ExportFile.Leaf {
            ExportFile.Leaf(
                index: Int64(index), bytes: all[index], plainText: plain[index],
                proof: try MerkleTree.inclusionProof(index: Int64(index), size: size, tree.read))
        }
        if count > 1 { twin = try leaf(Self.others + 3) }
        leaves = try stride(from: 2, to: all.count, by: Self.others).map(leaf)
        guard isLean, count > 1 else { return }
        var packs = [Self.house, Self.state].map { ExportFile.Pack(hash: Self.hash($0), text: $0) }
        if count > 3 { packs.append(.init(hash: Self.lost, text: nil)) }
        header.packs = packs.sorted { $0.hash < $1.hash }
    }

    /// What a leaf of the export says of rules.
    private static func grounds(_ place: Int, _ isMine: Bool, _ isLean: Bool) -> [(String, LeafValue)] {
        func pack(_ key: String, _ hash: String) -> LeafValue {
            .object([("key", .text(key)), ("version", "1"), ("hash", .text(hash))])
        }
        switch (place, isMine) {
        case (0, true):
            let allowed: [(String, LeafValue)] = isLean ? [("allowed", .list(["house/hours", "xx/a/b"]))] : []
            return allowed + [("packs", .list([pack("house", hash(house)), pack("xx", hash(state))]))]
        case (2, true):
            return [("packs", .list([pack("engine", ""), pack("house", hash(house)), pack("lost", lost)]))]
        default: return []
        }
    }

    var file: [UInt8] {
        var file = ExportFile.begin(header)
        for (number, leaf) in leaves.enumerated() { file += ExportFile.line(leaf, isFirst: number == 0) }
        return file + ExportFile.end(header)
    }
}
