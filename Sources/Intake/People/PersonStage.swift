internal import LoanBook
internal import Store

/// Facts that a kind of file tells of borrowers, block by block.
protocol PersonFacts: SendableMetatype {
    associatedtype Row: PersonRow

    static func read(_ record: Record, by reader: RowReader) throws(RowFault) -> Row
    /// What the store holds of a block's rows.
    mutating func open(_ rows: [(borrower: Int64, row: Row)]) throws
    mutating func take(_ row: Row, of borrower: Int64) throws -> RowOutcome
    /// Writes what the block adds.
    mutating func close() throws
}

/// Rows that name a borrower → facts about them. Rows of borrowers who were erased are left out.
struct PersonStage<Facts: PersonFacts>: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private var facts: Facts

    init(batch: ImportBatch, reader: RowReader, ledger: RowLedger, facts: Facts) {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
        self.facts = facts
    }

    mutating func take(_ records: [Record]) throws {
        let rows = try read(records)
        // A rejected row is kept in a file, to be corrected: not so what tells of somebody who was erased.
        let names = zip(records, rows).compactMap { $1.row?.borrower ?? reader.rejected(.borrower, $0) }
        let known = try BorrowerFacts.find(names, portfolio: batch.portfolio, in: batch.session)
        let erased = try batch.erased.borrowers(names.filter { known[$0] == nil })
        try facts.open(rows.compactMap { row in row.row.flatMap { row in known[row.borrower].map { ($0.id, row) } } })
        for (record, row) in zip(records, rows) {
            try ledger.enter(outcome(record, row, known, erased), of: record)
        }
        try facts.close()
    }

    /// Telephone numbers take most of the time, so rows are read on all cores.
    private func read(_ records: [Record]) throws -> [ReadRow<Facts.Row>] {
        let reader = reader
        return try records.parallelMap { record in
            do throws(RowFault) {
                return .success(try Facts.read(record, by: reader))
            } catch {
                return .failure(error)
            }
        }
    }

    private mutating func outcome(
        _ record: Record, _ row: ReadRow<Facts.Row>, _ known: [Reference: BorrowerFacts.Known],
        _ erased: [Reference: Int64]
    ) throws -> RowOutcome {
        switch row {
        case .failure(let fault):
            let name = reader.rejected(.borrower, record)
            return name.map { erased[$0] != nil } ?? false ? .leftOut : .rejected(fault)
        case .success(let row):
            guard let borrower = known[row.borrower]?.id else {
                return erased[row.borrower] != nil ? .leftOut : .rejected(.borrower, .unknownBorrower)
            }
            return try facts.take(row, of: borrower)
        }
    }
}

/// The addresses of a block's borrowers, found by what a row says.
struct KnownAddresses {
    private let vault: Vault
    private var points: [Int64: [ListedContactPoints.Known]] = [:]

    init(vault: Vault) { self.vault = vault }

    mutating func open(_ borrowers: [Int64], in session: any SQLSession) throws {
        points = try ListedContactPoints.of(borrowers, in: session)
    }

    /// Nil when the borrower has no such address. On one channel, where it is given.
    func find(_ address: String, of borrower: Int64, by channel: Channel? = nil) -> ListedContactPoints.Known? {
        let lookup = vault.lookup(address)
        return points[borrower]?.first {
            lookup.matches($0.lookup) && (channel == nil || $0.channel == channel)
        }
    }

    /// The borrower's own first usable number for messages; else the first of any standing.
    func own(of borrower: Int64) -> ListedContactPoints.Known? {
        let own = (points[borrower] ?? []).filter { $0.owner == .borrower && $0.channel == .sms }
        return own.first { $0.standing == .usable } ?? own.first
    }

    mutating func note(_ point: ListedContactPoints.Known) {
        points[point.borrower, default: []].removeAll { $0.id == point.id }
        points[point.borrower, default: []].append(point)
    }
}
