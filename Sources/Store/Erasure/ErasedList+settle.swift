package import CivilTime
internal import LoanBook

extension ErasedList {
    /// What bringing list and database together did.
    package struct Settled: Sendable, Hashable {
        /// Borrowers whom the database still had.
        package var erased = 0
        /// Entries that the database did not know.
        package var learnt = 0
        /// Entries that no given master opens.
        package var unreadable = 0

        package init() {}
    }

    /// Brings list and database together: whom the list knows and the database does not is erased again, and the other way
    /// round the list is completed. Costs the reading of one line while the two agree.
    package func settle(_ database: any SQLDatabase, vault: Vault, clock: LawClock) async throws -> Settled {
        let header = try header()
        let sum = try await database.read { try Tombstones.sum(in: $0) }
        if header == nil, sum == .none { return Settled() }
        if let header, header.sum == sum, header.generation == vault.state.current { return Settled() }
        let settled = try await apply(entries(), to: database, vault: vault, clock: clock)
        try await rewrite(from: database, vault: vault, keeping: settled.unreadable > 0)
        return settled
    }

    /// Erases again whom another list knows: another node's, or a copy.
    package func apply(
        _ other: [[UInt8]: Entry], to database: any SQLDatabase, vault: Vault, clock: LawClock
    ) async throws -> Settled {
        let known = try await database.read { session in
            Dictionary(
                uniqueKeysWithValues: try session.rows("SELECT id, version FROM tombstone") {
                    ($0.blob(0), $0.integer(1))
                })
        }
        var settled = Settled()
        var missing: [Tombstone] = []
        for entry in other.values where known[entry.id].map({ $0 < entry.version }) ?? true {
            if let tombstone = try opened(entry, vault) {
                missing.append(tombstone)
            } else {
                settled.unreadable += 1
            }
        }
        settled.learnt = missing.count
        guard !missing.isEmpty else { return settled }
        var people = try await Self.inBook(missing, database, vault)
        for tombstone in missing.sorted(by: { $0.at < $1.at }) {
            let borrower = people.removeValue(forKey: tombstone.id)
            let now = clock.now()
            let isErased = try await database.write(repeatable: true) { session in
                try Self.enter(tombstone, borrower, at: now, in: session, vault: vault)
            }
            if isErased { settled.erased += 1 }
        }
        return settled
    }

    /// Whom of the book the tombstones mean, by tombstone. One pass over the references: a restored backup is rare.
    private static func inBook(
        _ tombstones: [Tombstone], _ database: any SQLDatabase, _ vault: Vault
    ) async throws -> [[UInt8]: Borrower.ID] {
        var wanted: [[UInt8]: [UInt8]] = [:]
        for tombstone in tombstones where tombstone.readmittedAt == nil {
            for mark in tombstone.marks where mark.kind == .reference { wanted[mark.root] = tombstone.id }
        }
        let roots = wanted
        return try await database.read { session in
            var found: [[UInt8]: Borrower.ID] = [:]
            try session.query(
                "SELECT b.id, b.ref, p.key FROM borrower b JOIN portfolio p ON p.id = b.portfolio", []
            ) { row in
                let root = vault.lookup(ErasedMark.reference(row.text(1)).text(portfolio: row.text(2))).root
                if let id = roots[root] { found[id] = Borrower.ID(row.integer(0)) }
            }
            return found
        }
    }

    private static func enter(
        _ tombstone: Tombstone, _ borrower: Borrower.ID?, at now: Instant, in session: any SQLSession, vault: Vault
    ) throws -> Bool {
        if let borrower {
            let record: Erasure.Record =
                tombstone.isRecordGone
                ? .goes : .stays(until: tombstone.recordUntil, rules: tombstone.keptBy)
            _ = try Erasure.run(
                borrower, record: record, by: .list, tombstone: tombstone, at: now, in: session, vault: vault)
            return true
        }
        let standing = try session.first(
            "SELECT number, version, borrower FROM tombstone WHERE id = ?", [.blob(tombstone.id)]
        ) { (number: $0.integer(0), version: $0.integer(1), borrower: $0.optionalInteger(2)) }
        guard let standing else {
            try Tombstones.insert(tombstone, borrower: nil, in: session, vault: vault)
            return false
        }
        guard standing.version < tombstone.version else { return false }
        var kept = standing.borrower
        if let borrower = kept, tombstone.isRecordGone {
            _ = try Erasure.endRecord(of: borrower, by: .list, at: now, in: session, vault: vault)
            kept = nil
        }
        let version = try session.integer("SELECT version FROM tombstone WHERE id = ?", [.blob(tombstone.id)])
        try Tombstones.update(
            standing.number, from: version ?? standing.version, tombstone, borrower: kept, in: session, vault: vault)
        return false
    }

    /// One erasure more: added at the end where list and database agreed before it, else the two are settled.
    package func add(
        _ done: Erasure.Done, _ database: any SQLDatabase, vault: Vault, clock: LawClock
    ) async throws {
        let (sum, content) = try await database.read { session in
            (
                try Tombstones.sum(in: session),
                try session.first("SELECT content FROM tombstone WHERE id = ?", [.blob(done.tombstone)]) { $0.blob(0) }
            )
        }
        guard let header = try header(), header.generation == vault.state.current, let content,
            header.sum.changed(done.tombstone, from: done.from, to: done.to) == sum
        else {
            _ = try await settle(database, vault: vault, clock: clock)
            return
        }
        try append([sealed(Tombstones.opened(content, vault), vault)], vault, sum: sum)
    }

    /// The list as the database has it. Entries that cannot be read are kept beside.
    private func rewrite(from database: any SQLDatabase, vault: Vault, keeping: Bool) async throws {
        let old = keeping ? try entries() : [:]
        let (sum, contents) = try await database.read { session in
            (
                try Tombstones.sum(in: session),
                try session.rows("SELECT content FROM tombstone ORDER BY number") { $0.blob(0) }
            )
        }
        var new = try contents.map { try sealed(Tombstones.opened($0, vault), vault) }
        let ids = Set(new.map(\.id))
        new += old.values.filter { !ids.contains($0.id) }
        try replace(new, vault, sum: sum)
    }
}
