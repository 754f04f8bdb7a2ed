internal import CivilTime
internal import LoanBook
internal import Store

/// Flags' rows → facts that stop or change messages. The key of a row is borrower, flag and since.
struct ImportedFlags: PersonFacts {
    private struct Key: Hashable {
        var borrower: Int64
        var flag: BorrowerFlag
        var since: Instant
    }

    private let batch: ImportBatch
    private var known: [Key: Flags.Known] = [:]
    private var seen: Set<Key> = []

    init(batch: ImportBatch) { self.batch = batch }

    static func read(_ record: Record, by reader: RowReader) throws(RowFault) -> FlagRow { try reader.flag(record) }

    mutating func open(_ rows: [(borrower: Int64, row: FlagRow)]) throws {
        known = [:]
        for flag in try Flags.find(rows.map(\.borrower), in: batch.session) {
            known[Key(borrower: flag.borrower, flag: flag.record.kind, since: flag.record.since)] = flag
        }
    }

    mutating func take(_ row: FlagRow, of borrower: Int64) throws -> RowOutcome {
        let key = Key(borrower: borrower, flag: row.flag, since: row.since)
        guard seen.insert(key).inserted else { return .rejected(.since, .repeatedKey) }
        let source = row.source.isEmpty ? "import" : row.source
        guard let known = known[key] else {
            try Flags.raise(
                row.flag, of: Borrower.ID(borrower), since: row.since, until: row.until, source: source,
                batch: batch.id, in: batch.session)
            return .accepted(.new)
        }
        if known.record.until == row.until { return .accepted(.unchanged) }
        if let before = known.batch, try batch.isStale(against: before) { return .accepted(.stale) }
        // Ended by a person: an export that was made before that does not know it yet.
        if let ended = known.record.until, ended <= batch.now, ended > batch.asOf { return .accepted(.stale) }
        try batch.revise(
            "flag", subject: known.record.id, borrower: borrower, batchBefore: known.batch ?? 0, retention: .record,
            before: [("until", known.record.until.map { JSONText.quoted("\($0)") } ?? "null")])
        try Flags.setEnd(
            of: known.record.id, borrower: borrower, until: row.until, source: source, batch: batch.id,
            in: batch.session)
        return .accepted(.revised)
    }

    mutating func close() throws {}
}
