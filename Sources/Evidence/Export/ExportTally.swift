/// Checks an export's leaves one after another and counts them.
struct ExportTally {
    let header: ExportFile.Header
    let checkpoint: Checkpoint
    private(set) var count: Int64 = 0
    private var kinds: [LeafKind: Int64] = [:]
    private var lastIndex: Int64 = -1
    private var first_ms: Int64 = 0
    private var last_ms: Int64 = 0
    private var outOfOrder: [Int64] = []
    private var closing = ClosingLeaf()
    private(set) var packs = NamedPacks()
    /// Whether the last leaf closes an export.
    private(set) var isClosed = false

    init(header: ExportFile.Header, checkpoint: Checkpoint) {
        self.header = header
        self.checkpoint = checkpoint
    }

    func report(checkpointText: String, cosignatures: [Cosignature], otherSignatures: Int) -> ExportReport {
        ExportReport(
            origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root, portfolio: header.portfolio,
            borrower: header.borrower, leaves: count, kinds: kinds, first_ms: first_ms, last_ms: last_ms,
            outOfOrder: outOfOrder, isClosed: isClosed, checkpointText: checkpointText, cosignatures: cosignatures,
            otherSignatures: otherSignatures, packs: namedPacks, timeStamps: header.timeStamps)
    }

    private var namedPacks: [ExportReport.Pack] {
        let texts = header.packs.map { ($0.hash, $0.text?.utf8.count) }
        let bytes = Dictionary(texts) { first, _ in first }
        return packs.names.sorted { ($0.key, $0.version, $0.hash) < ($1.key, $1.version, $1.hash) }.map {
            ExportReport.Pack(name: $0, bytes: bytes[$0.hash] ?? nil)
        }
    }

    mutating func add(_ leaf: ExportFile.Leaf) throws(LeafFault) {
        guard leaf.index < checkpoint.size, leaf.index > lastIndex else { throw .place("its index is out of order") }
        guard
            MerkleTree.isIncluded(
                .leaf(leaf.bytes), index: leaf.index, size: checkpoint.size, root: checkpoint.root, proof: leaf.proof)
        else { throw .place("its bytes, index and proof do not lead to the checkpoint's root") }
        let record = try LeafRecord(decoding: leaf.bytes)
        let content = try LeafContent(plainText: leaf.plainText, of: record)
        guard let subject = content.borrower else { throw .place("it tells of no borrower") }
        guard subject.portfolio.utf8.elementsEqual(header.portfolio.utf8),
            subject.reference.utf8.elementsEqual(header.borrower.utf8)
        else {
            throw .place("it tells of another borrower than the file's")
        }
        guard subject.number == count + 1 else {
            throw .place("its number is \(subject.number); a leaf is missing or out of order")
        }
        guard header.format == .cited || content.record["allowed"] == nil else {
            throw .place("it tells of rules by name, and a file of this form does not hold their packs")
        }
        try packs.add(content.record)
        isClosed = content.kind == .export
        // Earlier exports closed their files too: each must have had the same leaves before it.
        if isClosed, !closing.isRecord(content.record) {
            throw .place("it closes another list of leaves than the file's")
        }
        closing.add(leaf.bytes)
        if count == 0 { first_ms = content.at_ms } else if content.at_ms < last_ms { outOfOrder.append(count + 1) }
        count += 1
        kinds[content.kind, default: 0] += 1
        last_ms = content.at_ms
        lastIndex = leaf.index
    }
}
