package import CivilTime
package import Messaging

/// The latest word of planning on steps that do not go out: kept so that only a changed word makes a new leaf. A word
/// stands for its month, and is said again in the next while the step is not told: so months can be parts of the table.
package enum PlanningWords {
    static let noteList = RowList(
        Outbox.claimColumns + [.text, .text, .integer, .integer],
        """
        WITH v (borrower, subject, subject_id, subject_part, step, generation, outcome, reason, at_ms, month) AS $rows
        INSERT INTO decision (borrower, subject, subject_id, subject_part, step, generation, outcome, reason, at_ms,
            month)
        SELECT DISTINCT borrower, subject, subject_id, subject_part, step, generation, outcome, reason, at_ms, month
        FROM v WHERE true
        ON CONFLICT (borrower, subject, subject_id, subject_part, step, generation, month)
        DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason, at_ms = excluded.at_ms
        WHERE decision.outcome <> excluded.outcome OR decision.reason <> excluded.reason
        RETURNING borrower, subject, subject_id, subject_part, step, generation
        """)

    static let forgetList = RowList(
        Outbox.claimColumns,
        """
        WITH v (borrower, subject, subject_id, subject_part, step, generation) AS $rows
        DELETE FROM decision WHERE (borrower, subject, subject_id, subject_part, step, generation) IN
            (SELECT borrower, subject, subject_id, subject_part, step, generation FROM v)
        """)

    /// Notes a word on each of several steps; returns those on which another stood, or none.
    package static func note(
        _ words: [(claim: Claim, outcome: String, reason: String)], at now: Instant, in session: any SQLSession
    ) throws -> Set<Claim> {
        let month = SQLValue.integer(PartedTables.month(of: now))
        let rows = words.map {
            Outbox.claimValues($0.claim) + [.text($0.outcome), .text($0.reason), .instant(now), month]
        }
        var changed: Set<Claim> = []
        try noteList.query(rows, in: session) { changed.insert(try Outbox.claim($0)) }
        return changed
    }

    /// These steps go out after all: the next word against one is a new one.
    package static func forget(_ claims: [Claim], in session: any SQLSession) throws {
        try forgetList.run(claims.map(Outbox.claimValues), in: session)
    }
}
