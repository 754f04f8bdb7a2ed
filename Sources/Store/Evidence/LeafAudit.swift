import Evidence

/// Opens every leaf and holds it against its row; then the store's tables against the leaves, and its law packs against
/// those that leaves name.
struct LeafAudit: Sendable {
    private let vault: Vault
    var report: AuditReport
    /// The attempts and receipts that this pass looks for.
    private let numbers: Range<Int64>
    private var attempts: NumberSet
    private var outcomes: NumberSet
    private var receipts: NumberSet
    /// The greatest number that the store's tables hold.
    private var highest: Int64 = 0
    /// Borrowers with leaves that no key opens, and those whose erasure the log records.
    private var keyless: Set<Int64> = []
    private var erased: Set<Int64> = []
    private var packs = NamedPacks()

    init(vault: Vault, report: AuditReport, numbers: Range<Int64>) {
        self.vault = vault
        self.report = report
        self.numbers = numbers
        (attempts, outcomes, receipts) = (NumberSet(numbers), NumberSet(numbers), NumberSet(numbers))
    }

    /// The pass that looks for the next numbers; nil when this was the last.
    var following: LeafAudit? {
        guard highest >= numbers.upperBound else { return nil }
        let end = numbers.upperBound + Int64(numbers.count)
        return LeafAudit(vault: vault, report: report, numbers: numbers.upperBound..<end)
    }

    /// The first pass alone counts, and finds fault with the leaves themselves.
    private var isFirst: Bool { numbers.lowerBound == 0 }

    mutating func take(_ leaf: StoredLeaf) {
        guard isFirst else {
            do {
                if let content = try open(leaf, try LeafRecord(decoding: leaf.bytes)) { remember(content) }
            } catch { return }
            return
        }
        let place = "leaf \(leaf.index)"
        do throws(LeafFault) {
            let record = try LeafRecord(decoding: leaf.bytes)
            report.kinds[record.kind, default: 0] += 1
            guard record.kind.rawValue == leaf.kind, record.at_ms == leaf.at_ms else {
                throw .place("kind or time of its row in the store is not the leaf's")
            }
            guard let content = try open(leaf, record) else {
                report.erased += 1
                return
            }
            report.opened += 1
            remember(content)
            try packs.add(content.record)
        } catch { report.add(place, error.description) }
    }

    /// Nil where the key was destroyed.
    private mutating func open(_ leaf: StoredLeaf, _ record: LeafRecord) throws(LeafFault) -> LeafContent? {
        if let borrower = leaf.borrower, leaf.owner?.key == nil {
            keyless.insert(borrower)
            return nil
        }
        let plain: [UInt8]
        do {
            plain =
                try leaf.owner?.key?.open(record.box, context: EvidenceLog.context)
                ?? vault.openStore(record.box, context: EvidenceLog.context)
        } catch { throw .place("its seal does not open with its key") }
        let content = try LeafContent(plainText: plain, of: record)
        guard content.borrower?.number ?? 0 == leaf.number else {
            throw .place("the number of its row in the store is not the leaf's")
        }
        guard content.borrower?.reference == leaf.owner?.reference,
            content.borrower?.portfolio == leaf.owner?.portfolio
        else { throw .place("it tells of another borrower than its row in the store") }
        return content
    }

    private mutating func remember(_ content: LeafContent) {
        if let attempt = content.record["attempt"]?.integer {
            if content.kind == .attempt { attempts.insert(attempt) } else { outcomes.insert(attempt) }
        }
        if content.kind == .erasure, let subject = content.record["subject"]?.integer,
            case .list(let classes)? = content.record["classes"],
            classes.contains(where: { $0.text == Retention.record.word })
        {
            erased.insert(subject)
        }
        if content.kind == .receipt, let receipt = content.record["receipt"]?.integer { receipts.insert(receipt) }
    }

    mutating func finish(from first: Int64, in session: any SQLSession) throws {
        let end = try EvidenceLog.size(in: session)
        for start in stride(from: first, to: end, by: Tile.fullWidth) {
            let page = min(start + Int64(Tile.fullWidth), end)
            for leaf in try StoredLeaf.load(from: start, below: page, in: session, vault: vault) { take(leaf) }
        }
        if isFirst {
            for borrower in keyless.subtracting(erased).sorted() {
                report.add("borrower \(borrower)", "the key of its leaves is gone, and no erasure of it is recorded")
            }
            try checkNumbers(session)
            try checkPacks(session)
        }
        try checkAttempts(session)
        try checkReceipts(session)
    }

    /// Every borrower's own numbers run from 1 without a gap. Answered from the index alone.
    private mutating func checkNumbers(_ session: any SQLSession) throws {
        try session.query(
            """
            SELECT borrower, count(*), min(number), max(number) FROM leaf WHERE borrower IS NOT NULL
            GROUP BY borrower HAVING min(number) <> 1 OR max(number) <> count(*)
            """, []
        ) {
            report.add(
                "borrower \($0.integer(0))",
                "its \($0.integer(1)) leaves are numbered \($0.integer(2)) to \($0.integer(3)): some are missing")
        }
    }

    /// Every pack is the one of its hash, and none is missing of which leaves tell rules by name.
    private mutating func checkPacks(_ session: any SQLSession) throws {
        var missing = packs.hashes.filter(\.value)
        try session.query("SELECT hash, text FROM pack", []) {
            let pack = ExportFile.Pack(hash: $0.text(0), text: $0.text(1))
            missing[pack.hash] = nil
            if !pack.isSound { report.add("pack \(pack.hash)", "its text in the store is not the one of its hash") }
        }
        for hash in missing.keys.sorted() { report.add("pack \(hash)", "leaves name it, and the store lacks its text") }
    }

    /// Every attempt has its leaf, and one more when its outcome is known. State 1 is `written`.
    private mutating func checkAttempts(_ session: any SQLSession) throws {
        try session.query(
            """
            SELECT a.id, a.state, k.borrower FROM attempt a
            LEFT JOIN borrower_key k ON k.borrower = a.borrower AND k.retention = ?
            """, [.integer(Retention.record.rawValue)]
        ) {
            let attempt = $0.integer(0)
            highest = max(highest, attempt)
            guard numbers.contains(attempt) else { return }
            report.attempts += 1
            // Erased: its leaves cannot be read.
            guard !$0.isNull(2) else { return }
            if !attempts.contains(attempt) { report.add("attempt \(attempt)", "it has no leaf") }
            if $0.integer(1) != 1, !outcomes.contains(attempt) {
                report.add("attempt \(attempt)", "its outcome has no leaf")
            }
        }
    }

    private mutating func checkReceipts(_ session: any SQLSession) throws {
        try session.query(
            """
            SELECT r.id, r.borrower, k.borrower FROM receipt r
            LEFT JOIN borrower_key k ON k.borrower = r.borrower AND k.retention = ?
            """, [.integer(Retention.record.rawValue)]
        ) {
            highest = max(highest, $0.integer(0))
            guard numbers.contains($0.integer(0)) else { return }
            report.receipts += 1
            let isErased = !$0.isNull(1) && $0.isNull(2)
            if !isErased, !receipts.contains($0.integer(0)) { report.add("receipt \($0.integer(0))", "it has no leaf") }
        }
    }
}
