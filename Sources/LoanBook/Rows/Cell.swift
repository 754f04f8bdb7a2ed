internal import CivilTime

/// One cell of a row with what the mapping says of it; reads values out of bytes in one pass.
struct Cell {
    let field: BookField
    /// Without white space at both ends.
    let bytes: ArraySlice<UInt8>
    let table: ValueTable?

    /// Nil when the cell is empty.
    func text(limit: Int) throws(RowFault) -> String? {
        if let table {
            guard !bytes.isEmpty else { return nil }
            guard let word = table.word(for: bytes) else { throw RowFault(field, .notInTable) }
            return word
        }
        guard !bytes.isEmpty else { return nil }
        guard bytes.count <= limit else { throw RowFault(field, .tooLong) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func reference() throws(RowFault) -> Reference {
        guard let text = try text(limit: RowLimits.referenceBytes) else { throw RowFault(field, .empty) }
        // Most ids are plain ASCII.
        let isPlain = bytes.allSatisfy { (0x20..<0x7F).contains($0) }
        if !isPlain, text.holdsControlCharacters { throw RowFault(field, .controlCharacter) }
        return text
    }

    func date(_ format: DateFormats) throws(RowFault) -> CivilDate {
        guard !bytes.isEmpty else { throw RowFault(field, .empty) }
        guard let date = format.date(bytes) else { throw RowFault(field, .noSuchDate) }
        return date
    }

    func amount(_ format: MoneyFormat) throws(RowFault) -> Int64 {
        guard let minor = format.minorUnits(bytes), minor > 0 else { throw RowFault(field, .noPositiveAmount) }
        return minor
    }

    /// Nil when the cell is empty; 0 is an amount.
    func amountIfAny(_ format: MoneyFormat) throws(RowFault) -> Int64? {
        guard !bytes.isEmpty else { return nil }
        guard let minor = format.minorUnits(bytes), minor >= 0 else { throw RowFault(field, .noAmount) }
        return minor
    }

    /// A whole number from 1 to `limit`.
    func number(limit: Int32) throws(RowFault) -> Int32 {
        guard let value = wholeNumber(limit: limit), value >= 1 else { throw RowFault(field, .noNumber) }
        return value
    }

    /// A whole number from 0 to `limit`; nil when the cell is empty.
    func countIfAny(limit: Int32) throws(RowFault) -> Int? {
        guard !bytes.isEmpty else { return nil }
        guard let value = wholeNumber(limit: limit) else { throw RowFault(field, .noCount) }
        return Int(value)
    }

    /// A number with or without a sign and decimals, in millionths, rounded half away from zero at the last one; as
    /// `0,034` where the decimal mark is a comma.
    func decimal(_ mark: UInt8) throws(RowFault) -> Int64 {
        guard !bytes.isEmpty else { throw RowFault(field, .empty) }
        let isNegative = bytes.first == UInt8(ascii: "-")
        var value: Int64 = 0
        var (digits, roundUp) = (0, false)
        var decimals: Int?
        for byte in isNegative ? bytes.dropFirst() : bytes {
            if byte == mark, decimals == nil, digits > 0 {
                decimals = 0
                continue
            }
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { throw RowFault(field, .noValue) }
            digits += 1
            if let count = decimals {
                decimals = count + 1
                if count == Self.decimals { roundUp = digit >= 5 }
                if count >= Self.decimals { continue }
            }
            value = value * 10 + Int64(digit)
            guard value <= Self.greatestDecimal else { throw RowFault(field, .noValue) }
        }
        guard digits > 0, decimals != 0 else { throw RowFault(field, .noValue) }
        for _ in min(decimals ?? 0, Self.decimals)..<Self.decimals {
            value *= 10
            guard value <= Self.greatestDecimal else { throw RowFault(field, .noValue) }
        }
        if roundUp { value += 1 }
        return isNegative ? -value : value
    }

    private static let decimals = 6
    /// A thousand million: beyond it a file means something else.
    private static let greatestDecimal: Int64 = 1_000_000_000_000_000

    private func wholeNumber(limit: Int32) -> Int32? {
        var value: Int32 = 0
        for byte in bytes {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9, value <= limit else { return nil }
            value = value * 10 + Int32(digit)
        }
        return value <= limit ? value : nil
    }

    /// The case that the cell names by its word; nil when the cell is empty.
    func word<Word: CaseIterable>(_ name: (Word) -> String) throws(RowFault) -> Word? {
        guard let text = try text(limit: RowLimits.wordBytes) else { return nil }
        guard let word = Word.allCases.first(where: { name($0) == text }) else { throw RowFault(field, .unknownWord) }
        return word
    }

    /// The bytes without ASCII white space and U+3000 (the full-width space) at both ends.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        while let first = rest.first {
            if first == 0x20 || (0x09...0x0D).contains(first) {
                rest = rest.dropFirst()
            } else if first == 0xE3, rest.starts(with: fullWidthSpace) {
                rest = rest.dropFirst(3)
            } else {
                break
            }
        }
        while let last = rest.last {
            if last == 0x20 || (0x09...0x0D).contains(last) {
                rest = rest.dropLast()
            } else if last == 0x80, rest.suffix(3).elementsEqual(fullWidthSpace) {
                rest = rest.dropLast(3)
            } else {
                break
            }
        }
        return rest
    }

    private static let fullWidthSpace: [UInt8] = [0xE3, 0x80, 0x80]
}

extension String {
    /// Whether something in it is not seen where it is printed, or changes how the rest is: control characters and those that
    /// only format, such as zero-width spaces and turns of direction.
    package var holdsControlCharacters: Bool {
        unicodeScalars.contains { [.control, .format].contains($0.properties.generalCategory) }
    }
}

extension Reference {
    /// A lender's own id as somebody types it, read as files are: without white space at its ends.
    package init(typed text: String) throws(RowFault) {
        let bytes = Array(text.utf8)
        self = try Cell(field: .reference, bytes: Cell.trimmed(bytes[...]), table: nil).reference()
    }
}

/// How much a cell may hold, in bytes of UTF-8.
package enum RowLimits {
    package static let referenceBytes = 128
    package static let nameBytes = 512
    package static let emailBytes = 254
    package static let wordBytes = 128
    /// Words shown when consent was given: a page of a form.
    package static let shownBytes = 16_384
    package static let documentsBytes = 512
    package static let instalmentNumber: Int32 = 100_000
    package static let graceDays: Int32 = 365
}
