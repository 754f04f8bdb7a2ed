internal import CivilTime
internal import LoanBook
internal import Store

/// Instalments' rows → schedules of known loans. The key of a row is loan and number.
struct InstalmentStage: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private var seen = SeenNumbers()
    /// Loans whose schedule is another one now, and loans that have instalments more.
    private var rescheduled: Set<LoanFacts.Place> = []
    private var lengthened: Set<LoanFacts.Place> = []

    private struct Block {
        var places: [Reference: LoanFacts.Place]
        /// Of the loans that the book does not know: those of borrowers who were erased.
        var erased: Set<Reference>
        var known: [InstalmentFacts.Key: InstalmentFacts.Known]
        var fresh: [(place: LoanFacts.Place, row: InstalmentRow)] = []
        var freshKeys: Set<InstalmentFacts.Key> = []
        private var scheduled: Set<Int64>?

        init(
            places: [Reference: LoanFacts.Place], erased: Set<Reference>,
            known: [InstalmentFacts.Key: InstalmentFacts.Known]
        ) {
            self.places = places
            self.erased = erased
            self.known = known
        }

        /// Whether the loan had a schedule before this batch; asked for instalments that nobody knew.
        mutating func hadSchedule(_ loan: Int64, before batch: Int64) -> Bool {
            let loans = scheduled ?? Set(known.filter { $1.batch != batch }.keys.map(\.loan))
            scheduled = loans
            return loans.contains(loan)
        }
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
            try ledger.enter(outcome(record, row, &block), of: record)
        }
        try insert(block.fresh)
    }

    private mutating func outcome(
        _ record: Record, _ row: ReadRow<InstalmentRow>, _ block: inout Block
    ) throws -> RowOutcome {
        switch row {
        case .failure(let fault): return try batch.outcome(fault, ofLoan: reader.rejected(.loan, record))
        case .success(let row):
            guard let place = block.places[row.loan] else {
                return block.erased.contains(row.loan) ? .leftOut : .rejected(.loan, .unknownLoan)
            }
            let key = InstalmentFacts.Key(loan: place.loan, number: row.instalment.number)
            guard let known = block.known[key] else {
                guard block.freshKeys.insert(key).inserted else { return .rejected(.number, .repeatedKey) }
                if block.hadSchedule(place.loan, before: batch.id) {
                    if batch.isOlderThanFeed { return .accepted(.stale) }
                    lengthened.insert(place)
                }
                block.fresh.append((place, row))
                return .accepted(.new)
            }
            guard seen.insert(known.id) else { return .rejected(.number, .repeatedKey) }
            return .accepted(try settle(row, place, known))
        }
    }

    private mutating func settle(
        _ row: InstalmentRow, _ place: LoanFacts.Place, _ known: InstalmentFacts.Known
    ) throws -> FactChange {
        let before = known.instalment
        let isRescheduled = row.instalment.dueOn != before.dueOn
        let parts = row.parts.filled(from: known.parts)
        if !isRescheduled, row.instalment.amountMinor == before.amountMinor, parts == known.parts { return .unchanged }
        if try batch.isStale(against: known.batch) { return .stale }
        try batch.revise(
            "instalment", subject: known.id, borrower: place.borrower, batchBefore: known.batch, retention: .record,
            before: [
                ("loan", "\(place.loan)"), ("number", "\(before.number)"),
                ("due_on", "\(before.dueOn.daysSinceEpoch)"), ("amount", "\(before.amountMinor)"),
                ("generation", "\(before.generation)"), ("principal", JSONText.number(known.parts.principalMinor)),
                ("interest", JSONText.number(known.parts.interestMinor)),
                ("fee", JSONText.number(known.parts.feeMinor)),
            ])
        var instalment = row.instalment
        // What was said of the old date may be said again of the new one.
        instalment.generation = before.generation + (isRescheduled ? 1 : 0)
        try InstalmentFacts.update(place, instalment, parts, batch: batch.id, in: batch.session)
        // What is due already grows by penalties and the like: that is no other schedule.
        if isRescheduled || instalment.amountMinor != before.amountMinor && before.dueOn > batch.day {
            rescheduled.insert(place)
        }
        return .revised
    }

    /// A corrected rejected file brings what was missing from the beginning: no other schedule.
    mutating func finish(isWhole: Bool) throws {
        let places = isWhole ? rescheduled.union(lengthened) : rescheduled
        try LoanFacts.noteSchedules(
            changed: places.sorted { ($0.borrower, $0.loan) < ($1.borrower, $1.loan) }, on: batch.day,
            in: batch.session)
    }

    private mutating func insert(_ fresh: [(place: LoanFacts.Place, row: InstalmentRow)]) throws {
        guard !fresh.isEmpty else { return }
        var id = try Numbers.take("instalment", Int64(fresh.count), in: batch.session)
        var rows: [(place: LoanFacts.Place, id: Int64, instalment: Instalment)] = []
        var partedRows: [(place: LoanFacts.Place, id: Int64, row: InstalmentRow)] = []
        rows.reserveCapacity(fresh.count)
        for (place, row) in fresh {
            if row.parts.isEmpty {
                rows.append((place, id, row.instalment))
            } else {
                partedRows.append((place, id, row))
            }
            _ = seen.insert(id)
            id += 1
        }
        try InstalmentFacts.insert(rows, batch: batch.id, in: batch.session)
        try InstalmentFacts.insert(partedRows, batch: batch.id, in: batch.session)
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
