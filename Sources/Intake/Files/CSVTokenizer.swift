internal import LoanBook

/// Splits UTF-8 bytes into records as RFC 4180 writes them, in one pass, block by block.
///
/// Fields may be quoted; a doubled quote stands for one; a quoted field may hold delimiters and line breaks. A quote
/// inside an unquoted field is data, as is what follows a closing quote. Records end with LF or CRLF.
struct CSVTokenizer {
    /// Longer than any honest field; what a forgotten quote runs into.
    static let greatestFieldBytes = 64 * 1024
    static let greatestRecordBytes = 1024 * 1024

    enum Fault: Error, Equatable {
        case nulByte(line: Int)
        case fieldTooLong(line: Int)
        case recordTooLong(line: Int)
        /// The file ends inside the quoted field that begins on the line.
        case unterminatedQuote(line: Int)
    }

    private enum State { case fieldStart, unquoted, quoted, quoteInQuoted }

    private let delimiter: UInt8
    private var state = State.fieldStart
    private var record = Record(line: 1, bytes: [], ends: [])
    private var fieldStart = 0
    private var fieldLine = 1
    /// An unquoted CR waits for its LF; alone it is data.
    private var heldReturn = false
    /// The physical line that is being read.
    private(set) var line = 1

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// Reads `block` and appends the records that end in it.
    mutating func read(_ block: ArraySlice<UInt8>, into records: inout [Record]) throws(Fault) {
        var index = block.startIndex
        while index < block.endIndex {
            if state == .quoted {
                index = try readQuoted(block, from: index)
                continue
            }
            let byte = block[index]
            if heldReturn, byte != 0x0A { keepReturn() }
            switch byte {
            case delimiter: endField()
            case 0x0A:
                heldReturn = false
                line += 1
                endField()
                endRecord(into: &records)
            case 0x0D: heldReturn = true
            case 0x22 where state == .fieldStart:
                state = .quoted
                fieldLine = line
            case 0x22 where state == .quoteInQuoted:
                record.bytes.append(byte)
                state = .quoted
            case 0: throw .nulByte(line: line)
            default:
                let end = plainEnd(block, from: index)
                record.bytes.append(contentsOf: block[index..<end])
                state = .unquoted
                try checkLengths()
                index = end
                continue
            }
            index += 1
        }
    }

    /// Ends the file: a last record without a line break counts.
    mutating func finish(into records: inout [Record]) throws(Fault) {
        if state == .quoted { throw .unterminatedQuote(line: fieldLine) }
        // A CR at the very end ends a line as CRLF would.
        heldReturn = false
        if state == .fieldStart, record.ends.isEmpty { return }
        endField()
        endRecord(into: &records)
    }

    /// Data up to the quote that may end the field.
    private mutating func readQuoted(_ block: ArraySlice<UInt8>, from start: Int) throws(Fault) -> Int {
        var index = start
        while index < block.endIndex, block[index] != 0x22 {
            if block[index] == 0x0A { line += 1 }
            if block[index] == 0 { throw .nulByte(line: line) }
            index += 1
        }
        record.bytes.append(contentsOf: block[start..<index])
        try checkLengths()
        if index < block.endIndex {
            state = .quoteInQuoted
            index += 1
        }
        return index
    }

    /// Where the run of plain bytes that begins at `start` ends.
    private func plainEnd(_ block: ArraySlice<UInt8>, from start: Int) -> Int {
        var index = start + 1
        while index < block.endIndex {
            let byte = block[index]
            if byte == delimiter || byte == 0x0A || byte == 0x0D || byte == 0 { break }
            index += 1
        }
        return index
    }

    private mutating func keepReturn() {
        heldReturn = false
        record.bytes.append(0x0D)
        state = .unquoted
    }

    private mutating func endField() {
        record.ends.append(Int32(record.bytes.count))
        fieldStart = record.bytes.count
        state = .fieldStart
    }

    private mutating func endRecord(into records: inout [Record]) {
        let size = record.bytes.count
        let columns = record.ends.count
        if !record.isBlank { records.append(record) }
        record = Record(line: line, bytes: [], ends: [])
        record.bytes.reserveCapacity(size + 16)
        record.ends.reserveCapacity(columns)
        fieldStart = 0
    }

    private func checkLengths() throws(Fault) {
        let count = record.bytes.count
        if count - fieldStart > CSVTokenizer.greatestFieldBytes {
            throw .fieldTooLong(line: state == .quoted ? fieldLine : line)
        }
        if count > CSVTokenizer.greatestRecordBytes { throw .recordTooLong(line: record.line) }
    }
}
