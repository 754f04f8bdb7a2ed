internal import CivilTime
internal import LoanBook
internal import Store

/// Instalments' rows → schedules of known loans. The key of a row is loan and number.
struct InstalmentStage: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private var seen = SeenNumbers()

    private struct Block {
        var places: [Reference: LoanFacts.Place]
        /// Of the loans that the book does not know: those of borrowers who were erased.
        var erased: Set<Reference>
        var known: [InstalmentFacts.Key: InstalmentFacts.Known]
        var fresh: [(place: LoanFacts.Place, instalment: Instalment)] = []
        var freshKeys: Set<InstalmentFacts.Key> = []
    }

    init(batch: ImportBatch, reader: RowReader, ledger: RowLedger) {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
    }

    mutating func take(_ records: [Record]) throws {
        let rows = records.read(reader.instalment)
        let loans = rows.compactMap(\.row?.loan).withoutRuns
        let places = try LoanFacts.places(loans, portfolio: batch.portfolio, in: batch.session)
        let borrowers = loans.compactMap { places[$0]?.borrower }.withoutRuns
        var block = Block(
            places: places, erased: try batch.erased.loans(loans.filter { places[$0] == nil }),
            known: try InstalmentFacts.find(borrowers: borrowers, in: batch.session))
        for (record, row) in zip(records, rows) {
            switch try outcome(row, &block) {
            case .accepted(let change): ledger.accept(change)
            case .rejected(let fault): try ledger.reject(record, fault)
            case .leftOut: ledger.leaveOut()
            }
        }
        try insert(block.fresh)
    }

    private mutating func outcome(_ row: ReadRow<InstalmentRow>, _ block: inout Block) throws -> RowOutcome {
        switch row {
        case .failure(let fault): return .rejected(fault)
        case .success(let row):
            guard let place = block.places[row.loan] else {
                return block.erased.contains(row.loan) ? .leftOut : .rejected(.loan, .unknownLoan)
            }
            let key = InstalmentFacts.Key(loan: place.loan, number: row.instalment.number)
            guard let known = block.known[key] else {
                guard block.freshKeys.insert(key).inserted else { return .rejected(.number, .repeatedKey) }
                block.fresh.append((place, row.instalment))
                return .accepted(.new)
            }
            guard seen.insert(known.id) else { return .rejected(.number, .repeatedKey) }
            return .accepted(try settle(row.instalment, place, known))
        }
    }

    private func settle(
        _ instalment: Instalment, _ place: LoanFacts.Place, _ known: InstalmentFacts.Known
    ) throws -> RowLedger.Change {
        if instalment == known.instalment { return .unchanged }
        if try batch.isStale(against: known.batch) { return .stale }
        try batch.revise(
            "instalment", subject: known.id, borrower: place.borrower, batchBefore: known.batch, retention: .record,
            before: [
                ("loan", "\(place.loan)"), ("number", "\(known.instalment.number)"),
                ("due_on", "\(known.instalment.dueOn.daysSinceEpoch)"), ("amount", "\(known.instalment.amountMinor)"),
                ("generation", "\(known.generation)"),
            ])
        let isRescheduled = instalment.dueOn != known.instalment.dueOn
        try InstalmentFacts.update(
            place, instalment, generation: known.generation + (isRescheduled ? 1 : 0), batch: batch.id,
            in: batch.session)
        return .revised
    }

    private mutating func insert(_ fresh: [(place: LoanFacts.Place, instalment: Instalment)]) throws {
        guard !fresh.isEmpty else { return }
        var id = try Numbers.take("instalment", Int64(fresh.count), in: batch.session)
        var rows: [(place: LoanFacts.Place, id: Int64, instalment: Instalment)] = []
        rows.reserveCapacity(fresh.count)
        for (place, instalment) in fresh {
            rows.append((place, id, instalment))
            _ = seen.insert(id)
            id += 1
        }
        try InstalmentFacts.insert(rows, batch: batch.id, in: batch.session)
    }
}

extension Array where Element: Equatable {
    /// One element for each run of equal ones: rows of one loan stand together in most files.
    var withoutRuns: [Element] {
        var result: [Element] = []
        for element in self where element != result.last { result.append(element) }
        return result
    }
}
