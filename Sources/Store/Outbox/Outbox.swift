package import CivilTime
package import LoanBook
package import Messaging

/// The statements by which messages are planned, looked at and moved on. Each runs inside the caller's transaction.
package enum Outbox {
    static let planList = RowList(
        [
            .integer, .integer, .integer, .integer, .text, .integer, .integer, .integer, .integer, .text, .text,
            .integer, .integer, .integer, .integer, .text, .integer, .integer, .integer,
        ],
        """
        WITH v (borrower, subject, subject_id, subject_part, step, generation, id, portfolio, loan, purpose, strategy,
            planned_on, planned_ms, state, due_ms, reason, changed_ms, segments, price) AS $rows
        INSERT INTO message (borrower, subject, subject_id, subject_part, step, generation, id, portfolio, loan,
            purpose, strategy, planned_on, planned_ms, state, due_ms, reason, changed_ms, segments, price)
        SELECT borrower, subject, subject_id, subject_part, step, generation, id, portfolio, loan, purpose, strategy,
            planned_on, planned_ms, state, due_ms, reason, changed_ms, segments, price FROM v
        WHERE (SELECT c.message FROM claim c WHERE \(sameClaim)) IS NULL
        ON CONFLICT DO NOTHING RETURNING id
        """)

    /// Enters a planned or held message, unless its occurrence and step were told or are planned already.
    /// Returns whether it was entered.
    package static func plan(
        _ message: OutboxMessage, reason: String, at now: Instant, in session: any SQLSession
    ) throws -> Bool {
        try !plan([(message, reason, nil)], at: now, in: session).isEmpty
    }

    /// What a message is thought to cost when it is planned.
    package struct Estimate: Sendable, Hashable {
        package var segments: Int
        /// Of `Prices`.
        package var price: Int64

        package init(segments: Int, price: Int64) {
            self.segments = segments
            self.price = price
        }
    }

    /// Enters planned or held messages, those left out whose occurrence and step were told or are planned already.
    /// Returns those that were entered.
    package static func plan(
        _ messages: [(message: OutboxMessage, reason: String, estimate: Estimate?)], at now: Instant,
        in session: any SQLSession
    ) throws -> Set<OutboxMessage.ID> {
        let rows = messages.map { message, reason, estimate in
            claimValues(message.claim) + [
                .id(message.id), .integer(message.portfolio), .id(message.loan), .text(message.purpose.rawValue),
                .text(message.strategy), .date(message.plannedOn), .instant(now), .integer(message.state.rawValue),
                .instant(message.due), .text(reason), .instant(now), .integer(estimate.map { Int64($0.segments) }),
                .integer(estimate?.price),
            ]
        }
        var entered: Set<OutboxMessage.ID> = []
        try planList.query(rows, in: session) { entered.insert(OutboxMessage.ID($0.integer(0))) }
        return entered
    }

    /// Messages whose instant has come and that have no way yet, the earliest first. The plan walks the index `message_due`.
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
        // In the order of the index, however few messages a server thinks are open: it would read and sort them all.
        if session.engine == .postgres { try session.post("SET LOCAL enable_sort = off", []) }
        try session.query(
            """
            SELECT \(OutboxMessage.columns) FROM message INDEXED BY message_due
            WHERE state IN (1, 3) AND route IS NULL AND due_ms <= ? AND portfolio IN (\(places))
            ORDER BY due_ms LIMIT ? \(locking)
            """,
            [.integer(now.milliseconds)] + portfolios.map { .integer($0) } + [.integer(Int64(limit))]
        ) { messages.append(try OutboxMessage(row: $0)) }
        if session.engine == .postgres { try session.post("SET LOCAL enable_sort = on", []) }
        return messages
    }

    /// The earliest instant at which a message wants to be looked at; nil when none waits.
    package static func nextDue(in session: any SQLSession) throws -> Instant? {
        var moments: [Instant] = []
        for way in ["IS NULL", "IS NOT NULL"] {
            try session.query(
                "SELECT due_ms FROM message WHERE state IN (1, 3) AND route \(way) ORDER BY due_ms LIMIT 1", []
            ) { moments.append($0.instant(0)) }
        }
        return moments.min()
    }

    static let claimColumns: [RowList.Column] = [.integer, .integer, .integer, .integer, .text, .integer]
    static let claimNames = "borrower, subject, subject_id, subject_part, step, generation"
    static let sameClaim = """
        c.borrower = v.borrower AND c.subject = v.subject AND c.subject_id = v.subject_id
            AND c.subject_part = v.subject_part AND c.step = v.step AND c.generation = v.generation
        """

    static let claimedList = RowList(
        claimColumns, named: claimNames,
        select: "c.borrower, c.subject, c.subject_id, c.subject_part, c.step, c.generation", from: "claim c",
        such: sameClaim)

    /// Those among `claims` that written attempts have consumed. What was told in years before is not read.
    package static func claimed(among claims: [Claim], in session: any SQLSession) throws -> Set<Claim> {
        var consumed: Set<Claim> = []
        try claimedList.query(claims.map(claimValues), in: session) { consumed.insert(try claim($0)) }
        return consumed
    }

    static let takeList = RowList(
        claimColumns + [.integer],
        """
        WITH v (\(claimNames), at_ms) AS $rows
        INSERT INTO claim (borrower, subject, subject_id, subject_part, step, generation, message, at_ms)
        SELECT borrower, subject, subject_id, subject_part, step, generation, 0, at_ms FROM v WHERE true
        ON CONFLICT DO NOTHING
        RETURNING borrower, subject, subject_id, subject_part, step, generation
        """)

    /// Takes claims for what a person does instead of a message (their message is 0); returns those that nobody had taken.
    package static func take(_ claims: [Claim], at now: Instant, in session: any SQLSession) throws -> Set<Claim> {
        var taken: Set<Claim> = []
        try takeList.query(claims.map { claimValues($0) + [.instant(now)] }, in: session) {
            taken.insert(try claim($0))
        }
        return taken
    }

    /// How many claims written attempts for this borrower have consumed.
    package static func claims(of borrower: Borrower.ID, in session: any SQLSession) throws -> Int {
        Int(try session.integer("SELECT count(*) FROM claim WHERE borrower = ?", [.id(borrower)]) ?? 0)
    }

    static func claim(_ row: any SQLRow) throws -> Claim {
        Claim(
            borrower: Borrower.ID(row.integer(0)), subject: try row.value(1, "claim.subject"),
            subjectID: row.integer(2), subjectPart: Int32(truncatingIfNeeded: row.integer(3)), step: row.text(4),
            generation: Int32(truncatingIfNeeded: row.integer(5)))
    }

    static func claimValues(_ claim: Claim) -> [SQLValue] {
        [
            .integer(claim.borrower.number), .integer(Int64(claim.subject.rawValue)), .integer(claim.subjectID),
            .integer(Int64(claim.subjectPart)), .text(claim.step), .integer(Int64(claim.generation)),
        ]
    }
}
