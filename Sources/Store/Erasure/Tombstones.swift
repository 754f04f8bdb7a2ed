internal import CivilTime
internal import Crypto
internal import Evidence
internal import LoanBook

/// Who was erased: tables `tombstone`, `tombstone_mark` and, for what they said, `number_consent`.
package enum Tombstones {
    /// How many there are and what they are, in short: equal where two lists say the same.
    struct Sum: Sendable, Hashable, CustomStringConvertible {
        static let setting = "tombstones"
        static let none = Sum(count: 0, sum: 0)

        var count: Int64
        var sum: UInt64

        var description: String { "\(count) \(String(sum, radix: 16))" }

        init(count: Int64, sum: UInt64) {
            self.count = count
            self.sum = sum
        }

        init?(text: some StringProtocol) {
            let words = text.split(separator: " ")
            guard words.count == 2, let count = Int64(words[0]), let sum = UInt64(words[1], radix: 16) else {
                return nil
            }
            self.init(count: count, sum: sum)
        }

        /// With a tombstone that went from one version (0: there was none) to another.
        func changed(_ id: [UInt8], from old: Int64, to new: Int64) -> Sum {
            let removed = old == 0 ? 0 : Self.part(id, old)
            return Sum(count: count + (old == 0 ? 1 : 0), sum: sum &- removed &+ Self.part(id, new))
        }

        private static func part(_ id: [UInt8], _ version: Int64) -> UInt64 {
            let bytes = id + (0..<8).map { UInt8(truncatingIfNeeded: version >> (8 * Int64($0))) }
            return SHA256.hash(data: bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    static func sum(in session: any SQLSession) throws -> Sum {
        try session.text("SELECT value FROM setting WHERE key = ?", [.text(Sum.setting)]).flatMap { Sum(text: $0) }
            ?? .none
    }

    /// Whether anybody was ever erased: until then no row needs to be asked for.
    package static func isAny(in session: any SQLSession) throws -> Bool {
        try session.integer("SELECT 1 FROM tombstone LIMIT 1") != nil
    }

    private static let standingSQL = """
        SELECT m.hash, m.tombstone FROM tombstone_mark m JOIN tombstone t ON t.number = m.tombstone
        WHERE t.readmitted_ms IS NULL AND m.hash IN (\(KeyList.parameters))
        """

    /// The tombstones that these marks belong to, by mark; those of whoever was readmitted are left out.
    package static func standing(
        _ marks: [KeyedHash], in session: any SQLSession
    ) throws -> [KeyedHash: Int64] {
        guard !marks.isEmpty else { return [:] }
        var byForm: [[UInt8]: Int64] = [:]
        try KeyList.query(standingSQL, [], keys: marks.flatMap(\.forms).map { .blob($0) }, in: session) {
            byForm[$0.blob(0)] = $0.integer(1)
        }
        guard !byForm.isEmpty else { return [:] }
        var found: [KeyedHash: Int64] = [:]
        for mark in marks {
            if let number = mark.forms.lazy.compactMap({ byForm[$0] }).first { found[mark] = number }
        }
        return found
    }

    /// One more mark of somebody who is known to be erased, such as a loan's that an export names for the first time.
    package static func learn(
        _ mark: KeyedHash, _ kind: ErasedMark.Kind, of tombstone: Int64, in session: any SQLSession
    ) throws {
        try session.run(
            "INSERT INTO tombstone_mark (tombstone, kind, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [.integer(tombstone), .integer(kind.rawValue), .blob(mark.written)])
    }

    /// The tombstone of a mark, whether readmitted or not: the newest.
    package static func find(
        _ mark: KeyedHash, in session: any SQLSession, vault: Vault
    ) throws -> (number: Int64, borrower: Int64?, tombstone: Tombstone)? {
        var newest: (number: Int64, borrower: Int64?, content: [UInt8])?
        for form in mark.forms {
            try session.query(
                """
                SELECT t.number, t.borrower, t.content FROM tombstone_mark m
                JOIN tombstone t ON t.number = m.tombstone WHERE m.hash = ? ORDER BY t.number
                """, [.blob(form)]
            ) { newest = ($0.integer(0), $0.optionalInteger(1), $0.blob(2)) }
        }
        return try newest.map { ($0.number, $0.borrower, try opened($0.content, vault)) }
    }

    /// The tombstone of a borrower whose record is kept.
    static func find(
        borrower: Int64, in session: any SQLSession, vault: Vault
    ) throws -> (number: Int64, tombstone: Tombstone)? {
        try session.first(
            "SELECT number, content FROM tombstone WHERE borrower = ?", [.integer(borrower)]
        ) { ($0.integer(0), try opened($0.blob(1), vault)) }
    }

    /// Enters a tombstone; `borrower` where a record is kept under that number.
    static func insert(
        _ tombstone: Tombstone, borrower: Int64?, in session: any SQLSession, vault: Vault
    ) throws {
        let number = try Numbers.take("tombstone", 1, in: session)
        try session.run(
            """
            INSERT INTO tombstone (number, id, version, borrower, at_ms, readmitted_ms, content)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(number), .blob(tombstone.id), .integer(tombstone.version), .integer(borrower),
                .instant(tombstone.at), .instant(tombstone.readmittedAt),
                .blob(try vault.sealStore(tombstone.encoded(), context: Tombstone.context)),
            ])
        for mark in tombstone.marks {
            try learn(vault.lookup(root: mark.root), mark.kind, of: number, in: session)
        }
        for said in tombstone.said {
            try Consents.append(
                [
                    Consent(
                        contactPoint: ContactPoint.ID(0), messageClass: said.messageClass, given: said.given,
                        at: said.at, act: said.act)
                ], ofNumber: vault.lookup(root: said.root), in: session)
        }
        try note(tombstone.id, from: 0, to: tombstone.version, in: session)
    }

    /// Replaces what is said of somebody; marks and what was said stay as they are.
    static func update(
        _ number: Int64, from old: Int64, _ tombstone: Tombstone, borrower: Int64?, in session: any SQLSession,
        vault: Vault
    ) throws {
        try session.run(
            "UPDATE tombstone SET version = ?, borrower = ?, readmitted_ms = ?, content = ? WHERE number = ?",
            [
                .integer(tombstone.version), .integer(borrower), .instant(tombstone.readmittedAt),
                .blob(try vault.sealStore(tombstone.encoded(), context: Tombstone.context)), .integer(number),
            ])
        try note(tombstone.id, from: old, to: tombstone.version, in: session)
    }

    private static func note(_ id: [UInt8], from old: Int64, to new: Int64, in session: any SQLSession) throws {
        // One row that all who erase change: each waits for the other's end.
        try session.lock([.duty(Sum.setting)], .exclusive)
        let sum = try sum(in: session).changed(id, from: old, to: new)
        try session.run(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [.text(Sum.setting), .text(sum.description)])
    }

    static func opened(_ content: [UInt8], _ vault: Vault) throws -> Tombstone {
        try Tombstone(decoding: vault.openStore(content, context: Tombstone.context))
    }

    /// The step of a rotation: seals contents and carries marks over. Returns the last number.
    static func rewrite(
        after position: Int64, rows: Int, in session: any SQLSession, vault: Vault
    ) throws -> Int64? {
        let contents = try session.rows(
            "SELECT number, content FROM tombstone WHERE number > ? ORDER BY number LIMIT ?",
            [.integer(position), .integer(rows)]
        ) { (number: $0.integer(0), content: $0.blob(1)) }
        guard let last = contents.last?.number else { return nil }
        for (number, content) in contents {
            guard let new = try vault.resealed(content, context: Tombstone.context) else { continue }
            try session.run(
                "UPDATE tombstone SET content = ? WHERE number = ? AND content = ?",
                [.blob(new), .integer(number), .blob(content)])
        }
        let chain = vault.ring.lookups
        let marks = try session.rows(
            "SELECT tombstone, kind, hash FROM tombstone_mark WHERE tombstone > ? AND tombstone <= ?",
            [.integer(position), .integer(last)]
        ) { (tombstone: $0.integer(0), kind: $0.integer(1), hash: $0.blob(2)) }
        // A mark that was learnt again meanwhile stands in its new form already.
        for mark in marks {
            guard let new = chain.changed(mark.hash) else { continue }
            try session.run(
                "INSERT INTO tombstone_mark (tombstone, kind, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [.integer(mark.tombstone), .integer(mark.kind), .blob(new)])
            try session.run(
                "DELETE FROM tombstone_mark WHERE tombstone = ? AND kind = ? AND hash = ?",
                [.integer(mark.tombstone), .integer(mark.kind), .blob(mark.hash)])
        }
        return last
    }
}
