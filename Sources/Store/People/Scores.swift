internal import CivilTime
package import LoanBook

/// What the lender's models say of borrowers: table `score`, with the newest word of each name.
package enum Scores {
    package struct Known: Sendable, Hashable {
        package var score: Score
        package var batch: Int64
    }

    private static let findList = RowList(
        [.integer], named: "borrower", select: "s.borrower, s.name, s.value, s.as_of, s.batch", from: "score s",
        such: "s.borrower = v.borrower")

    /// Those of these borrowers, by borrower.
    package static func of(_ borrowers: [Int64], in session: any SQLSession) throws -> [Int64: [Known]] {
        var known: [Int64: [String: Known]] = [:]
        // A short list repeats its last row.
        try findList.query(Set(borrowers).sorted().map { [.integer($0)] }, in: session) { row in
            let score = score(row, from: 1)
            known[row.integer(0), default: [:]][score.name] = Known(score: score, batch: row.integer(4))
        }
        return known.mapValues { $0.values.sorted { $0.score.name < $1.score.name } }
    }

    package static func put(
        _ scores: [(borrower: Int64, score: Score)], batch: Int64, in session: any SQLSession
    ) throws {
        try session.runMany(
            """
            INSERT INTO score (borrower, name, value, as_of, batch) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (borrower, name) DO UPDATE
            SET value = excluded.value, as_of = excluded.as_of, batch = excluded.batch
            """,
            scores.map { borrower, score in
                [
                    .integer(borrower), .text(score.name), .integer(score.millionths), .date(score.asOf),
                    .integer(batch),
                ]
            })
    }

    /// Three columns, from `column` on.
    static func score(_ row: any SQLRow, from column: Int) -> Score {
        Score(name: row.text(column), millionths: row.integer(column + 1), asOf: row.date(column + 2))
    }
}
