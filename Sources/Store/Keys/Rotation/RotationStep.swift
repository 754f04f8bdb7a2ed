/// One table that a rotation rewrites. The raw value is the table's name, and the step's in `key_step`.
///
/// Every step may run twice: what is of the current generation already is left. No row is made, and none comes back that
/// somebody deleted meanwhile: an update names what it replaces.
enum RotationStep: String, CaseIterable, Sendable {
    case borrowerKeys = "borrower_key"
    case contactPoints = "contact_point"
    case borrowers = "borrower"
    case receipts = "receipt"
    case replies = "reply"
    case numberConsents = "number_consent"
    case tombstones = "tombstone"
    case settings = "setting"

    /// Ids that one transaction looks at where most rows have nothing to rewrite.
    private static let span: Int64 = 5_000

    /// The last key there is now.
    func end(in session: any SQLSession) throws -> Int64 {
        let sql =
            switch self {
            case .borrowerKeys: "SELECT max(borrower) FROM borrower_key"
            case .contactPoints: "SELECT max(borrower) FROM contact_point"
            case .borrowers: "SELECT max(id) FROM borrower"
            case .receipts: "SELECT max(id) FROM receipt"
            case .replies: "SELECT max(id) FROM reply"
            case .numberConsents: "SELECT max(id) FROM number_consent"
            case .tombstones: "SELECT max(number) FROM tombstone"
            case .settings: "SELECT 1"
            }
        return try session.integer(sql) ?? 0
    }

    /// Rewrites the rows after `position`; returns the last key that it came to, nil at the end of the table.
    func rewrite(
        after position: Int64, rows: Int, in session: any SQLSession, vault: Vault
    ) throws -> Int64? {
        switch self {
        case .borrowerKeys: try Self.rewrapKeys(after: position, rows, session, vault)
        case .contactPoints: try Self.rehashContactPoints(after: position, rows, session, vault)
        case .borrowers: try Self.rehashDigests(after: position, rows, session, vault)
        case .receipts: try Self.rehashReceipts(after: position, try end(in: session), session, vault)
        case .replies: try Self.rewriteReplies(after: position, try end(in: session), session, vault)
        case .numberConsents: try Self.rehashNumbers(after: position, rows, session, vault)
        case .tombstones: try Tombstones.rewrite(after: position, rows: rows, in: session, vault: vault)
        case .settings: try EvidenceKey.reseal(in: session, vault: vault)
        }
    }

    private static func rewrapKeys(
        after position: Int64, _ rows: Int, _ session: any SQLSession, _ vault: Vault
    ) throws -> Int64? {
        // A borrower's keys are few: they come whole.
        let last = try session.integer(
            """
            SELECT max(borrower) FROM (SELECT borrower FROM borrower_key WHERE borrower > ? ORDER BY borrower LIMIT ?) b
            """, [.integer(position), .integer(rows)])
        guard let last else { return nil }
        let keys = try session.rows(
            "SELECT borrower, retention, wrapped FROM borrower_key WHERE borrower > ? AND borrower <= ?",
            [.integer(position), .integer(last)]
        ) { (borrower: $0.integer(0), retention: $0.integer(1), wrapped: $0.blob(2)) }
        var changes: [[SQLValue]] = []
        for key in keys {
            guard let retention = Retention(rawValue: Int(key.retention)) else {
                throw StoreError(.unreadableRow, "unknown class \(key.retention)", at: "borrower_key.retention")
            }
            guard
                let new = try vault.rewrapped(key.wrapped, borrower: key.borrower, retention: retention)
            else { continue }
            changes.append([.blob(new), .integer(key.borrower), .integer(key.retention), .blob(key.wrapped)])
        }
        try session.runMany(
            "UPDATE borrower_key SET wrapped = ? WHERE borrower = ? AND retention = ? AND wrapped = ?", changes)
        return last
    }

    private static func rehashContactPoints(
        after position: Int64, _ rows: Int, _ session: any SQLSession, _ vault: Vault
    ) throws -> Int64? {
        let last = try session.integer(
            """
            SELECT max(borrower) FROM (SELECT borrower FROM contact_point WHERE borrower > ? ORDER BY borrower LIMIT ?) b
            """, [.integer(position), .integer(rows)])
        guard let last else { return nil }
        let chain = vault.ring.lookups
        let points = try session.rows(
            "SELECT borrower, id, lookup FROM contact_point WHERE borrower > ? AND borrower <= ?",
            [.integer(position), .integer(last)]
        ) { (borrower: $0.integer(0), id: $0.integer(1), lookup: $0.blob(2)) }
        try session.runMany(
            "UPDATE contact_point SET lookup = ? WHERE borrower = ? AND id = ? AND lookup = ?",
            points.compactMap { point in
                chain.changed(point.lookup).map {
                    [.blob($0), .integer(point.borrower), .integer(point.id), .blob(point.lookup)]
                }
            })
        return last
    }

    private static func rehashDigests(
        after position: Int64, _ rows: Int, _ session: any SQLSession, _ vault: Vault
    ) throws -> Int64? {
        try rehash(
            "SELECT id, digest FROM borrower WHERE id > ? ORDER BY id LIMIT ?",
            "UPDATE borrower SET digest = ? WHERE id = ? AND digest = ?", vault.ring.digests,
            [.integer(position), .integer(rows)], session)
    }

    private static func rehashNumbers(
        after position: Int64, _ rows: Int, _ session: any SQLSession, _ vault: Vault
    ) throws -> Int64? {
        try rehash(
            "SELECT id, lookup FROM number_consent WHERE id > ? ORDER BY id LIMIT ?",
            "UPDATE number_consent SET lookup = ? WHERE id = ? AND lookup = ?", vault.ring.lookups,
            [.integer(position), .integer(rows)], session)
    }

    private static func rehashReceipts(
        after position: Int64, _ end: Int64, _ session: any SQLSession, _ vault: Vault
    ) throws -> Int64? {
        guard position < end else { return nil }
        let last = min(position + span, end)
        _ = try rehash(
            "SELECT id, lookup FROM receipt WHERE id > ? AND id <= ? AND borrower IS NULL",
            "UPDATE receipt SET lookup = ? WHERE id = ? AND lookup = ?", vault.ring.lookups,
            [.integer(position), .integer(last)], session)
        return last
    }

    /// Look-ups of all; and the bodies that no borrower's key seals.
    private static func rewriteReplies(
        after position: Int64, _ end: Int64, _ session: any SQLSession, _ vault: Vault
    ) throws -> Int64? {
        guard position < end else { return nil }
        let last = min(position + span, end)
        let range: [SQLValue] = [.integer(position), .integer(last)]
        _ = try rehash(
            "SELECT id, lookup FROM reply WHERE id > ? AND id <= ?",
            "UPDATE reply SET lookup = ? WHERE id = ? AND lookup = ?", vault.ring.lookups, range, session)
        let bodies = try session.rows(
            "SELECT id, body FROM reply WHERE id > ? AND id <= ? AND borrower IS NULL", range
        ) { (id: $0.integer(0), body: $0.blob(1)) }
        for (id, body) in bodies {
            guard let new = try vault.resealed(body, context: Replies.sealContext) else { continue }
            try session.run(
                "UPDATE reply SET body = ? WHERE id = ? AND body = ?", [.blob(new), .integer(id), .blob(body)])
        }
        return last
    }

    /// `select` gives key and hash; `update` takes the new hash, the key and the old one. Returns the last key.
    private static func rehash(
        _ select: String, _ update: String, _ chain: HashChain, _ values: [SQLValue], _ session: any SQLSession
    ) throws -> Int64? {
        let rows = try session.rows(select, values) { (id: $0.integer(0), hash: $0.blob(1)) }
        try session.runMany(
            update,
            rows.compactMap { row in
                chain.changed(row.hash).map { [.blob($0), .integer(row.id), .blob(row.hash)] }
            })
        return rows.map(\.id).max()
    }
}

extension HashChain {
    /// A stored hash as the newest generation has it; nil for one that is so already, or is none.
    func changed(_ stored: [UInt8]) -> [UInt8]? {
        guard let raised = raised(stored), raised != stored else { return nil }
        return raised
    }
}
