internal import LoanBook
internal import Store

/// Rows of facts about known loans that have a reference of their own: promises, failed payments.
struct LoanFactStage<Row: LoanFactRow>: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private let parse: (Record) throws(RowFault) -> Row
    private var seen = SeenNumbers()

    private struct Block {
        var places: [Reference: LoanFacts.Place]
        /// Of the loans that the book does not know: those of borrowers who were erased.
        var erased: Set<Reference>
        var known: [Reference: LoanFactTable.Known]
        var fresh: [(place: LoanFacts.Place, row: Row)] = []
        var freshReferences: Set<Reference> = []
    }

    init(
        batch: ImportBatch, reader: RowReader, ledger: RowLedger,
        _ parse: @escaping (Record) throws(RowFault) -> Row
    ) {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
        self.parse = parse
    }

    mutating func take(_ records: [Record]) throws {
        let rows = records.read(parse)
        let good = rows.compactMap(\.row)
        let loans = good.map(\.loan).withoutRuns
        let places = try LoanFacts.places(loans, portfolio: batch.portfolio, in: batch.session)
        var block = Block(
            places: places, erased: try batch.erased.loans(loans.filter { places[$0] == nil }),
            known: try Row.table.find(good.map(\.reference), portfolio: batch.portfolio, in: batch.session))
        for (record, row) in zip(records, rows) {
            try ledger.enter(outcome(record, row, &block), of: record)
        }
        for entry in try batch.insert(block.fresh) { _ = seen.insert(entry.id) }
    }

    private mutating func outcome(
        _ record: Record, _ row: ReadRow<Row>, _ block: inout Block
    ) throws -> RowOutcome {
        switch row {
        case .failure(let fault): return try batch.outcome(fault, ofLoan: reader.rejected(.loan, record))
        case .success(let row):
            guard let place = block.places[row.loan] else {
                return block.erased.contains(row.loan) ? .leftOut : .rejected(.loan, .unknownLoan)
            }
            guard let known = block.known[row.reference] else {
                guard block.freshReferences.insert(row.reference).inserted else {
                    return .rejected(.reference, .repeatedKey)
                }
                block.fresh.append((place, row))
                return .accepted(.new)
            }
            guard seen.insert(known.id) else { return .rejected(.reference, .repeatedKey) }
            // What was said of it hangs on the loan.
            guard known.place == place else { return .rejected(.loan, .otherOwner) }
            return .accepted(try batch.settle(row, known))
        }
    }
}
