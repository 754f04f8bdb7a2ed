internal import Glibc
internal import LoanBook

/// Writes `rejected.csv`: UTF-8 with byte order mark (spreadsheets need it), readable by its owner only, beside its
/// final name until the import is committed.
@safe final class RejectedWriter {
    private static let flushBytes = 64 * 1024

    private let path: String
    private let descriptor: CInt
    private var buffer: [UInt8] = [0xEF, 0xBB, 0xBF]
    private var headed: Set<BookFile> = []

    /// Where the rows stand until `publish`.
    static func draft(of path: String) -> String { path + ".part" }

    init(path: String) throws(IntakeError) {
        self.path = path
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        descriptor = unsafe open(RejectedWriter.draft(of: path), flags, 0o600)
        guard descriptor >= 0 else { throw RejectedWriter.failure(path, errno) }
        append(RejectedReader.leading)
    }

    deinit { close(descriptor) }

    func write(_ record: Record, file: BookFile, header: [String], field: String, reason: String) throws(IntakeError) {
        if headed.insert(file).inserted {
            append([file.rawValue, RejectedReader.headingMark, "", ""] + header)
        }
        append([file.rawValue, String(record.line), field, reason] + record.fields)
        if buffer.count >= RejectedWriter.flushBytes { try flush() }
    }

    /// Everything is on disk when it returns.
    func finish() throws(IntakeError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw RejectedWriter.failure(path, errno) }
    }

    /// Gives the finished draft its name.
    static func publish(_ path: String) throws(IntakeError) {
        guard unsafe rename(draft(of: path), path) == 0 else {
            throw IntakeError(
                .cannotWrite, file: path, "cannot be replaced (error \(errno)); the book is imported",
                fix: "The rejected rows stand in \(draft(of: path))")
        }
    }

    /// Removes the draft of an import that failed.
    static func discard(_ path: String) { unsafe unlink(draft(of: path)) }

    private func append(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            let bytes = Array(cell.utf8)
            guard bytes.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
                buffer.append(contentsOf: bytes)
                continue
            }
            buffer.append(0x22)
            for byte in bytes {
                if byte == 0x22 { buffer.append(0x22) }
                buffer.append(byte)
            }
            buffer.append(0x22)
        }
        buffer.append(contentsOf: [0x0D, 0x0A])
    }

    private func flush() throws(IntakeError) {
        var done = 0
        while done < buffer.count {
            let part = unsafe buffer.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            }
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { throw RejectedWriter.failure(path, errno) }
            done += part
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func failure(_ path: String, _ code: CInt) -> IntakeError {
        switch code {
        case ENOSPC, EDQUOT:
            IntakeError(.cannotWrite, file: path, "cannot be written: the disk is full", fix: "Free space on its disk")
        case ENOENT:
            IntakeError(.cannotWrite, file: path, "cannot be written: its folder is not there", fix: "Make the folder")
        default:
            IntakeError(
                .cannotWrite, file: path, "cannot be written (error \(code))", fix: "Check the rights of its folder")
        }
    }
}
