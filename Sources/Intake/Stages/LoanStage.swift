internal import CivilTime
internal import LoanBook
internal import Store

/// Loans' rows → loans of known borrowers.
struct LoanStage: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private var seen = SeenNumbers()

    /// What the store holds of a block's rows, and what the block adds to it.
    private struct Block {
        var borrowers: [Reference: BorrowerFacts.Known]
        /// Of the borrowers that the book does not know: those who were erased.
        var erased: [Reference: Int64]
        var known: [Reference: LoanFacts.Known]
        var fresh: [(borrower: Int64, row: LoanRow)] = []
        var freshReferences: Set<Reference> = []
        /// How loans count, by loan; empty when the mapping does not speak of it.
        var terms: [Int64: StatedTerms]
        var newTerms: [(place: LoanFacts.Place, terms: StatedTerms)] = []
    }

    init(batch: ImportBatch, reader: RowReader, ledger: RowLedger) {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
    }

    mutating func take(_ records: [Record]) throws {
        let rows = records.read(reader.loan)
        let good = rows.compactMap(\.row)
        let borrowers = try BorrowerFacts.find(
            good.map(\.borrower), portfolio: batch.portfolio, in: batch.session)
        let terms =
            reader.knowsTerms ? try LoanTermsFacts.find(borrowers: borrowers.values.map(\.id), in: batch.session) : [:]
        var block = Block(
            borrowers: borrowers,
            erased: try batch.erased.borrowers(good.map(\.borrower).filter { borrowers[$0] == nil }),
            known: try LoanFacts.find(good.map(\.reference), portfolio: batch.portfolio, in: batch.session),
            terms: terms)
        for (record, row) in zip(records, rows) {
            try ledger.enter(outcome(record, row, &block), of: record)
        }
        try insert(block.fresh)
        try LoanTermsFacts.write(block.newTerms, in: batch.session)
    }

    private mutating func outcome(
        _ record: Record, _ row: ReadRow<LoanRow>, _ block: inout Block
    ) throws -> RowOutcome {
        switch row {
        case .failure(let fault):
            let outcome = try batch.outcome(fault, ofBorrower: reader.rejected(.borrower, record))
            if case .leftOut = outcome, let loan = reader.rejected(.reference, record),
                let borrower = reader.rejected(.borrower, record),
                let tombstone = try batch.erased.borrowers([borrower])[borrower]
            {
                try batch.erased.learn(loan: loan, of: tombstone)
            }
            return outcome
        case .success(let row):
            guard let borrower = block.borrowers[row.borrower]?.id else {
                if let tombstone = block.erased[row.borrower] {
                    try batch.erased.learn(loan: row.reference, of: tombstone)
                    return .leftOut
                }
                return .rejected(.borrower, .unknownBorrower)
            }
            guard let known = block.known[row.reference] else {
                guard block.freshReferences.insert(row.reference).inserted else {
                    return .rejected(.reference, .repeatedKey)
                }
                block.fresh.append((borrower, row))
                return .accepted(.new)
            }
            guard seen.insert(known.place.loan) else { return .rejected(.reference, .repeatedKey) }
            // Schedules, payments and claims hang on the borrower: a debt that moves is a new loan.
            guard known.place.borrower == borrower else { return .rejected(.borrower, .otherBorrower) }
            return .accepted(try settle(row, known, &block))
        }
    }

    private func settle(
        _ row: LoanRow, _ known: LoanFacts.Known, _ block: inout Block
    ) throws -> FactChange {
        let currency = batch.mapping.currency
        let termsBefore = block.terms[known.place.loan] ?? StatedTerms()
        let terms = row.terms?.filled(from: termsBefore) ?? termsBefore
        if known.product == row.product, known.principalMinor == row.principalMinor, known.currency == currency.code,
            known.annualRateMillionths == row.annualRateMillionths, known.rating == row.rating,
            known.disbursedOn == Int64(row.disbursedOn.daysSinceEpoch), known.status == Int64(row.status.rawValue),
            terms == termsBefore
        {
            return .unchanged
        }
        if try batch.isStale(against: known.batch) { return .stale }
        try batch.revise(
            "loan", subject: known.place.loan, borrower: known.place.borrower, batchBefore: known.batch,
            retention: .record,
            before: [
                ("product", JSONText.quoted(known.product)), ("principal", "\(known.principalMinor)"),
                ("currency", JSONText.quoted(known.currency)), ("rate", "\(known.annualRateMillionths)"),
                ("disbursed_on", "\(known.disbursedOn)"), ("rating", JSONText.quoted(known.rating)),
                ("status", "\(known.status)"), ("terms", JSONText.object(termsBefore.members)),
            ])
        let rateChanged = known.annualRateMillionths != row.annualRateMillionths
        try LoanFacts.update(
            known.place, row, rateChangedOn: rateChanged ? batch.day : nil, currency: currency, batch: batch.id,
            in: batch.session)
        if terms != termsBefore { block.newTerms.append((known.place, terms)) }
        return .revised
    }

    private mutating func insert(_ fresh: [(borrower: Int64, row: LoanRow)]) throws {
        guard !fresh.isEmpty else { return }
        var id = try Numbers.take("loan", Int64(fresh.count), in: batch.session)
        var rows: [(place: LoanFacts.Place, row: LoanRow)] = []
        rows.reserveCapacity(fresh.count)
        for (borrower, row) in fresh {
            rows.append((LoanFacts.Place(borrower: borrower, loan: id), row))
            _ = seen.insert(id)
            id += 1
        }
        try LoanTermsFacts.write(
            rows.compactMap { place, row in
                row.terms.flatMap { $0 == StatedTerms() ? nil : (place: place, terms: $0) }
            }, in: batch.session)
        try LoanFacts.insert(
            rows, currency: batch.mapping.currency, portfolio: batch.portfolio, batch: batch.id, in: batch.session)
    }
}

extension StatedTerms {
    /// For a revision: what is said, in the words of mappings.
    fileprivate var members: [(name: String, json: String)] {
        let words: [(String, String?)] = [
            ("method", method?.rawValue), ("every", every?.word), ("interest_period", interest?.rawValue),
            ("day_count", dayCount?.rawValue),
        ]
        let numbers: [(String, Int64?)] = [
            ("principal_grace", principalGrace.map { Int64($0) }), ("interest_grace", interestGrace.map { Int64($0) }),
            ("interest_free", interestFree.map { Int64($0) }), ("balloon", balloonMinor),
            ("penalty_rate", penaltyRateMillionths), ("penalty_grace", penaltyGraceDays.map { Int64($0) }),
        ]
        return words.compactMap { name, word in word.map { (name, JSONText.quoted($0)) } }
            + numbers.compactMap { name, number in number.map { (name, String($0)) } }
    }
}
