internal import CivilTime
internal import LoanBook
internal import Store

/// Payments' rows → payments of known loans; a rejected row of a known loan holds the loan (promise P10).
struct PaymentStage: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private var seen = SeenNumbers()
    private var seenFailures = SeenNumbers()
    /// Whether a reference may be that of a payment that failed before; most books have none and look no further.
    private var hasFailures: Bool
    private var holds: PaymentHolds
    /// What loans lost by payments that were taken back, moved or lowered, less what others won by theirs.
    private var taken: [LoanFacts.Place: Int64] = [:]
    /// From this number on payments came with this import.
    private var firstFresh: Int64?

    private struct Block {
        var places: [Reference: LoanFacts.Place]
        /// Of the loans that the book does not know: those of borrowers who were erased.
        var erased: Set<Reference>
        var known: [Reference: PaymentFacts.Known]
        var fresh: [(place: LoanFacts.Place, row: PaymentRow)] = []
        var freshReferences: Set<Reference> = []
        /// Those of the references that failed before.
        var failures: [Reference: LoanFactTable.Known]
        var freshFailures: [(place: LoanFacts.Place, row: FailedPaymentRow)] = []
    }

    init(batch: ImportBatch, reader: RowReader, ledger: RowLedger) throws {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
        holds = try PaymentHolds(batch: batch)
        hasFailures = try LoanFactTable.failedPayments.hasAny(portfolio: batch.portfolio, in: batch.session)
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
        hasFailures = hasFailures || rows.contains { $0.row?.status == .failed }
        let failures = LoanFactTable.failedPayments
        var block = Block(
            places: places, erased: try batch.erased.loans(loans.filter { places[$0] == nil }),
            known: try PaymentFacts.find(references, portfolio: batch.portfolio, in: batch.session),
            failures: hasFailures ? try failures.find(references, portfolio: batch.portfolio, in: batch.session) : [:])
        for ((record, row), names) in zip(zip(records, rows), names) {
            let outcome = try outcome(record, row, &block)
            try ledger.enter(outcome, of: record)
            switch outcome {
            case .accepted: try holds.accepted(names.reference)
            case .rejected(let fault):
                if let place = names.loan.flatMap({ block.places[$0] }) {
                    try holds.rejected(names.reference, place, line: record.line, fault)
                }
            case .leftOut: break
            }
        }
        try insert(block.fresh)
        for entry in try batch.insert(block.freshFailures) { _ = seenFailures.insert(entry.id) }
    }

    mutating func finish(isWhole: Bool) throws {
        try holds.mend(isWhole: isWhole)
        for (place, amount) in taken.sorted(by: { ($0.key.borrower, $0.key.loan) < ($1.key.borrower, $1.key.loan) }) {
            try InstalmentFacts.uncover(place, taken: amount, freshFrom: firstFresh ?? .max, in: batch.session)
        }
    }

    private mutating func outcome(
        _ record: Record, _ row: ReadRow<PaymentRow>, _ block: inout Block
    ) throws -> RowOutcome {
        switch row {
        case .failure(let fault): return try batch.outcome(fault, ofLoan: reader.rejected(.loan, record))
        case .success(let row):
            guard let place = block.places[row.loan] else {
                return block.erased.contains(row.loan) ? .leftOut : .rejected(.loan, .unknownLoan)
            }
            let known = block.known[row.reference]
            let failure = block.failures[row.reference]
            if block.freshReferences.contains(row.reference) || known.map({ seen.contains($0.id) }) == true
                || failure.map({ seenFailures.contains($0.id) }) == true
            {
                return .rejected(.reference, .repeatedKey)
            }
            if row.status == .failed { return try fail(row, place, known, failure, &block) }
            guard let known else {
                if let failure, batch.isStale(against: failure.source) {
                    _ = seenFailures.insert(failure.id)
                    return .accepted(.stale)
                }
                block.freshReferences.insert(row.reference)
                block.fresh.append((place, row))
                return .accepted(.new)
            }
            _ = seen.insert(known.id)
            return .accepted(try settle(row, place, known))
        }
    }

    /// A payment that did not come. One that was booked before is taken back.
    private mutating func fail(
        _ row: PaymentRow, _ place: LoanFacts.Place, _ known: PaymentFacts.Known?, _ failure: LoanFactTable.Known?,
        _ block: inout Block
    ) throws -> RowOutcome {
        if let failure, failure.place != place { return .rejected(.loan, .otherOwner) }
        var change: FactChange = .unchanged
        if let known {
            _ = seen.insert(known.id)
            if !known.isReversed {
                change = try reverse(known)
            } else if failure == nil, try batch.isStale(against: known.batch) {
                change = .stale
            }
        }
        if change == .stale { return .accepted(.stale) }
        guard let failure else {
            block.freshReferences.insert(row.reference)
            block.freshFailures.append((place, FailedPaymentRow(row)))
            return .accepted(change == .unchanged ? .new : change)
        }
        _ = seenFailures.insert(failure.id)
        let settled = try batch.settle(FailedPaymentRow(row), failure)
        return .accepted(change == .unchanged ? settled : change)
    }

    private mutating func settle(
        _ row: PaymentRow, _ place: LoanFacts.Place, _ known: PaymentFacts.Known
    ) throws -> FactChange {
        if row.status == .reversed { return known.isReversed ? .unchanged : try reverse(known) }
        if known.place == place, known.paidOn == Int64(row.paidOn.daysSinceEpoch),
            known.amountMinor == row.amountMinor, !known.isReversed
        {
            return .unchanged
        }
        if try batch.isStale(against: known.batch) { return .stale }
        try revise(known)
        // What came again after it was taken back is told again.
        let id = known.isReversed ? try Numbers.take("payment", 1, in: batch.session) : known.id
        if known.isReversed { _ = seen.insert(id) }
        try PaymentFacts.replace(
            known, at: place, row, id: id, portfolio: batch.portfolio, batch: batch.id, recordedAt: batch.now,
            in: batch.session)
        if known.isReversed {
            firstFresh = min(firstFresh ?? id, id)
        } else {
            taken[known.place, default: 0] += known.amountMinor
            taken[place, default: 0] -= row.amountMinor
        }
        return .revised
    }

    private mutating func reverse(_ known: PaymentFacts.Known) throws -> FactChange {
        if try batch.isStale(against: known.batch) { return .stale }
        try revise(known)
        try PaymentFacts.reverse(known.place, id: known.id, batch: batch.id, in: batch.session)
        taken[known.place, default: 0] += known.amountMinor
        return .revised
    }

    private func revise(_ known: PaymentFacts.Known) throws {
        try batch.revise(
            "payment", subject: known.id, borrower: known.place.borrower, batchBefore: known.batch,
            retention: .record,
            before: [
                ("loan", "\(known.place.loan)"), ("paid_on", "\(known.paidOn)"), ("amount", "\(known.amountMinor)"),
                ("reversed", "\(known.isReversed)"),
            ])
    }

    private mutating func insert(_ fresh: [(place: LoanFacts.Place, row: PaymentRow)]) throws {
        guard !fresh.isEmpty else { return }
        var id = try Numbers.take("payment", Int64(fresh.count), in: batch.session)
        firstFresh = min(firstFresh ?? id, id)
        var rows: [(place: LoanFacts.Place, id: Int64, row: PaymentRow)] = []
        rows.reserveCapacity(fresh.count)
        for (place, row) in fresh {
            rows.append((place, id, row))
            _ = seen.insert(id)
            id += 1
        }
        try PaymentFacts.insert(
            rows, portfolio: batch.portfolio, batch: batch.id, recordedAt: batch.now, in: batch.session)
        // Kept, so that a later row of the same reference is known.
        for (place, id, row) in rows where row.status == .reversed {
            try PaymentFacts.reverse(place, id: id, batch: batch.id, in: batch.session)
        }
    }
}
