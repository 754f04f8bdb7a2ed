internal import CivilTime
internal import LoanBook
internal import Store

/// Rows of arrangements → arrangements of known loans and their instalments. The key of a row is reference and number;
/// what is said of the arrangement itself stands in the first of its rows, and the others repeat it.
///
/// An arrangement is taken with all of its rows or with none: half a plan would be confirmed as what was agreed. So the file
/// is looked through before the first row is taken.
struct ArrangementStage: Stage {
    let batch: ImportBatch
    let reader: RowReader
    let ledger: RowLedger
    private var ahead = PlanCheck()
    private var check = PlanCheck()
    /// Arrangements with a row that is rejected.
    private var broken: Set<Reference> = []
    private var told: [Int64: Told] = [:]

    /// What this batch's first row of an arrangement did to it, and whether a later word on the plan stands.
    private struct Told {
        var change: FactChange
        var isStale: Bool
    }

    /// What the store knows of the loans and arrangements of a block.
    private struct Known {
        var places: [Reference: LoanFacts.Place]
        /// Of the loans that the book does not know: those of borrowers who were erased.
        var erased: Set<Reference>
        var arrangements: [Reference: LoanFactTable.Known]
    }

    private struct Block {
        var known: Known
        var instalments: [ArrangementInstalmentFacts.Key: ArrangementInstalmentFacts.Known]
        /// As-of of the latest word on each arrangement's instalments.
        var latest: [Int64: Instant]
        /// Of the arrangements that the block brings for the first time.
        var nextID: Int64
        var freshHeads: [LoanFactTable.Entry] = []
        var fresh: [ArrangementInstalmentFacts.Entry] = []
    }

    /// A row that stands by itself, and where its loan does; or what became of it.
    private enum Checked {
        case good(ArrangementRow, LoanFacts.Place)
        case not(RowOutcome)
    }

    init(batch: ImportBatch, reader: RowReader, ledger: RowLedger) {
        self.batch = batch
        self.reader = reader
        self.ledger = ledger
    }

    var looksAhead: Bool { true }

    mutating func look(_ records: [Record]) throws {
        let rows = records.read(reader.arrangement)
        let known = try known(rows)
        for (record, row) in zip(records, rows) {
            guard case .not(.rejected) = try checked(record, row, known, by: &ahead),
                let reference = row.row?.reference ?? reader.rejected(.reference, record)
            else { continue }
            broken.insert(reference)
        }
    }

    mutating func take(_ records: [Record]) throws {
        ahead = PlanCheck()
        let rows = records.read(reader.arrangement)
        let known = try known(rows)
        let good = rows.compactMap(\.row)
        let borrowers = good.compactMap { known.places[$0.loan]?.borrower }.withoutRuns
        let unknown = Int64(Set(good.map(\.reference).filter { known.arrangements[$0] == nil }).count)
        let instalments = try ArrangementInstalmentFacts.find(borrowers: borrowers, in: batch.session)
        var block = Block(
            known: known, instalments: instalments,
            latest: Dictionary(instalments.map { ($0.key.arrangement, $0.value.source.asOf) }, uniquingKeysWith: max),
            nextID: unknown > 0 ? try Numbers.take("arrangement", unknown, in: batch.session) : 0)
        for (record, row) in zip(records, rows) {
            try ledger.enter(outcome(record, row, &block), of: record)
        }
        try LoanFactTable.arrangements.insert(
            block.freshHeads, portfolio: batch.portfolio, from: batch.source, in: batch.session)
        try ArrangementInstalmentFacts.insert(block.fresh, from: batch.source, in: batch.session)
    }

    private func known(_ rows: [ReadRow<ArrangementRow>]) throws -> Known {
        let good = rows.compactMap(\.row)
        let loans = good.map(\.loan).withoutRuns
        let places = try LoanFacts.places(loans, portfolio: batch.portfolio, in: batch.session)
        return Known(
            places: places, erased: try batch.erased.loans(loans.filter { places[$0] == nil }),
            arrangements: try LoanFactTable.arrangements.find(
                good.map(\.reference).withoutRuns, portfolio: batch.portfolio, in: batch.session))
    }

    private func checked(
        _ record: Record, _ row: ReadRow<ArrangementRow>, _ known: Known, by check: inout PlanCheck
    ) throws -> Checked {
        switch row {
        case .failure(let fault): return .not(try batch.outcome(fault, ofLoan: reader.rejected(.loan, record)))
        case .success(let row):
            guard let place = known.places[row.loan] else {
                return .not(known.erased.contains(row.loan) ? .leftOut : .rejected(.loan, .unknownLoan))
            }
            if let fault = check.fault(row, at: place, owner: known.arrangements[row.reference]?.place) {
                return .not(.rejected(fault))
            }
            return .good(row, place)
        }
    }

    private mutating func outcome(
        _ record: Record, _ row: ReadRow<ArrangementRow>, _ block: inout Block
    ) throws -> RowOutcome {
        switch try checked(record, row, block.known, by: &check) {
        case .not(let outcome): return outcome
        case .good(let row, let place):
            if broken.contains(row.reference) { return .rejected(.reference, .otherRowRejected) }
            return .accepted(try enter(row, at: place, &block))
        }
    }

    private mutating func enter(
        _ row: ArrangementRow, at place: LoanFacts.Place, _ block: inout Block
    ) throws -> FactChange {
        guard let known = block.known.arrangements[row.reference] else {
            let id = block.nextID
            block.nextID += 1
            block.freshHeads.append(
                LoanFactTable.Entry(place: place, id: id, reference: row.reference, values: row.values))
            block.known.arrangements[row.reference] = LoanFactTable.Known(
                place: place, id: id, values: row.values, source: batch.source)
            told[id] = Told(change: .new, isStale: false)
            return try settle(row.instalment, of: id, at: place, .new, isStale: false, &block)
        }
        if let told = told[known.id] {
            let change: FactChange = told.change == .stale ? .stale : .unchanged
            return try settle(row.instalment, of: known.id, at: place, change, isStale: told.isStale, &block)
        }
        let latest = max(known.source.asOf, block.latest[known.id] ?? .distantPast)
        let isStale = batch.isStale(against: FactSource(batch: known.source.batch, asOf: latest))
        let change = isStale && row.values != known.values ? .stale : try batch.settle(row, known)
        told[known.id] = Told(change: change, isStale: isStale)
        return try settle(row.instalment, of: known.id, at: place, change, isStale: isStale, &block)
    }

    /// `change`: what the row did to the arrangement itself.
    private func settle(
        _ instalment: Instalment, of arrangement: Int64, at place: LoanFacts.Place, _ change: FactChange, isStale: Bool,
        _ block: inout Block
    ) throws -> FactChange {
        if change == .stale { return .stale }
        let key = ArrangementInstalmentFacts.Key(arrangement: arrangement, number: instalment.number)
        let entry = ArrangementInstalmentFacts.Entry(place: place, arrangement: arrangement, instalment: instalment)
        guard let known = block.instalments[key] else {
            // A later word on the plan stands, and has no such instalment.
            if isStale { return .stale }
            block.fresh.append(entry)
            return change == .unchanged ? .new : change
        }
        if isStale, known.instalment != instalment { return .stale }
        let settled = try batch.settle(entry, known)
        return change == .unchanged || settled == .revised ? settled : change
    }
}
