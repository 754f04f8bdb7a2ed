package import CivilTime
package import Messaging

/// The latest word of planning on steps that do not go out: kept so that only a changed word makes a new leaf.
package enum PlanningWords {
    /// Notes the word; returns whether it differs from the one that stood.
    package static func note(
        _ claim: Claim, outcome: String, reason: String, at now: Instant, in session: any SQLSession
    ) throws -> Bool {
        try session.run(
            """
            INSERT INTO decision (borrower, subject, subject_id, subject_part, step, generation, outcome, reason, at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (borrower, subject, subject_id, subject_part, step, generation)
            DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason, at_ms = excluded.at_ms
            WHERE decision.outcome <> excluded.outcome OR decision.reason <> excluded.reason
            """,
            Outbox.claimValues(claim) + [.text(outcome), .text(reason), .integer(now.milliseconds)]) > 0
    }

    /// The steps against which a word stands, of the borrowers after `first` up to `last`.
    package static func standing(
        after first: Int64, through last: Int64, in session: any SQLSession
    ) throws -> Set<Claim> {
        try Outbox.claims(of: "decision", after: first, through: last, in: session)
    }

    /// The step goes out after all: the next word against it is a new one.
    package static func forget(_ claim: Claim, in session: any SQLSession) throws {
        try session.run(
            """
            DELETE FROM decision WHERE borrower = ? AND subject = ? AND subject_id = ? AND subject_part = ? AND step = ?
                AND generation = ?
            """, Outbox.claimValues(claim))
    }
}
