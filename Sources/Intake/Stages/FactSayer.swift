internal import CivilTime
internal import LoanBook
internal import Store

/// Who says facts of a portfolio, and how new the word is: an import, or an operator.
protocol FactSayer: AnyObject {
    var session: any SQLSession { get }
    var vault: Vault { get }
    var portfolio: Int64 { get }
    var source: FactSource { get }
    /// As-of of the newest whole export of the facts in hand; nil when it does not matter.
    var feedAsOf: Instant? { get }
    func key(of borrower: Int64, _ retention: Retention) throws -> BorrowerKey
}

extension FactSayer {
    /// Whether what the store holds is newer than this word: said, or left standing, by a later one.
    func isStale(against known: FactSource) -> Bool {
        isOlderThanFeed || known.asOf > source.asOf
    }

    /// Whether a later whole export of the same facts is in: what it does not tell of, this word does not bring.
    var isOlderThanFeed: Bool { feedAsOf.map { $0 > source.asOf } ?? false }

    /// Keeps what a row held before this word changes it.
    func revise(
        _ kind: String, subject: Int64, borrower: Int64, batchBefore: Int64, retention: Retention,
        before: [(name: String, json: String)]
    ) throws {
        let key = try key(of: borrower, retention)
        let box = try key.seal(Array(JSONText.object(before).utf8), context: RevisionFacts.context)
        try RevisionFacts.append(
            borrower: borrower, kind: kind, subject: subject, batchBefore: batchBefore, batchAfter: source.batch,
            before: box, in: session)
    }

    /// Enters facts about loans that the book did not know, and says under which numbers.
    func insert<Row: LoanFactRow>(_ fresh: [(place: LoanFacts.Place, row: Row)]) throws -> [LoanFactTable.Entry] {
        guard !fresh.isEmpty else { return [] }
        let first = try Numbers.take(Row.table.name, Int64(fresh.count), in: session)
        let entries = fresh.enumerated().map { offset, fact in
            LoanFactTable.Entry(
                place: fact.place, id: first + Int64(offset), reference: fact.row.reference, values: fact.row.values)
        }
        try Row.table.insert(entries, portfolio: portfolio, from: source, in: session)
        return entries
    }

    /// Brings a known fact to what its row says, unless a later word stands.
    func settle<Row: LoanFactRow>(_ row: Row, _ known: LoanFactTable.Known) throws -> FactChange {
        if known.values == row.values { return .unchanged }
        if isStale(against: known.source) { return .stale }
        try revise(
            Row.table.name, subject: known.id, borrower: known.place.borrower, batchBefore: known.source.batch,
            retention: .record,
            before: [("loan", "\(known.place.loan)")] + zip(Row.table.columns, known.values).map { ($0, "\($1)") })
        try Row.table.update(known, row.values, from: source, in: session)
        return .revised
    }

    /// The same for an instalment of an arrangement.
    func settle(
        _ entry: ArrangementInstalmentFacts.Entry, _ known: ArrangementInstalmentFacts.Known
    ) throws -> FactChange {
        if known.instalment == entry.instalment { return .unchanged }
        if isStale(against: known.source) { return .stale }
        try revise(
            "arrangement_instalment", subject: entry.arrangement, borrower: entry.place.borrower,
            batchBefore: known.source.batch, retention: .record,
            before: [
                ("number", "\(entry.instalment.number)"), ("due_on", "\(known.instalment.dueOn.daysSinceEpoch)"),
                ("amount", "\(known.instalment.amountMinor)"),
            ])
        try ArrangementInstalmentFacts.update(entry, from: source, in: session)
        return .revised
    }
}

/// What a word did to a fact.
package enum FactChange: String, Sendable, Hashable {
    case new, revised, unchanged
    /// A later word stands.
    case stale
}
