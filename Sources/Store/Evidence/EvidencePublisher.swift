package import Evidence

/// Writes the store's new leaves into the public log: tiles, entry bundles, and last the signed checkpoint.
///
/// May be killed at any instant and run again. Every file is written under a temporary name and renamed; nothing that a
/// checkpoint was signed over is ever changed; the checkpoint is replaced only when all it stands on is on disk. What a
/// killed run left is found to be the same and kept. Memory: one bundle and one tile a level.
///
/// Any number of publishers may run on one store, each with a folder of its own or several with one. The tree is made of
/// the store's leaves alone, and what is signed is settled in the store, one publisher after another: see `sign`.
package struct EvidencePublisher: Sendable {
    package struct Published: Sendable, Equatable {
        /// Leaves in the log now.
        package var size: Int64
        package var root: TreeHash
        /// Leaves that this run added to the folder.
        package var added: Int64
        /// The signed note.
        package var note: [UInt8]
    }

    /// Publishers that sign meanwhile make this one look again; so often it does.
    private static let rounds = 8

    let database: any SQLDatabase
    let folder: EvidenceFolder
    let signer: NoteSigner

    /// `directory` is made when it is missing. The log's origin is the signer's name.
    package init(database: any SQLDatabase, directory: String, signer: NoteSigner) {
        self.database = database
        folder = EvidenceFolder(path: directory)
        self.signer = signer
    }

    /// Publishes all leaves that are committed when it begins.
    @concurrent package func publish() async throws -> Published {
        try await setAsideEnded()
        let lock = try EvidenceLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let (beforeNote, before) = try lastCheckpoint()
        for _ in 0..<Self.rounds {
            // What was signed last is remembered in the store too: a lost folder is rebuilt, never rewritten.
            let (size, last) = try await database.read { [key = signer.key] session in
                (try EvidenceLog.size(in: session), try SignedLast.read(session, key: key))
            }
            let signed = max(before?.size ?? 0, last?.checkpoint.size ?? 0)
            guard size >= signed else { throw EvidenceError.storeShorter(signed: signed, stored: size) }
            if let before, let beforeNote, before.size == size, last?.checkpoint == before {
                return Published(size: size, root: before.root, added: 0, note: beforeNote)
            }
            let root = try await extend(from: before, to: size, passing: last?.checkpoint)
            if let note = try await sign(size, root) {
                return Published(size: size, root: root, added: size - (before?.size ?? 0), note: note)
            }
        }
        throw EvidenceError.busy(folder.path)
    }

    private func lastCheckpoint() throws -> (note: [UInt8]?, Checkpoint?) {
        guard let note = try folder.checkpointNote() else { return (nil, nil) }
        if let name = try Self.log(of: note), name != signer.key.name {
            throw EvidenceError.otherLog(folder.path, name: name)
        }
        do { return (note, try Checkpoint(note: note, key: signer.key)) } catch {
            throw EvidenceError.checkpoint(error)
        }
    }

    /// Signs the tree that is on disk, or takes over what another publisher signed of the same size; nil where a greater
    /// one was signed meanwhile.
    ///
    /// The store is asked under a lock that every publisher takes, and what it remembers only grows: two trees of one size,
    /// or one that does not begin with what was signed before, are never signed. The file is written before the commit,
    /// so that an honest file is never older than what the store remembers of its publisher.
    private func sign(_ size: Int64, _ root: TreeHash) async throws -> [UInt8]? {
        let (folder, signer) = (folder, signer)
        return try await database.write(repeatable: true) { session in
            guard try !EvidenceKey.ended(in: session).contains(signer.key) else {
                throw EvidenceError.logEnded(signer.key.name)
            }
            let last = try SignedLast.locked(session, key: signer.key)
            if let last {
                guard last.checkpoint.size <= size else { return nil }
                guard try folder.root(of: last.checkpoint.size, within: size) == last.checkpoint.root else {
                    throw EvidenceError.rootDiffers(size: last.checkpoint.size)
                }
                if last.checkpoint.size == size {
                    try folder.writeCheckpoint(last.note)
                    return last.note
                }
            }
            let note = try Checkpoint(origin: signer.key.name, size: size, root: root).signed(by: signer).bytes
            try SignedLast.replace(last, with: note, in: session)
            try folder.writeCheckpoint(note)
            return note
        }
    }

    /// Writes everything but the checkpoint, and returns the new root.
    func extend(from before: Checkpoint?, to size: Int64, passing: Checkpoint?) async throws -> TreeHash {
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
