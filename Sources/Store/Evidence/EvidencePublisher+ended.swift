internal import Evidence

extension EvidencePublisher {
    /// Where the folder holds a log that ended when the store was brought back, it is kept under another name, and the log of now
    /// gets a folder of its own. `alsoUnknown`: any other log than the store's, as where the backup was older than the
    /// first signature.
    package func setAsideEnded(alsoUnknown: Bool = false) async throws {
        guard let bytes = try folder.checkpointNote(), let name = try Self.log(of: bytes), name != signer.key.name
        else { return }
        let ended = try await database.read { try EvidenceKey.ended(in: $0) }
        guard alsoUnknown || ended.contains(where: { $0.name == name }) else { return }
        let lock = try EvidenceLock(folder)
        defer { withExtendedLifetime(lock) {} }
        // Another process may have done it meanwhile.
        guard try folder.checkpointNote() == bytes else { return }
        try folder.setAside(log: name)
    }

    /// The name of the log that a checkpoint is of: its first line.
    static func log(of note: [UInt8]) throws -> String? {
        do throws(NoteFault) {
            return try SignedNote(parsing: note).text.split(separator: "\n").first.map(String.init)
        } catch { throw EvidenceError.checkpoint(error) }
    }

    /// Writes the log as it was signed last into an empty folder, from the store's leaves alone, and what was countersigned.
    /// Signs nothing. Nil where nothing was signed yet.
    func writeSigned() async throws -> Checkpoint? {
        guard let last = try await database.read({ [key = signer.key] in try SignedLast.read($0, key: key) }) else {
            return nil
        }
        let root = try await extend(from: nil, to: last.checkpoint.size, passing: last.checkpoint)
        guard root == last.checkpoint.root else { throw EvidenceError.rootDiffers(size: last.checkpoint.size) }
        try folder.writeCheckpoint(last.note)
        try await writeCountersigned()
        return last.checkpoint
    }

    /// Whether the folder holds this log, and of it nothing that the store does not hold.
    func isWithinStore() async throws -> Bool {
        guard let bytes = try folder.checkpointNote() else { return false }
        let published: Checkpoint
        do throws(NoteFault) { published = try Checkpoint(note: bytes, key: signer.key) } catch { return false }
        do {
            return try await EvidenceLog.root(of: database, passing: published).size >= published.size
        } catch EvidenceError.rootDiffers { return false }
    }
}
