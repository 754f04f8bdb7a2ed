package import CivilTime
internal import Evidence
package import Messaging

/// Messages to many: each act is a leaf.
package enum Broadcasts {
    private static let columns = """
        id, portfolio, state, purpose, template, condition, per_hour, from_ms, until_ms, audience, proposed_ms,
        proposed_by, note, decided_ms, decided_by, stopped_ms, stopped_by, planned_through, slots, is_planned
        """

    /// Held by who changes its state, and shared by turns that submit something of it: what is stopped is so before or after
    /// every submission. Turns take it behind other locks, so that whoever has it waits for nothing but the log.
    private static func standing(_ id: Int64) -> StoreLock { .duty("broadcast \(id)") }

    /// Until the transaction ends nobody stops these.
    package static func holdStill(_ ids: some Sequence<Int64>, in session: any SQLSession) throws {
        try session.lock(Set(ids.map(standing)), .shared)
    }

    /// Turns are given by one node at a time.
    package static func lockTurns(_ id: Int64, in session: any SQLSession) throws {
        try session.lock([.duty("turns of broadcast \(id)")], .exclusive)
    }

    package static func propose(
        _ record: BroadcastRecord, in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws -> BroadcastRecord {
        var record = record
        record.id = try Numbers.take("broadcast", 1, in: session)
        try session.run(
            """
            INSERT INTO broadcast (id, portfolio, state, purpose, template, condition, per_hour, from_ms, until_ms,
                audience, proposed_ms, proposed_by, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(record.id), .text(record.portfolio), .text(record.state.rawValue),
                .text(record.purpose.rawValue), .text(record.template), .text(record.condition),
                .integer(record.perHour), .instant(record.from), .instant(record.until), .integer(record.audience),
                .instant(record.proposed.at), .text(record.proposed.by), .text(record.proposed.note),
            ])
        try EvidenceLog.append(
            [.broadcast("proposed", record, record.proposed)], in: session, vault: vault, random: random)
        return record
    }

    package static func find(_ id: Int64, in session: any SQLSession) throws -> BroadcastRecord? {
        try session.first(
            "SELECT \(columns) FROM broadcast WHERE id = ?", [.integer(id)], BroadcastRecord.init(row:))
    }

    /// The newest first.
    package static func list(atMost limit: Int = 1_000, in session: any SQLSession) throws -> [BroadcastRecord] {
        try session.rows(
            "SELECT \(columns) FROM broadcast ORDER BY id DESC LIMIT ?", [.integer(limit)], BroadcastRecord.init(row:))
    }

    /// Those approved whose borrowers do not all have their turn yet.
    package static func toPlan(in session: any SQLSession) throws -> [BroadcastRecord] {
        try session.rows(
            "SELECT \(columns) FROM broadcast WHERE state = 'approved' AND is_planned = 0 ORDER BY id", [],
            BroadcastRecord.init(row:))
    }

    /// Those of a portfolio that were approved and may be told in `moments`.
    package static func underWay(
        portfolio: String, in moments: Range<Instant>, _ session: any SQLSession
    ) throws -> [BroadcastRecord] {
        try session.rows(
            """
            SELECT \(columns) FROM broadcast
            WHERE state = 'approved' AND portfolio = ? AND from_ms < ? AND until_ms >= ? ORDER BY id
            """, [.text(portfolio), .instant(moments.upperBound), .instant(moments.lowerBound)],
            BroadcastRecord.init(row:))
    }

    static let dueSQL = """
        SELECT due_ms FROM message
        WHERE state IN (1, 3) AND route IS NULL AND due_ms >= ? AND due_ms < ? AND subject = ? AND subject_id = ?
        """
    /// The same of those that have a way already.
    static let dueByRouteSQL = """
        SELECT due_ms FROM message WHERE state IN (1, 3) AND route IN (SELECT name FROM route_standing)
            AND due_ms >= ? AND due_ms < ? AND subject = ? AND subject_id = ?
        """

    /// When what waits of it will be looked at, among these moments. Read from the queue of what is due.
    package static func due(
        of id: Int64, in moments: Range<Instant>, _ session: any SQLSession, _ each: (Instant) -> Void
    ) throws {
        let values: [SQLValue] = [
            .instant(moments.lowerBound), .instant(moments.upperBound),
            .integer(Int64(Claim.Subject.broadcast.rawValue)), .integer(id),
        ]
        for sql in [dueSQL, dueByRouteSQL] { try session.query(sql, values) { each($0.instant(0)) } }
    }

    package static func approve(
        _ id: Int64, _ act: Proposal.Act, in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws -> BroadcastRecord {
        try session.lock([standing(id)], .exclusive)
        guard var record = try find(id, in: session) else { throw BroadcastFault.unknown(id) }
        guard record.state == .proposed else { throw BroadcastFault.state(record) }
        guard !PersonName.isSame(record.proposed.by, act.by) else {
            throw BroadcastFault.samePerson(record.proposed.by)
        }
        guard act.at < record.until else { throw BroadcastFault.over(record) }
        (record.state, record.approved) = (.approved, act)
        try session.run(
            "UPDATE broadcast SET state = ?, decided_ms = ?, decided_by = ? WHERE id = ?",
            [.text(record.state.rawValue), .instant(act.at), .text(act.by), .integer(id)])
        try EvidenceLog.append([.broadcast("approved", record, act)], in: session, vault: vault, random: random)
        try session.notify(.facts)
        return record
    }

    /// From the commit on nothing more of it is submitted. Any one person may do it.
    package static func stop(
        _ id: Int64, _ act: Proposal.Act, in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws -> BroadcastRecord {
        try session.lock([standing(id)], .exclusive)
        guard var record = try find(id, in: session) else { throw BroadcastFault.unknown(id) }
        guard record.state != .stopped else { throw BroadcastFault.state(record) }
        (record.state, record.stopped) = (.stopped, act)
        try session.run(
            "UPDATE broadcast SET state = ?, stopped_ms = ?, stopped_by = ? WHERE id = ?",
            [.text(record.state.rawValue), .instant(act.at), .text(act.by), .integer(id)])
        try EvidenceLog.append([.broadcast("stopped", record, act)], in: session, vault: vault, random: random)
        return record
    }

    /// Notes how far its borrowers have their turns.
    package static func advance(_ record: BroadcastRecord, in session: any SQLSession) throws {
        try session.run(
            "UPDATE broadcast SET planned_through = ?, slots = ?, is_planned = ? WHERE id = ?",
            [.integer(record.plannedThrough), .text(record.slots), .bool(record.isPlanned), .integer(record.id)])
    }

    /// Its messages by state. Goes through all messages of the store: for a person who asks, not for a turn.
    package static func messages(of id: Int64, in session: any SQLSession) throws -> [MessageState: Int] {
        var counts: [MessageState: Int] = [:]
        try session.query(
            "SELECT state, count(*) FROM message WHERE subject = ? AND subject_id = ? GROUP BY state",
            [.integer(Int64(Claim.Subject.broadcast.rawValue)), .integer(id)]
        ) {
            let state: MessageState = try $0.value(0, "message.state")
            counts[state] = Int($0.integer(1))
        }
        return counts
    }
}

extension BroadcastRecord {
    init(row: any SQLRow) throws {
        self.init(
            id: row.integer(0), portfolio: row.text(1), purpose: try row.value(3, "broadcast.purpose"),
            template: row.text(4), condition: row.text(5), perHour: Int(row.integer(6)), from: row.instant(7),
            until: row.instant(8), audience: Int(row.integer(9)),
            proposed: Proposal.Act(by: row.text(11), at: row.instant(10), note: row.text(12)))
        state = try row.value(2, "broadcast.state")
        approved = row.optionalInstant(13).map { Proposal.Act(by: row.text(14), at: $0) }
        stopped = row.optionalInstant(15).map { Proposal.Act(by: row.text(16), at: $0) }
        plannedThrough = row.integer(17)
        slots = row.text(18)
        isPlanned = row.bool(19)
    }
}

extension LeafDraft {
    static func broadcast(_ what: String, _ record: BroadcastRecord, _ act: Proposal.Act) -> LeafDraft {
        LeafDraft(
            kind: .broadcast, borrower: nil, at: act.at,
            content: [
                ("act", .text(what)), ("audience", .integer(Int64(record.audience))),
                ("broadcast", .integer(record.id)),
                ("by", .text(act.by)), ("condition", .text(record.condition)), ("from", .instant(record.from)),
                ("note", .text(act.note)), ("per_hour", .integer(Int64(record.perHour))),
                ("portfolio", .text(record.portfolio)), ("purpose", .text(record.purpose.rawValue)),
                ("template", .text(record.template)), ("until", .instant(record.until)),
            ])
    }
}
