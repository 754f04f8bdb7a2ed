package import Evidence

/// The whole log against the store: every leaf's hash, every tile and bundle, the root and its signature, what was
/// countersigned; every leaf opened under its key and held to its commitment and row; every attempt and receipt of the
/// store looked for in it.
///
/// Memory: one bundle, one tile a level, a hash for each countersigned checkpoint, and two bits for each attempt and one
/// for each receipt, up to `NumberSet.capacity` of them; where there are more the leaves are gone through again.
package enum EvidenceAudit {
    /// Who is known to countersign: their words are checked, others' are left alone.
    package struct Countersigners: Sendable {
        package var witnesses: [VerifierKey]
        /// By their names in the settings.
        package var authorities: [String: TimeStampAnchors]

        package init(witnesses: [VerifierKey] = [], authorities: [String: TimeStampAnchors] = [:]) {
            self.witnesses = witnesses
            self.authorities = authorities
        }
    }

    /// Leaves that a busy store may be ahead of the audit when it takes its last view.
    private static let nearly: Int64 = 10_000
    private static let most = 20

    @concurrent package static func run(
        database: any SQLDatabase, directory: String, key: VerifierKey, vault: Vault,
        countersigners: Countersigners = .init(), window: Int64 = NumberSet.capacity
    ) async throws -> AuditReport {
        let folder = EvidenceFolder(path: directory)
        var report = AuditReport()
        // Read before the file: publishing writes the file first, so an honest file is never older than this.
        let (stored, last) = try await database.read { session in
            (try EvidenceLog.size(in: session), try SignedLast.read(session, key: key))
        }
        let checkpoint = try signed(folder, key, last, &report)
        let size = checkpoint?.size ?? 0
        if size > stored { report.add("store", EvidenceError.storeShorter(signed: size, stored: stored).description) }
        report.size = size
        let roots = try await CountersignedAudit(folder: folder, key: key, countersigners: countersigners)
            .roots(database, &report)
        var files = LogFilesAudit(folder: folder, size: size, roots: roots)
        var leaves = LeafAudit(vault: vault, report: report, numbers: 0..<window)
        var next: Int64 = 0
        while next < max(size, stored) {
            let rows = try await page(next, below: max(size, stored), database, vault)
            files.take(rows, from: next, &leaves.report)
            for row in rows { leaves.take(row) }
            next += Int64(Tile.fullWidth)
        }
        if let checkpoint { files.finish(checkpoint, &leaves.report) }
        leaves.report.root = files.root
        next = min(next, stored)
        while true {
            let finished = try await finish(&leaves, from: next, size: size, database, vault)
            guard let more = finished.following else { return finished.report }
            leaves = more
            next = 0
        }
    }

    private static func page(
        _ first: Int64, below end: Int64, _ database: any SQLDatabase, _ vault: Vault
    ) async throws -> [StoredLeaf] {
        try await database.read { session in
            try StoredLeaf.load(
                from: first, below: min(first + Int64(Tile.fullWidth), end), in: session, vault: vault)
        }
    }

    /// What was appended meanwhile, and the tables that the log must cover, at last in one view of the store.
    private static func finish(
        _ leaves: inout LeafAudit, from first: Int64, size: Int64, _ database: any SQLDatabase, _ vault: Vault
    ) async throws -> LeafAudit {
        var next = first
        for _ in 0..<most {
            let stored = try await database.read { try EvidenceLog.size(in: $0) }
            guard stored - next > nearly else { break }
            while next < stored {
                for row in try await page(next, below: stored, database, vault) { leaves.take(row) }
                next = min(next + Int64(Tile.fullWidth), stored)
            }
        }
        let (begun, from) = (leaves, next)
        return try await database.read { session in
            var last = begun
            try last.finish(from: from, in: session)
            last.report.unpublished = try EvidenceLog.size(in: session) - size
            return last
        }
    }

    /// The checkpoint, if it can be trusted. `last` is the one that the store knows of; without one nothing was ever
    /// published, and none is missed.
    private static func signed(
        _ folder: EvidenceFolder, _ key: VerifierKey, _ last: SignedLast?, _ report: inout AuditReport
    ) throws -> Checkpoint? {
        guard let bytes = try folder.checkpointNote() else {
            if last != nil { report.add(EvidenceFolder.checkpointName, "it is missing") }
            return nil
        }
        do throws(NoteFault) {
            let note = try SignedNote(parsing: bytes)
            let checkpoint = try Checkpoint(note: note, key: key)
            if let last, last.checkpoint.size > checkpoint.size {
                report.add(
                    EvidenceFolder.checkpointName,
                    "it is older than the one signed last: \(checkpoint.size) leaves, not \(last.checkpoint.size)")
            }
            if let last, last.checkpoint == checkpoint {
                let known = try SignedNote(parsing: last.note).signatures
                for signature in note.signatures where !known.contains(signature) {
                    report.add(
                        EvidenceFolder.checkpointName, "a signature in the name of \(signature.name) is not the store's"
                    )
                }
            }
            return checkpoint
        } catch {
            report.add(EvidenceFolder.checkpointName, error.description)
            return nil
        }
    }
}
