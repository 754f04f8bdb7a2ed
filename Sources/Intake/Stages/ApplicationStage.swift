internal import LoanBook
internal import Store

/// Applications' rows → applications of known borrowers, with a loan or without.
struct ApplicationStage: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private var seen = SeenNumbers()

    private struct Block {
        var borrowers: [Reference: BorrowerFacts.Known]
        /// Of the borrowers that the book does not know: those who were erased.
        var erased: [Reference: Int64]
        var known: [Reference: ApplicationFacts.Known]
        var fresh: [(borrower: Int64, row: ApplicationRow)] = []
        var freshReferences: Set<Reference> = []
    }

    init(batch: ImportBatch, reader: RowReader, ledger: RowLedger) {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
    }

    mutating func take(_ records: [Record]) throws {
        let rows = records.read(reader.application)
        let good = rows.compactMap(\.row)
        let borrowers = try BorrowerFacts.find(good.map(\.borrower), portfolio: batch.portfolio, in: batch.session)
        var block = Block(
            borrowers: borrowers,
            erased: try batch.erased.borrowers(good.map(\.borrower).filter { borrowers[$0] == nil }),
            known: try ApplicationFacts.find(good.map(\.reference), portfolio: batch.portfolio, in: batch.session))
        for (record, row) in zip(records, rows) {
            try ledger.enter(outcome(record, row, &block), of: record)
        }
        for id in try batch.insert(block.fresh, currency: batch.mapping.currency) { _ = seen.insert(id) }
    }

    private mutating func outcome(
        _ record: Record, _ row: ReadRow<ApplicationRow>, _ block: inout Block
    ) throws -> RowOutcome {
        switch row {
        case .failure(let fault):
            return try batch.outcome(fault, ofBorrower: reader.rejected(.borrower, record))
        case .success(let row):
            guard let borrower = block.borrowers[row.borrower]?.id else {
                return block.erased[row.borrower] != nil ? .leftOut : .rejected(.borrower, .unknownBorrower)
            }
            guard let known = block.known[row.reference] else {
                guard block.freshReferences.insert(row.reference).inserted else {
                    return .rejected(.reference, .repeatedKey)
                }
                block.fresh.append((borrower, row))
                return .accepted(.new)
            }
            guard seen.insert(known.id) else { return .rejected(.reference, .repeatedKey) }
            guard known.borrower == borrower else { return .rejected(.borrower, .otherOwner) }
            return .accepted(try batch.settle(row, currency: batch.mapping.currency, known))
        }
    }
}
