internal import Evidence

extension StoreMove {
    /// Reads everything again on the target. Throws `differs` where it is not what the source holds.
    func check(_ copied: [(table: SchemaTable, digest: RowDigest)], _ pace: MovePace) async throws -> Report {
        for (table, digest) in copied {
            let there = try await target.database.digest(TablePages(table)) {
                pace.add($0, table: table.name, isCheck: true)
            }.digest
            guard there == digest else {
                throw differs(
                    "table \(table.name): \(digest.rows) rows in the source, \(there.rows) in the target", there)
            }
        }
        let settings = try await source.database.read { try Self.settings(in: $0) }
        guard try await target.database.read({ try Self.settings(in: $0) }) == settings else {
            throw differs("the settings are not the same", nil)
        }
        let log = try await checkLog()
        // A server plans its queries by what it knows of the tables.
        if target.database.engine == .postgres { try await target.database.write { try $0.run("ANALYZE") } }
        return Report(
            tables: copied.map { ($0.table.name, $0.digest.rows) }, leaves: log.size, root: log.root)
    }

    /// The root of the log, reckoned from the leaves of both; the one that was signed last lies on the way to it.
    private func checkLog() async throws -> (size: Int64, root: TreeHash) {
        var signed: Checkpoint?
        if let key { signed = try await source.database.read { try SignedLast.read($0, key: key)?.checkpoint } }
        let mine = try await EvidenceLog.root(of: source.database, passing: signed)
        let theirs = try await EvidenceLog.root(of: target.database, passing: signed)
        guard mine.size == theirs.size, mine.root == theirs.root else {
            throw differs("the evidence log has \(mine.size) leaves in the source, \(theirs.size) in the target", nil)
        }
        if let signed, signed.size > mine.size {
            throw EvidenceError.storeShorter(signed: signed.size, stored: mine.size)
        }
        return mine
    }

    private func differs(_ what: String, _ there: RowDigest?) -> StoreError {
        StoreError(
            .differs, what, at: target.name,
            fix: "Nothing is lost: the source stands as it was. Run the same again; if it comes again, report it")
    }
}

extension EvidenceLog {
    /// Size and root of the log, reckoned from its leaves. Throws `rootDiffers` where it passes a signed size with another
    /// root than was signed.
    static func root(
        of database: any SQLDatabase, passing signed: Checkpoint?
    ) async throws -> (size: Int64, root: TreeHash) {
        var edge = TreeEdge()
        while true {
            let first = edge.size
            let leaves = try await database.read { session in
                try session.rows(
                    "SELECT idx, bytes FROM leaf WHERE idx >= ? AND idx < ? ORDER BY idx",
                    [.integer(first), .integer(first + TablePages.pageRows)]
                ) { (index: $0.integer(0), hash: TreeHash.leaf($0.blob(1))) }
            }
            if leaves.isEmpty { return (edge.size, edge.root) }
            for leaf in leaves {
                guard leaf.index == edge.size else { throw EvidenceError.missingLeaf(index: edge.size) }
                edge.append(leaf.hash) { _, _ in }
                if let signed, signed.size == edge.size, signed.root != edge.root {
                    throw EvidenceError.rootDiffers(size: signed.size)
                }
            }
        }
    }
}
