package import Evidence

/// Writes the store's new leaves into the public log: tiles, entry bundles, and last the signed checkpoint.
///
/// May be killed at any instant and run again. Every file is written under a temporary name and renamed; nothing that a
/// checkpoint was signed over is ever changed; the checkpoint is replaced only when all it stands on is on disk. What a
/// killed run left is found to be the same and kept. Memory: one bundle and one tile a level.
package struct EvidencePublisher: Sendable {
    package struct Published: Sendable, Equatable {
        /// Leaves in the log now.
        package var size: Int64
        package var root: TreeHash
        /// Leaves that this run added.
        package var added: Int64
    }

    private static let setting = "evidence_checkpoint"

    private let database: any SQLDatabase
    private let folder: EvidenceFolder
    private let signer: NoteSigner

    /// `directory` is made when it is missing. The log's origin is the signer's name.
    package init(database: any SQLDatabase, directory: String, signer: NoteSigner) {
        self.database = database
        folder = EvidenceFolder(path: directory)
        self.signer = signer
    }

    /// Publishes all leaves that are committed when it begins.
    @concurrent package func publish() async throws -> Published {
        let lock = try EvidenceLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let before = try lastCheckpoint()
        // What was signed last is remembered in the store too: a lost folder is rebuilt, never rewritten.
        let (size, remembered) = try await database.read { session in
            (try EvidenceLog.size(in: session), try Self.remembered(session, key: signer.key))
        }
        let signed = max(before?.size ?? 0, remembered?.size ?? 0)
        guard size >= signed else { throw EvidenceError.storeShorter(signed: signed, stored: size) }
        if let before, before.size == size, remembered == before {
            return Published(size: size, root: before.root, added: 0)
        }
        let root = try await extend(from: before, to: size, passing: remembered)
        let checkpoint = Checkpoint(origin: signer.key.name, size: size, root: root)
        let note = try checkpoint.signed(by: signer).bytes
        try folder.writeCheckpoint(note)
        _ = try await database.write { session in
            try session.run(
                """
                INSERT INTO setting (key, value) VALUES (?, ?)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value
                """, [.text(Self.setting), .text(String(decoding: note, as: UTF8.self))])
        }
        return Published(size: size, root: root, added: size - (before?.size ?? 0))
    }

    private func lastCheckpoint() throws -> Checkpoint? {
        guard let note = try folder.checkpointNote() else { return nil }
        do { return try Checkpoint(note: note, key: signer.key) } catch { throw EvidenceError.checkpoint(error) }
    }

    /// The checkpoint that the store remembers as signed last; nil before the first.
    static func remembered(_ session: any SQLSession, key: VerifierKey) throws -> Checkpoint? {
        guard let note = try session.text("SELECT value FROM setting WHERE key = ?", [.text(setting)]) else {
            return nil
        }
        do { return try Checkpoint(note: Array(note.utf8), key: key) } catch { throw EvidenceError.checkpoint(error) }
    }

    /// Writes everything but the checkpoint, and returns the new root.
    private func extend(from before: Checkpoint?, to size: Int64, passing: Checkpoint?) async throws -> TreeHash {
        let start = before?.size ?? 0
        var writer = try TileWriter(folder: folder, size: start, root: before?.root ?? .empty)
        try writer.check(passing)
        // The bundle that was partial is written again from its first leaf on.
        var next = start - start % Int64(Tile.fullWidth)
        while next < size {
            let entries = try await entries(from: next, below: size)
            for entry in entries {
                try writer.append(entry, index: next)
                try writer.check(passing)
                next += 1
            }
            try writer.writeBundle()
        }
        try writer.finish()
        return writer.root
    }

    /// The leaves of one bundle.
    private func entries(from first: Int64, below size: Int64) async throws -> [[UInt8]] {
        let end = min(first + Int64(Tile.fullWidth), size)
        return try await database.read { session in
            var entries: [[UInt8]] = []
            entries.reserveCapacity(Int(end - first))
            try session.query(
                "SELECT idx, bytes FROM leaf WHERE idx >= ? AND idx < ? ORDER BY idx", [.integer(first), .integer(end)]
            ) {
                guard $0.integer(0) == first + Int64(entries.count) else {
                    throw EvidenceError.missingLeaf(index: first + Int64(entries.count))
                }
                entries.append($0.blob(1))
            }
            guard entries.count == Int(end - first) else {
                throw EvidenceError.missingLeaf(index: first + Int64(entries.count))
            }
            return entries
        }
    }
}
