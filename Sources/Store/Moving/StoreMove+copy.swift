internal import Synchronization

/// Counts the rows of a move and tells how far it is.
final class MovePace: Sendable {
    private let done = Mutex<Int64>(0)
    private let total: Int64
    private let tell: @Sendable (StoreMove.Progress) -> Void

    init(
        _ tables: [SchemaTable], in database: any SQLDatabase, tell: @escaping @Sendable (StoreMove.Progress) -> Void
    ) async throws {
        let rows = try await database.read { session in
            try tables.reduce(Int64(0)) { $0 + (try session.integer("SELECT count(*) FROM \($1.name)") ?? 0) }
        }
        // Each is copied, and read again.
        total = 2 * rows
        self.tell = tell
    }

    func add(_ rows: Int64, table: String, isCheck: Bool) {
        let done = done.withLock { done in
            done += rows
            return done
        }
        tell(StoreMove.Progress(table: table, isCheck: isCheck, done: done, total: max(total, done)))
    }
}

extension StoreMove {
    /// Copies what the target lacks of a table, and returns the digest of all its rows in the source.
    func copy(_ pages: TablePages, _ pace: MovePace) async throws -> RowDigest {
        let name = pages.table.name
        let (start, last) = try await begun(pages)
        var digest = start
        pace.add(start.rows, table: name, isCheck: false)
        let note = StoreMark.tablePrefix + name
        var page = try await source.database.read { try pages.read(after: last, digest: start, in: $0) }
        while page.last != nil {
            // The next page is read while this one is written.
            let (full, before) = (page, digest.rows == 0 ? nil : digest.text)
            async let next = source.database.read { try pages.read(after: full.last, digest: full.digest, in: $0) }
            try await target.database.write { session in
                guard try session.text(StoreMark.select, [.text(note)]) == before else {
                    throw StoreError(.locked, "another move fills it", at: target.name, fix: "Let one of them end")
                }
                try pages.write(full, in: session)
                try StoreMark.set(note, full.digest.text, in: session)
            }
            pace.add(Int64(full.rows.count), table: name, isCheck: false)
            digest = full.digest
            page = try await next
        }
        return digest
    }

    /// How far an earlier run has come with a table: only as far as its rows are still those of the source.
    private func begun(_ pages: TablePages) async throws -> (RowDigest, [SQLValue]?) {
        let note = StoreMark.tablePrefix + pages.table.name
        let (text, rows) = try await target.database.read { session in
            (
                try session.text(StoreMark.select, [.text(note)]),
                try session.integer("SELECT count(*) FROM \(pages.table.name)") ?? 0
            )
        }
        if rows == 0, text == nil { return (RowDigest(), nil) }
        if let there = text.flatMap(RowDigest.init(text:)), there.rows == rows {
            let (digest, last) = try await source.database.digest(pages, first: rows)
            if digest == there { return (digest, last) }
        }
        try await target.database.write { session in
            try pages.clear(in: session)
            try StoreMark.clear(note, in: session)
        }
        return (RowDigest(), nil)
    }

    /// The few rows of `setting` that belong to what the store holds.
    func copySettings() async throws {
        let settings = try await source.database.read { try Self.settings(in: $0) }
        try await target.database.write(repeatable: true) { session in
            for key in try Self.settings(in: session).keys where settings[key] == nil {
                try StoreMark.clear(key, in: session)
            }
            for (key, value) in settings { try StoreMark.set(key, value, in: session) }
        }
    }
}
