internal import CivilTime
internal import LoanBook
internal import Store

/// Payments' rows → payments of known loans; a rejected row of a known loan holds the loan (promise P10).
struct PaymentStage: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private var seen = SeenNumbers()
    private var holds: PaymentHolds

    private struct Block {
        var places: [Reference: LoanFacts.Place]
        /// Of the loans that the book does not know: those of borrowers who were erased.
        var erased: Set<Reference>
        var known: [Reference: PaymentFacts.Known]
        var fresh: [(place: LoanFacts.Place, row: PaymentRow)] = []
        var freshReferences: Set<Reference> = []
    }

    init(batch: ImportBatch, reader: RowReader, ledger: RowLedger) throws {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
        holds = try PaymentHolds(batch: batch)
    }

    mutating func take(_ records: [Record]) throws {
        let rows = records.read(reader.payment)
        let names = zip(records, rows).map { record, row in
            row.row.map { PaymentNames(loan: $0.loan, reference: $0.reference) } ?? reader.rejectedPayment(record)
        }
        let references = names.map(\.reference)
        try holds.look(for: references)
        let loans = names.compactMap(\.loan).withoutRuns
        let places = try LoanFacts.places(loans, portfolio: batch.portfolio, in: batch.session)
        var block = Block(
            places: places, erased: try batch.erased.loans(loans.filter { places[$0] == nil }),
            known: try PaymentFacts.find(references, portfolio: batch.portfolio, in: batch.session))
        for ((record, row), names) in zip(zip(records, rows), names) {
            switch try outcome(row, &block) {
            case .accepted(let change):
                ledger.accept(change)
                try holds.accepted(names.reference)
            case .rejected(let fault):
                try ledger.reject(record, fault)
                if let place = names.loan.flatMap({ block.places[$0] }) {
                    try holds.rejected(names.reference, place, line: record.line, fault)
                }
            case .leftOut: ledger.leaveOut()
            }
        }
        try insert(block.fresh)
    }

    mutating func finish(isWhole: Bool) throws { try holds.mend(isWhole: isWhole) }

    private mutating func outcome(_ row: ReadRow<PaymentRow>, _ block: inout Block) throws -> RowOutcome {
        switch row {
        case .failure(let fault): return .rejected(fault)
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
            return .accepted(try settle(row, place, known))
        }
    }

    private func settle(
        _ row: PaymentRow, _ place: LoanFacts.Place, _ known: PaymentFacts.Known
    ) throws -> RowLedger.Change {
        if known.place == place, known.paidOn == Int64(row.paidOn.daysSinceEpoch), known.amountMinor == row.amountMinor
        {
            return .unchanged
        }
        if try batch.isStale(against: known.batch) { return .stale }
        try batch.revise(
            "payment", subject: known.id, borrower: known.place.borrower, batchBefore: known.batch,
            retention: .record,
            before: [
                ("loan", "\(known.place.loan)"), ("paid_on", "\(known.paidOn)"), ("amount", "\(known.amountMinor)"),
            ])
        try PaymentFacts.replace(
            known, at: place, row, portfolio: batch.portfolio, batch: batch.id, recordedAt: batch.now,
            in: batch.session)
        return .revised
    }

    private mutating func insert(_ fresh: [(place: LoanFacts.Place, row: PaymentRow)]) throws {
        guard !fresh.isEmpty else { return }
        var id = try Numbers.take("payment", Int64(fresh.count), in: batch.session)
        var rows: [(place: LoanFacts.Place, id: Int64, row: PaymentRow)] = []
        rows.reserveCapacity(fresh.count)
        for (place, row) in fresh {
            rows.append((place, id, row))
            _ = seen.insert(id)
            id += 1
        }
        try PaymentFacts.insert(
            rows, portfolio: batch.portfolio, batch: batch.id, recordedAt: batch.now, in: batch.session)
    }
}
