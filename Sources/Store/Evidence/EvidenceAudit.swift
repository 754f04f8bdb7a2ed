package import Evidence

/// The whole log against the store: every leaf's hash, every tile and bundle, the root and its signature; every leaf
/// opened under its key and held to its commitment and row; every attempt and receipt of the store looked for in it.
///
/// Memory: one bundle, one tile a level, and two bits for each attempt and one for each receipt.
package enum EvidenceAudit {
    @concurrent package static func run(
        database: any SQLDatabase, directory: String, key: VerifierKey, vault: Vault
    ) async throws -> AuditReport {
        let folder = EvidenceFolder(path: directory)
        var report = AuditReport()
        // Read before the file: publishing writes the file first, so an honest file is never older than this.
        let (stored, remembered) = try await database.read { session in
            (try EvidenceLog.size(in: session), try EvidencePublisher.remembered(session, key: key))
        }
        let checkpoint = try signed(folder, key, remembered, &report)
        let size = checkpoint?.size ?? 0
        if size > stored { report.add("store", EvidenceError.storeShorter(signed: size, stored: stored).description) }
        report.size = size
        var files = LogFilesAudit(folder: folder, size: size)
        var leaves = LeafAudit(vault: vault, report: report)
        var next: Int64 = 0
        while next < max(size, stored) {
            let first = next
            let end = first + Int64(Tile.fullWidth)
            let rows = try await database.read { session in
                try StoredLeaf.load(from: first, below: min(end, max(size, stored)), in: session, vault: vault)
            }
            files.take(rows, from: first, &leaves.report)
            for row in rows { leaves.take(row) }
            next = end
        }
        if let checkpoint { files.finish(checkpoint, &leaves.report) }
        leaves.report.root = files.root
        // What was appended meanwhile, and the tables that the log must cover, in one view of the store.
        let last = leaves
        let from = min(next, stored)
        return try await database.read { session in
            var last = last
            try last.finish(from: from, in: session)
            last.report.unpublished = try EvidenceLog.size(in: session) - size
            return last.report
        }
    }

    /// The checkpoint, if it can be trusted. `remembered` is the one that the store knows of; without one nothing was ever
    /// published, and none is missed.
    private static func signed(
        _ folder: EvidenceFolder, _ key: VerifierKey, _ remembered: Checkpoint?, _ report: inout AuditReport
    ) throws -> Checkpoint? {
        guard let note = try folder.checkpointNote() else {
            if remembered != nil { report.add(EvidenceFolder.checkpointName, "it is missing") }
            return nil
        }
        do throws(NoteFault) {
            let checkpoint = try Checkpoint(note: note, key: key)
            if let remembered, remembered.size > checkpoint.size {
                report.add(
                    EvidenceFolder.checkpointName,
                    "it is older than the one signed last: \(checkpoint.size) leaves, not \(remembered.size)")
            }
            return checkpoint
        } catch {
            report.add(EvidenceFolder.checkpointName, error.description)
            return nil
        }
    }
}
