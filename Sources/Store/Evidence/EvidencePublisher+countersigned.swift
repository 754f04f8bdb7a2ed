package import Evidence

extension EvidencePublisher {
    /// That the tree of `new` leaves begins with the one of `old` leaves, from the folder's tiles: what a witness asks for.
    package func consistencyProof(old: Int64, new: Int64) throws -> [TreeHash] {
        var reader = folder.reader(size: new)
        do {
            return try MerkleTree.consistencyProof(old: old, new: new) { try reader.hash(level: $0, index: $1) }
        } catch let fault as TileFault { throw EvidenceError.tile(fault) }
    }

    /// What is kept of the checkpoint of this size; nil where nobody countersigned it.
    package func countersigned(size: Int64) async throws -> Countersignatures.Record? {
        try await database.read { try Countersignatures.read(size: size, in: $0) }
    }

    /// Keeps what was signed about the checkpoint of `note`: in the store for every node, then in this folder. Returns all
    /// that is kept of it. Throws `busy` as `publish` does.
    @concurrent package func keep(
        _ signatures: [SignedNote.Signature], _ timeStamps: [ExportFile.TimeStamp] = [], of note: [UInt8]
    ) async throws -> Countersignatures.Record {
        let key = signer.key
        let signed: SignedNote
        let checkpoint: Checkpoint
        do throws(NoteFault) {
            signed = try SignedNote(parsing: note)
            checkpoint = try Checkpoint(note: signed, key: key)
        } catch { throw EvidenceError.checkpoint(error) }
        let record = try await database.write(repeatable: true) { session in
            let last = try SignedLast.locked(session, key: key)
            let record = try Countersignatures.add(
                signatures, timeStamps, to: signed, size: checkpoint.size, in: session)
            if let last, last.checkpoint == checkpoint, last.note != record.note {
                try SignedLast.replace(last, with: record.note, in: session)
            }
            return record
        }
        try await writeCountersigned()
        return record
    }

    /// Brings the folder to what the store holds of countersigned checkpoints: all of them in `countersigned/`, and the
    /// last with its checkpoint too. Throws `busy` as `publish` does.
    @concurrent package func writeCountersigned() async throws {
        let lock = try EvidenceLock(folder)
        defer { withExtendedLifetime(lock) {} }
        var size: Int64 = -1
        while true {
            let after = size
            let records = try await database.read {
                try Countersignatures.after(size: after, limit: 100, in: $0)
            }
            guard let last = records.last else { break }
            size = last.size
            for record in records { try folder.write(record) }
        }
        // The newest checkpoint, when it is the one that was countersigned.
        let key = signer.key
        guard let last = try await database.read({ try SignedLast.read($0, key: key) }),
            let note = try folder.checkpointNote(), note != last.note
        else { return }
        let there: Checkpoint
        do { there = try Checkpoint(note: note, key: key) } catch { throw EvidenceError.checkpoint(error) }
        if there == last.checkpoint { try folder.writeCheckpoint(last.note) }
    }
}
