internal import CivilTime
internal import LoanBook
internal import Store

/// Scores' rows → what the lender's models say of borrowers. The key of a row is borrower and score; the one that is as of
/// the later day stands, of one day that of the newer export.
struct ImportedScores: PersonFacts {
    private struct Key: Hashable {
        var borrower: Int64
        var name: String
    }

    private let batch: ImportBatch
    private var known: [Key: Scores.Known] = [:]
    private var fresh: [(borrower: Int64, score: Score)] = []
    private var seen: Set<Key> = []

    init(batch: ImportBatch) { self.batch = batch }

    static func read(_ record: Record, by reader: RowReader) throws(RowFault) -> ScoreRow { try reader.score(record) }

    mutating func open(_ rows: [(borrower: Int64, row: ScoreRow)]) throws {
        (known, fresh) = ([:], [])
        for (borrower, scores) in try Scores.of(rows.map(\.borrower), in: batch.session) {
            for score in scores { known[Key(borrower: borrower, name: score.score.name)] = score }
        }
    }

    mutating func take(_ row: ScoreRow, of borrower: Int64) throws -> RowOutcome {
        let key = Key(borrower: borrower, name: row.name)
        guard seen.insert(key).inserted else { return .rejected(.score, .repeatedKey) }
        let score = Score(name: row.name, millionths: row.millionths, asOf: row.asOf ?? batch.day)
        guard let known = known[key] else {
            fresh.append((borrower, score))
            return .accepted(.new)
        }
        if known.score == score { return .accepted(.unchanged) }
        if known.score.asOf > score.asOf { return .accepted(.stale) }
        if known.score.asOf == score.asOf, try batch.isStale(against: known.batch) { return .accepted(.stale) }
        fresh.append((borrower, score))
        return .accepted(.revised)
    }

    mutating func close() throws { try Scores.put(fresh, batch: batch.id, in: batch.session) }
}
