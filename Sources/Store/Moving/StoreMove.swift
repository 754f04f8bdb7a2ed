package import Evidence

/// Copies everything that one store holds into another, of any engine, and makes the other the one that is worked with.
///
/// May be killed at any instant and run again. Until the end the target is marked as unfinished and nobody works with it;
/// then the source is marked as moved, and only then is the target free: at no instant do both allow work.
///
/// What is there already is found again: with each table the target keeps the digest of the rows that it has, and a table
/// whose rows are the source's is gone on with, any other begun anew. In the end every table is read again on the target
/// and held against the source by count and digest, and the log's root is reckoned from the leaves of both.
package struct StoreMove: Sendable {
    package struct Place: Sendable {
        package var database: any SQLDatabase
        /// For people and marks: an address without its password.
        package var name: String
        /// The caller holds the lock without which nobody delivers from it: leases that a killed process left say nothing.
        package var isLocked: Bool

        package init(_ database: any SQLDatabase, name: String, isLocked: Bool = false) {
            self.database = database
            self.name = name
            self.isLocked = isLocked
        }
    }

    package struct Progress: Sendable {
        package var table: String
        package var isCheck: Bool
        /// Rows copied and read again so far, of all tables, and how many there will be.
        package var done: Int64
        package var total: Int64
    }

    package struct Report: Sendable, Equatable {
        /// Rows by table, in the order in which they were copied.
        package var tables: [(name: String, rows: Int64)]
        package var leaves: Int64
        package var root: TreeHash

        package var rows: Int64 { tables.reduce(0) { $0 + $1.rows } }

        package static func == (a: Report, b: Report) -> Bool {
            a.leaves == b.leaves && a.root == b.root && a.tables.elementsEqual(b.tables, by: ==)
        }
    }

    static let settings = "setting"

    let source: Place
    let target: Place
    /// The log's public key, to hold the last signed checkpoint against the root; nil where nothing was ever signed.
    let key: VerifierKey?

    package init(from source: Place, to target: Place, key: VerifierKey?) {
        self.source = source
        self.target = target
        self.key = key
    }

    /// Both stores are migrated. Returns when the target is the store to work with.
    @concurrent package func run(progress: @escaping @Sendable (Progress) -> Void = { _ in }) async throws -> Report {
        let tables = try SchemaTable.all().filter { $0.name != Self.settings }
        try await checkSource()
        try await begin(tables)
        let mark = target.name
        let arrival = source.name
        let report = try await StoreHold.on(source.database) {
            let pace = try await MovePace(tables, in: source.database, tell: progress)
            var copied: [(SchemaTable, RowDigest)] = []
            for table in tables { copied.append((table, try await copy(TablePages(table), pace))) }
            try await copySettings()
            return try await check(copied, pace)
        } closing: { session in
            try StoreMark.set(StoreMark.moved, mark, in: session)
        }
        try await target.database.write(repeatable: true) { session in
            try StoreMark.set(StoreMark.arrived, Self.stamp(in: session) + " " + arrival, in: session)
            try session.run("DELETE FROM setting WHERE key LIKE '\(StoreMark.tablePrefix)%'")
            try StoreMark.clear(StoreMark.filling, in: session)
        }
        return report
    }

    /// The source must be whole and nobody may be at work with it; it may have been marked by a run that was killed just
    /// before its end.
    private func checkSource() async throws {
        let (moved, filling) = try await source.database.read { session in
            (
                try session.text(StoreMark.select, [.text(StoreMark.moved)]),
                try session.text(StoreMark.select, [.text(StoreMark.filling)])
            )
        }
        if filling != nil || moved.map({ $0 != target.name }) == true {
            try await source.database.read { try StoreMark.refuse(in: $0) }
        }
        if source.isLocked { return }
        try await Lanes.refuseAtWork(with: source.database, at: source.name)
    }

    /// Marks the target. It has to be empty, unless a move has begun it.
    private func begin(_ tables: [SchemaTable]) async throws {
        let (name, place) = (source.name, target.name)
        try await target.database.write { session in
            try session.lock([.facts, .log], .exclusive)
            if try session.text(StoreMark.select, [.text(StoreMark.filling)]) == nil {
                let full = try tables.first { try !TablePages($0).isEmpty(in: session) }
                let settings = try Self.settings(in: session)
                guard full == nil, settings.isEmpty else {
                    throw StoreError(
                        .constraint, "is not empty (table \(full?.name ?? Self.settings))", at: place,
                        fix: "Move into a store in which nothing is")
                }
            }
            try StoreMark.set(StoreMark.filling, name, in: session)
        }
    }

    /// What the numbers that were given out and the log stand at: any work changes it.
    static func stamp(in session: any SQLSession) throws -> String {
        var digest = RowDigest()
        try session.query("SELECT kind, next FROM number ORDER BY kind", []) {
            digest.add([.text($0.text(0)), .integer($0.integer(1))])
        }
        digest.add([.integer(try EvidenceLog.size(in: session))])
        return digest.text
    }

    static func settings(in session: any SQLSession) throws -> [String: String] {
        var settings: [String: String] = [:]
        try session.query("SELECT key, value FROM setting", []) { settings[$0.text(0)] = $0.text(1) }
        return settings.filter { !StoreMark.isOfTheStoreItself($0.key) }
    }
}
