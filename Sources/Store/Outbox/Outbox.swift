package import CivilTime
internal import LoanBook
package import Messaging

/// The statements by which messages are planned, looked at and moved on. Each runs inside the caller's transaction.
package enum Outbox {
    /// Enters a planned or held message, unless its occurrence and step were told or are planned already.
    /// Returns whether it was entered.
    package static func plan(
        _ message: OutboxMessage, reason: String, at now: Instant, in session: any SQLSession
    ) throws -> Bool {
        let claim = message.claim
        let key: [SQLValue] = claimValues(claim)
        return try session.run(
            """
            INSERT INTO message (borrower, subject, subject_id, subject_part, step, generation, id, portfolio, loan,
                purpose, strategy, planned_on, planned_ms, state, due_ms, reason, changed_ms)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            WHERE NOT EXISTS (SELECT 1 FROM claim WHERE borrower = ? AND subject = ? AND subject_id = ?
                AND subject_part = ? AND step = ? AND generation = ?)
            ON CONFLICT DO NOTHING
            """,
            key + [
                .integer(message.id.number), .integer(message.portfolio),
                message.loan.map { .integer($0.number) } ?? .null, .text(message.purpose.rawValue),
                .text(message.strategy), .integer(Int64(message.plannedOn.daysSinceEpoch)),
                .integer(now.milliseconds), .integer(Int64(message.state.rawValue)),
                .integer(message.due.milliseconds), .text(reason), .integer(now.milliseconds),
            ] + key) > 0
    }

    /// Messages whose instant has come, the earliest first. The plan walks the index `message_due`.
    package static func due(
        at now: Instant, portfolios: [Int64], limit: Int, in session: any SQLSession
    ) throws -> [OutboxMessage] {
        try due(at: now, portfolios: portfolios, limit: limit, locking: "", in: session)
    }

    /// The same for whoever will move them on: on PostgreSQL they are leased to this transaction, and those that another
    /// has are passed over.
    package static func lease(
        at now: Instant, portfolios: [Int64], limit: Int, in session: any SQLSession
    ) throws -> [OutboxMessage] {
        let locking = session.engine == .postgres ? "FOR UPDATE SKIP LOCKED" : ""
        return try due(at: now, portfolios: portfolios, limit: limit, locking: locking, in: session)
    }

    private static func due(
        at now: Instant, portfolios: [Int64], limit: Int, locking: String, in session: any SQLSession
    ) throws -> [OutboxMessage] {
        let places = portfolios.map { _ in "?" }.joined(separator: ", ")
        var messages: [OutboxMessage] = []
        try session.query(
            """
            SELECT \(OutboxMessage.columns) FROM message INDEXED BY message_due
            WHERE state IN (1, 3) AND due_ms <= ? AND portfolio IN (\(places)) ORDER BY due_ms LIMIT ? \(locking)
            """,
            [.integer(now.milliseconds)] + portfolios.map { .integer($0) } + [.integer(Int64(limit))]
        ) { messages.append(try OutboxMessage(row: $0)) }
        return messages
    }

    /// The earliest instant at which a message wants to be looked at; nil when none waits.
    package static func nextDue(in session: any SQLSession) throws -> Instant? {
        var next: Instant?
        try session.query("SELECT due_ms FROM message WHERE state IN (1, 3) ORDER BY due_ms LIMIT 1", []) {
            next = Instant(milliseconds: $0.integer(0))
        }
        return next
    }

    package static func move(
        _ message: OutboxMessage, to state: MessageState, due: Instant? = nil, reason: String, at now: Instant,
        in session: any SQLSession
    ) throws {
        try session.run(
            "UPDATE message SET state = ?, due_ms = ?, reason = ?, changed_ms = ? WHERE borrower = ? AND id = ?",
            [
                .integer(Int64(state.rawValue)), .integer((due ?? message.due).milliseconds), .text(reason),
                .integer(now.milliseconds), .integer(message.borrower.number), .integer(message.id.number),
            ])
    }

    /// Takes the claim for the message. False when another message has told this occurrence and step already.
    package static func claim(_ message: OutboxMessage, at now: Instant, in session: any SQLSession) throws -> Bool {
        let key = claimValues(message.claim)
        let taken = try session.run(
            """
            INSERT INTO claim (borrower, subject, subject_id, subject_part, step, generation, message, at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, key + [.integer(message.id.number), .integer(now.milliseconds)])
        if taken > 0 { return true }
        var owner: Int64?
        try session.query(
            """
            SELECT message FROM claim WHERE borrower = ? AND subject = ? AND subject_id = ? AND subject_part = ?
                AND step = ? AND generation = ?
            """, key
        ) { owner = $0.integer(0) }
        return owner == message.id.number
    }

    /// The claims that written attempts have consumed, of the borrowers after `first` up to `last`.
    package static func claims(
        after first: Int64, through last: Int64, in session: any SQLSession
    ) throws -> Set<Claim> {
        try claims(of: "claim", after: first, through: last, in: session)
    }

    /// The claims that stand in `table`, of the borrowers after `first` up to `last`.
    static func claims(
        of table: String, after first: Int64, through last: Int64, in session: any SQLSession
    ) throws -> Set<Claim> {
        var claims: Set<Claim> = []
        try session.query(
            """
            SELECT subject, subject_id, subject_part, step, generation, borrower FROM \(table)
            WHERE borrower > ? AND borrower <= ?
            """, [.integer(first), .integer(last)]
        ) { row in
            guard let subject = Claim.Subject(rawValue: Int(row.integer(0))) else { return }
            claims.insert(
                Claim(
                    borrower: Borrower.ID(row.integer(5)), subject: subject, subjectID: row.integer(1),
                    subjectPart: Int32(row.integer(2)), step: row.text(3), generation: Int32(row.integer(4))))
        }
        return claims
    }

    static func claimValues(_ claim: Claim) -> [SQLValue] {
        [
            .integer(claim.borrower.number), .integer(Int64(claim.subject.rawValue)), .integer(claim.subjectID),
            .integer(Int64(claim.subjectPart)), .text(claim.step), .integer(Int64(claim.generation)),
        ]
    }
}
