package import Evidence

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Writes one borrower's evidence as a file that the log's public key alone verifies.
package enum EvidenceExport {
    package struct Written: Sendable, Equatable {
        package var leaves: Int64
        /// Leaves of this borrower that no checkpoint covers yet; publish and export again to include them.
        package var unpublished: Int64
    }

    /// It holds personal data: nobody but its owner may read it.
    private static let mode: mode_t = 0o600

    /// Writes the file whole or not at all. Every proof is checked before it is written.
    @concurrent package static func write(
        borrower: Int64, to path: String, database: any SQLDatabase, directory: String, key: VerifierKey, vault: Vault
    ) async throws -> Written {
        let folder = EvidenceFolder(path: directory)
        guard let note = try folder.checkpointNote() else { throw EvidenceError.notPublished(directory) }
        let checkpoint: Checkpoint
        do { checkpoint = try Checkpoint(note: note, key: key) } catch { throw EvidenceError.checkpoint(error) }
        return try await database.read { session in
            let inBook = try session.first(
                "SELECT coalesce(p.key, ''), b.ref FROM borrower b LEFT JOIN portfolio p ON p.id = b.portfolio "
                    + "WHERE b.id = ?", [.integer(borrower)]
            ) { ($0.text(0), $0.text(1)) }
            let kept = try ErasureRecord.subject(of: borrower, in: session, vault: vault)
            guard let subject = inBook ?? kept.map({ ($0.portfolio, $0.reference) }) else {
                let isErased = try ErasureRecord.find(borrower, in: session) != nil
                throw isErased ? EvidenceError.erased : EvidenceError.unknownBorrower
            }
            let total = try session.integer("SELECT count(*) FROM leaf WHERE borrower = ?", [.integer(borrower)]) ?? 0
            let secret = try Keys.existing(borrower: borrower, .record, in: session, vault: vault)
            guard let secret else { throw total == 0 ? EvidenceError.noLeaves : EvidenceError.erased }
            var lines = ExportLines(
                header: .init(portfolio: subject.0, borrower: subject.1, checkpoint: note), checkpoint: checkpoint,
                folder: folder, secret: secret)
            var file = try ExportSink(path: path, mode: mode)
            try session.query(
                "SELECT idx, bytes FROM leaf WHERE borrower = ? AND idx < ? ORDER BY number",
                [.integer(borrower), .integer(checkpoint.size)]
            ) { row in
                try file.append(lines.line(index: row.integer(0), bytes: row.blob(1)))
            }
            guard lines.count > 0 else { throw EvidenceError.noLeaves }
            try file.append(ExportFile.end(lines.header))
            try file.finish()
            return Written(leaves: lines.count, unpublished: total - lines.count)
        }
    }
}

/// Turns a borrower's leaves into lines of the export.
private struct ExportLines {
    let header: ExportFile.Header
    let checkpoint: Checkpoint
    let secret: BorrowerKey
    private var reader: TileReader
    private(set) var count: Int64 = 0

    init(header: ExportFile.Header, checkpoint: Checkpoint, folder: EvidenceFolder, secret: BorrowerKey) {
        self.header = header
        self.checkpoint = checkpoint
        self.secret = secret
        reader = TileReader(size: checkpoint.size) { try folder.read($0) }
    }

    mutating func line(index: Int64, bytes: [UInt8]) throws -> [UInt8] {
        let proof: [TreeHash]
        do {
            proof = try MerkleTree.inclusionProof(index: index, size: checkpoint.size) {
                try reader.hash(level: $0, index: $1)
            }
        } catch let fault as TileFault { throw EvidenceError.tile(fault) }
        guard
            MerkleTree.isIncluded(
                .leaf(bytes), index: index, size: checkpoint.size, root: checkpoint.root, proof: proof)
        else { throw EvidenceError.leafDiffers(index: index) }
        do throws(LeafFault) {
            let record = try LeafRecord(decoding: bytes)
            let plain: [UInt8]
            do { plain = try secret.open(record.box, context: EvidenceLog.context) } catch { throw .commitment }
            _ = try LeafContent(plainText: plain, of: record)
            let line = ExportFile.line(
                .init(index: index, bytes: bytes, plainText: plain, proof: proof), isFirst: count == 0)
            count += 1
            return count == 1 ? ExportFile.begin(header) + line : line
        } catch { throw EvidenceError.leaf(index: index, error) }
    }
}

/// A file that appears under its name only when it is whole.
private struct ExportSink: ~Copyable {
    private static let buffer_bytes = 1 << 18

    private let path: String
    private let file: Int32
    private var buffer: [UInt8] = []
    private var isFinished = false

    init(path: String, mode: mode_t) throws {
        self.path = path
        file = unsafe open(path + ".new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw DurableFile.failure(path) }
    }

    mutating func append(_ bytes: [UInt8]) throws {
        buffer.append(contentsOf: bytes)
        guard buffer.count >= Self.buffer_bytes else { return }
        try DurableFile.append(buffer, to: file, path: path)
        buffer.removeAll(keepingCapacity: true)
    }

    mutating func finish() throws {
        try DurableFile.append(buffer, to: file, path: path)
        guard fsync(file) == 0, unsafe rename(path + ".new", path) == 0 else { throw DurableFile.failure(path) }
        isFinished = true
    }

    deinit {
        close(file)
        if !isFinished { unsafe unlink(path + ".new") }
    }
}
