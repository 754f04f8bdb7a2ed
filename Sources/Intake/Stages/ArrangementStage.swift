internal import LoanBook
internal import Store

/// Rows of arrangements → arrangements of known loans and their instalments. The key of a row is reference and number;
/// what is said of the arrangement itself stands in the first of its rows, and the others repeat it.
struct ArrangementStage: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    /// What this batch said of each arrangement, and which instalments it named.
    private var told: [Int64: [Int64]] = [:]
    private var named: Set<ArrangementInstalmentFacts.Key> = []

    private struct Block {
        var places: [Reference: LoanFacts.Place]
        /// Of the loans that the book does not know: those of borrowers who were erased.
        var erased: Set<Reference>
        var known: [Reference: LoanFactTable.Known]
        var instalments: [ArrangementInstalmentFacts.Key: ArrangementInstalmentFacts.Known]
        /// Of the arrangements that the block brings for the first time.
        var nextID: Int64
        var freshHeads: [LoanFactTable.Entry] = []
        var fresh: [ArrangementInstalmentFacts.Entry] = []
    }

    init(batch: ImportBatch, reader: RowReader, ledger: RowLedger) {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
    }

    mutating func take(_ records: [Record]) throws {
        let rows = records.read(reader.arrangement)
        let good = rows.compactMap(\.row)
        let loans = good.map(\.loan).withoutRuns
        let places = try LoanFacts.places(loans, portfolio: batch.portfolio, in: batch.session)
        let borrowers = loans.compactMap { places[$0]?.borrower }.withoutRuns
        let references = good.map(\.reference).withoutRuns
        let known = try LoanFactTable.arrangements.find(references, portfolio: batch.portfolio, in: batch.session)
        let unknown = Int64(Set(references.filter { known[$0] == nil }).count)
        var block = Block(
            places: places, erased: try batch.erased.loans(loans.filter { places[$0] == nil }), known: known,
            instalments: try ArrangementInstalmentFacts.find(borrowers: borrowers, in: batch.session),
            nextID: unknown > 0 ? try Numbers.take("arrangement", unknown, in: batch.session) : 0)
        for (record, row) in zip(records, rows) {
            try ledger.enter(outcome(record, row, &block), of: record)
        }
        try LoanFactTable.arrangements.insert(
            block.freshHeads, portfolio: batch.portfolio, from: batch.source, in: batch.session)
        try ArrangementInstalmentFacts.insert(block.fresh, from: batch.source, in: batch.session)
    }

    private mutating func outcome(
        _ record: Record, _ row: ReadRow<ArrangementRow>, _ block: inout Block
    ) throws -> RowOutcome {
        switch row {
        case .failure(let fault): return try batch.outcome(fault, ofLoan: reader.rejected(.loan, record))
        case .success(let row):
            guard let place = block.places[row.loan] else {
                return block.erased.contains(row.loan) ? .leftOut : .rejected(.loan, .unknownLoan)
            }
            guard let known = block.known[row.reference] else {
                let id = block.nextID
                block.nextID += 1
                block.freshHeads.append(
                    LoanFactTable.Entry(place: place, id: id, reference: row.reference, values: row.values))
                block.known[row.reference] = LoanFactTable.Known(
                    place: place, id: id, values: row.values, source: batch.source)
                told[id] = row.values
                named.insert(ArrangementInstalmentFacts.Key(arrangement: id, number: row.instalment.number))
                return .accepted(try settle(row.instalment, of: id, at: place, .new, &block))
            }
            guard known.place == place else { return .rejected(.loan, .otherOwner) }
            let first = told[known.id]
            guard first ?? row.values == row.values else { return .rejected(.status, .otherThanFirst) }
            let key = ArrangementInstalmentFacts.Key(arrangement: known.id, number: row.instalment.number)
            guard named.insert(key).inserted else { return .rejected(.number, .repeatedKey) }
            told[known.id] = row.values
            let change = first == nil ? try batch.settle(row, known) : .unchanged
            return .accepted(try settle(row.instalment, of: known.id, at: place, change, &block))
        }
    }

    /// `change`: what the row did to the arrangement itself.
    private func settle(
        _ instalment: Instalment, of arrangement: Int64, at place: LoanFacts.Place, _ change: FactChange,
        _ block: inout Block
    ) throws -> FactChange {
        let key = ArrangementInstalmentFacts.Key(arrangement: arrangement, number: instalment.number)
        let entry = ArrangementInstalmentFacts.Entry(place: place, arrangement: arrangement, instalment: instalment)
        guard let known = block.instalments[key] else {
            block.fresh.append(entry)
            return change == .unchanged ? .new : change
        }
        if change == .stale { return .stale }
        let settled = try batch.settle(entry, known)
        return change == .unchanged || settled == .revised ? settled : change
    }
}
