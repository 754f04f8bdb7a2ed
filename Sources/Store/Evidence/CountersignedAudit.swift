import Evidence

/// Holds what somebody outside signed against the log, and the folder's copies against the store's.
struct CountersignedAudit {
    private static let page: Int64 = 100

    let folder: EvidenceFolder
    let key: VerifierKey
    let countersigners: EvidenceAudit.Countersigners

    /// The root that each countersigned checkpoint names, by its size: the leaves must make it.
    func roots(_ database: any SQLDatabase, _ report: inout AuditReport) async throws -> [Int64: TreeHash] {
        var roots: [Int64: TreeHash] = [:]
        var size: Int64 = -1
        while true {
            let after = size
            let records = try await database.read {
                try Countersignatures.after(size: after, limit: Self.page, in: $0)
            }
            guard let last = records.last else { return roots }
            size = last.size
            for record in records {
                guard let checkpoint = try await check(record, &report) else { continue }
                roots[record.size] = checkpoint.root
            }
        }
    }

    /// Nil where the note cannot be read.
    private func check(_ record: Countersignatures.Record, _ report: inout AuditReport) async throws -> Checkpoint? {
        let place = EvidenceFolder.checkpointName(ofSize: record.size)
        let note: SignedNote
        let checkpoint: Checkpoint
        do throws(NoteFault) {
            note = try SignedNote(parsing: record.note)
            checkpoint = try Checkpoint(note: note, key: key)
            guard checkpoint.size == record.size else { throw .checkpoint("it is of another size than its row") }
            for witness in countersigners.witnesses where try note.cosignature(by: witness) != nil {
                report.cosignatures += 1
            }
        } catch {
            report.add(place, error.description)
            return nil
        }
        report.countersigned += 1
        try compare(place, record.note, &report)
        for stamp in record.timeStamps {
            let place = EvidenceFolder.timeStampName(ofSize: record.size, authority: stamp.authority)
            do {
                let token = try TimeStampToken(der: stamp.token)
                let text = Array(note.text.utf8)
                if let anchors = countersigners.authorities[stamp.authority] {
                    _ = try await token.verify(of: text, anchors: anchors)
                } else if !token.isOf(text) {
                    throw TimeStampFault.imprint
                }
                report.timeStamps += 1
            } catch let fault as TimeStampFault { report.add(place, fault.description) }
            try compare(place, stamp.token, &report)
        }
        return checkpoint
    }

    private func compare(_ name: String, _ bytes: [UInt8], _ report: inout AuditReport) throws {
        do throws(EvidenceError) {
            guard let there = try DurableFile.contents(of: folder.path(of: name), limit: SignedNote.longest_bytes)
            else {
                return report.add(name, "it is missing")
            }
            report.files += 1
            if there != bytes { report.add(name, "it is not what the store holds") }
        } catch { report.add(name, error.description) }
    }
}
