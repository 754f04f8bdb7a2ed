internal import LoanBook

/// Reads a delimited file of any encoding as records; memory stays at a few blocks.
final class TableReader: RecordSource {
    let name: String
    private(set) var header: [String] = []
    private let file: ByteFile
    private let transcoder: Transcoder
    private var tokenizer: CSVTokenizer
    /// Records read with the header, not yet handed out.
    private var waiting: [Record] = []
    private var isAtEnd = false

    var bytesDone: Int { file.bytesRead }
    var bytesTotal: Int { file.size }

    /// Opens the file and reads its header.
    init(path: String, name: String, encoding: TextEncoding, delimiter: UInt8) throws(IntakeError) {
        self.name = name
        file = try ByteFile(path: path, name: name)
        tokenizer = CSVTokenizer(delimiter: delimiter)
        var block = try file.next()
        guard !block.isEmpty else {
            throw IntakeError(.empty, file: name, "is empty", fix: "Export it again, or mark it `optional: true`")
        }
        let actual = try ByteOrderMark.strip(from: &block, encoding: encoding, file: name)
        guard let transcoder = Transcoder(actual) else {
            throw IntakeError(
                .wrongEncoding, file: name, "encoding \(encoding.rawValue) is not known to this machine's C library",
                fix: "Install its character sets (package libc-bin), or export UTF-8")
        }
        self.transcoder = transcoder
        try take(block)
        while waiting.isEmpty, !isAtEnd { try read() }
        guard !waiting.isEmpty else {
            throw IntakeError(.empty, file: name, "has no header", fix: "Export it again")
        }
        header = waiting.removeFirst().fields
    }

    func next() throws(IntakeError) -> [Record]? {
        while waiting.isEmpty, !isAtEnd { try read() }
        if waiting.isEmpty { return nil }
        defer { waiting = [] }
        return waiting
    }

    private func read() throws(IntakeError) {
        let block = try file.next()
        if block.isEmpty { try end() } else { try take(block) }
    }

    private func take(_ block: [UInt8]) throws(IntakeError) {
        var text: [UInt8] = []
        text.reserveCapacity(block.count + block.count / 2)
        let outcome = transcoder.convert(block, into: &text)
        do throws(CSVTokenizer.Fault) {
            try tokenizer.read(text[...], into: &waiting)
        } catch {
            throw error.intakeError(file: name)
        }
        guard outcome == .converted else {
            throw IntakeError(
                .wrongEncoding, file: name, line: tokenizer.line, "holds bytes that are not of the mapping's encoding",
                fix: "Correct `encoding` in the mapping, or export the file again")
        }
    }

    private func end() throws(IntakeError) {
        isAtEnd = true
        guard !transcoder.endsInsideCharacter else {
            throw IntakeError(
                .truncated, file: name, line: tokenizer.line, "ends inside a character", fix: "Copy the file again")
        }
        do throws(CSVTokenizer.Fault) {
            try tokenizer.finish(into: &waiting)
        } catch {
            throw error.intakeError(file: name)
        }
    }
}

extension CSVTokenizer.Fault {
    func intakeError(file: String) -> IntakeError {
        switch self {
        case .nulByte(let line):
            IntakeError(
                .binary, file: file, line: line, "holds a NUL byte: it is no text file of the mapping's encoding",
                fix: "Give the CSV export, and check `encoding` in the mapping")
        case .fieldTooLong(let line):
            IntakeError(
                .fieldTooLong, file: file, line: line,
                "has a field of more than \(CSVTokenizer.greatestFieldBytes) bytes",
                fix: "Look for a quote that is opened on this line and not closed")
        case .recordTooLong(let line):
            IntakeError(
                .recordTooLong, file: file, line: line,
                "has a row of more than \(CSVTokenizer.greatestRecordBytes) bytes", fix: "Check delimiter and quotes")
        case .unterminatedQuote(let line):
            IntakeError(
                .truncated, file: file, line: line, "ends inside the quoted field that begins on this line",
                fix: "Copy the file again, or close the quote")
        }
    }
}
