internal import LoanBook

/// The mark with which some programs begin a file; tells the encoding where it can.
enum ByteOrderMark {
    private static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let utf16LittleEndian: [UInt8] = [0xFF, 0xFE]
    private static let utf16BigEndian: [UInt8] = [0xFE, 0xFF]

    /// Takes the mark away and returns the encoding in which the rest is to be read.
    static func strip(
        from block: inout [UInt8], encoding: TextEncoding, file: String
    ) throws(IntakeError) -> TextEncoding {
        let found: (encoding: TextEncoding, length: Int)? =
            if block.starts(with: utf8) {
                (.utf8, 3)
            } else if block.starts(with: utf16LittleEndian) {
                (.utf16LittleEndian, 2)
            } else if block.starts(with: utf16BigEndian) {
                (.utf16BigEndian, 2)
            } else {
                nil
            }
        switch (encoding, found?.encoding) {
        case (.utf16, .utf16LittleEndian?), (.utf16, .utf16BigEndian?): break
        case (.utf16, nil):
            throw IntakeError(
                .wrongEncoding, file: file, line: 1, "has no byte order mark, which utf-16 needs",
                fix: "Say utf-16le or utf-16be in the mapping")
        case (_, nil): return encoding
        // In GB18030 these bytes are no characters of an export: its own mark is 84 31 95 33.
        case (let wanted, let marked?) where wanted != marked:
            throw IntakeError(
                .wrongEncoding, file: file, line: 1, "begins with the mark of \(marked.rawValue)",
                fix: "Correct `encoding: \(wanted.rawValue)` in the mapping")
        default: break
        }
        guard let found else { return encoding }
        block.removeFirst(found.length)
        return found.encoding
    }
}
