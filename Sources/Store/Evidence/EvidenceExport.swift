package import CivilTime
package import Evidence

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Writes one borrower's evidence as a file that the log's public key alone verifies.
///
/// In three steps: `close` appends the leaf that counts the borrower's leaves, a publisher signs a checkpoint over it, and
/// `write` writes what that leaf closes. What is recorded of the borrower meanwhile has greater numbers and is no part of
/// the file.
package enum EvidenceExport {
    /// A borrower's leaves up to one that says how many they are.
    package struct Closing: Sendable, Equatable {
        package var borrower: Int64
        /// The closing leaf's own number: there are so many leaves.
        package var number: Int64
        /// Its index in the log, which the checkpoint must cover.
        package var index: Int64
    }

    package struct Written: Sendable, Equatable {
        package var leaves: Int64
        /// Leaves of this borrower recorded since the file was closed; export again to include them.
        package var after: Int64
    }

    /// It holds personal data: nobody but its owner may read it.
    private static let mode: mode_t = 0o600

    /// Appends the leaf that closes the borrower's. It is recorded before anything is shown, whether or not the file is
    /// written then.
    @concurrent package static func close(
        borrower: Int64, at: Instant, database: any SQLDatabase, vault: Vault, random: RandomSource
    ) async throws -> Closing {
        try await database.write(repeatable: true) { session in
            _ = try subject(of: borrower, in: session, vault: vault)
            // From here to the commit nobody appends: what is counted is all there is.
            try session.lock([.log], .exclusive)
            var closing = ClosingLeaf()
            try session.query(
                "SELECT number, bytes FROM leaf WHERE borrower = ? ORDER BY number", [.integer(borrower)]
            ) { row in
                guard row.integer(0) == closing.number else {
                    throw EvidenceError.missingNumber(closing.number, borrower: borrower)
                }
                closing.add(row.blob(1))
            }
            let isErased = try Keys.existing(borrower: borrower, .record, in: session, vault: vault) == nil
            guard closing.number == 1 || !isErased else { throw EvidenceError.erased }
            let draft = LeafDraft(kind: .export, borrower: borrower, at: at, content: closing.record)
            let indexes = try EvidenceLog.append([draft], in: session, vault: vault, random: random)
            return Closing(borrower: borrower, number: closing.number, index: indexes.lowerBound)
        }
    }

    /// Writes the file whole or not at all. Every proof is checked before it is written.
    ///
    /// - Parameters:
    ///   - note: a checkpoint published into `directory` that covers the closing leaf, with what witnesses signed.
    ///   - timeStamps: of that note's text.
    @concurrent package static func write(
        _ closing: Closing, to path: String, note: [UInt8], timeStamps: [ExportFile.TimeStamp] = [],
        database: any SQLDatabase, directory: String, key: VerifierKey, vault: Vault
    ) async throws -> Written {
        let folder = EvidenceFolder(path: directory)
        let checkpoint: Checkpoint
        do { checkpoint = try Checkpoint(note: note, key: key) } catch { throw EvidenceError.checkpoint(error) }
        guard closing.index < checkpoint.size else {
            throw EvidenceError.notCovered(index: closing.index, size: checkpoint.size)
        }
        return try await database.read { session in
            let subject = try subject(of: closing.borrower, in: session, vault: vault)
            let total =
                try session.integer("SELECT max(number) FROM leaf WHERE borrower = ?", [.integer(closing.borrower)])
                ?? 0
            guard let secret = try Keys.existing(borrower: closing.borrower, .record, in: session, vault: vault) else {
                throw EvidenceError.erased
            }
            var lines = ExportLines(
                header: .init(
                    portfolio: subject.portfolio, borrower: subject.reference, checkpoint: note, timeStamps: timeStamps),
                checkpoint: checkpoint, folder: folder, secret: secret)
            var file = try ExportSink(path: path, mode: mode)
            try session.query(
                "SELECT idx, bytes FROM leaf WHERE borrower = ? AND number <= ? ORDER BY number",
                [.integer(closing.borrower), .integer(closing.number)]
            ) { row in
                try file.append(lines.line(index: row.integer(0), bytes: row.blob(1)))
            }
            guard lines.count == closing.number else {
                throw EvidenceError.missingNumber(lines.count + 1, borrower: closing.borrower)
            }
            lines.header.packs = try Packs.texts(of: lines.packs, in: session)
            try file.append(ExportFile.end(lines.header))
            try file.finish()
            return Written(leaves: lines.count, after: total - lines.count)
        }
    }
}

extension EvidenceExport {
    /// By what words the lender knows the borrower; one who was erased is known while the record is kept.
    private static func subject(
        of borrower: Int64, in session: any SQLSession, vault: Vault
    ) throws -> (portfolio: String, reference: String) {
        let inBook = try session.first(
            "SELECT coalesce(p.key, ''), b.ref FROM borrower b LEFT JOIN portfolio p ON p.id = b.portfolio "
                + "WHERE b.id = ?", [.integer(borrower)]
        ) { ($0.text(0), $0.text(1)) }
        if let inBook { return inBook }
        if let kept = try ErasureRecord.subject(of: borrower, in: session, vault: vault) {
            return (kept.portfolio, kept.reference)
        }
        let isErased = try ErasureRecord.find(borrower, in: session) != nil
        throw isErased ? EvidenceError.erased : EvidenceError.unknownBorrower
    }
}

/// Turns a borrower's leaves into lines of the export.
private struct ExportLines {
    var header: ExportFile.Header
    let checkpoint: Checkpoint
    let secret: BorrowerKey
    private var reader: TileReader
    private(set) var count: Int64 = 0
    private(set) var packs = NamedPacks()

    init(header: ExportFile.Header, checkpoint: Checkpoint, folder: EvidenceFolder, secret: BorrowerKey) {
        self.header = header
        self.checkpoint = checkpoint
        self.secret = secret
        reader = folder.reader(size: checkpoint.size)
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
            try packs.add(try LeafContent(plainText: plain, of: record).record)
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
