internal import CivilTime
internal import LoanBook
internal import Store

/// Preferences' rows → what borrowers want. The latest word of a borrower stands.
struct ImportedPreferences: PersonFacts {
    private let batch: ImportBatch
    private var standing: [Int64: Preferences.Entry] = [:]
    private var fresh: [(borrower: Borrower.ID, entry: Preferences.Entry)] = []
    private var seen: Set<Int64> = []

    init(batch: ImportBatch) { self.batch = batch }

    static func read(_ record: Record, by reader: RowReader) throws(RowFault) -> PreferenceRow {
        try reader.preference(record)
    }

    mutating func open(_ rows: [(borrower: Int64, row: PreferenceRow)]) throws {
        standing = try Preferences.standing(rows.map(\.borrower), in: batch.session)
        fresh = []
    }

    mutating func take(_ row: PreferenceRow, of borrower: Int64) throws -> RowOutcome {
        let at = row.at ?? batch.asOf
        guard at <= batch.now else { return .rejected(.at, .inTheFuture) }
        guard seen.insert(borrower).inserted else { return .rejected(.borrower, .repeatedKey) }
        let entry = Preferences.Entry(preference: row.preference, at: at, source: "import")
        let known = standing[borrower]
        if known?.preference == row.preference { return .accepted(.unchanged) }
        if let known, known.at > at { return .accepted(.stale) }
        if known == nil, row.preference.isEmpty { return .accepted(.unchanged) }
        fresh.append((Borrower.ID(borrower), entry))
        return .accepted(known == nil ? .new : .revised)
    }

    mutating func close() throws { try Preferences.append(fresh, batch: batch.id, in: batch.session) }
}
