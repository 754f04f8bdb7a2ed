/// A text under construction, as UTF-8: appending costs a copy of bytes and no formatter.
package struct TextBytes {
    package private(set) var utf8: [UInt8]

    package init(capacity: Int) {
        utf8 = []
        utf8.reserveCapacity(capacity)
    }

    package var text: String { String(decoding: utf8, as: UTF8.self) }

    mutating func append(byte: UInt8) { utf8.append(byte) }
    mutating func append(_ bytes: [UInt8]) { utf8.append(contentsOf: bytes) }
    mutating func append(_ text: String) { utf8.append(contentsOf: text.utf8) }

    /// A value that others wrote: line breaks and other controls become one space, and none stand at its ends, so that
    /// a name cannot change the layout of a text.
    mutating func append(value: String) {
        let start = utf8.count
        for byte in value.utf8 {
            if byte > 0x20 {
                utf8.append(byte)
            } else if utf8.count > start, utf8[utf8.count - 1] != 0x20 {
                utf8.append(0x20)
            }
        }
        if utf8.count > start { dropSpace() }
    }

    /// The last four characters of a value.
    mutating func append(lastFourOf value: String) {
        let tail = value.utf8.suffix(4)
        // Four ASCII letters or digits are four characters, which spares the search for graphemes.
        if tail.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            utf8.append(contentsOf: tail)
        } else {
            append(value: String(value.suffix(4)))
        }
    }

    /// Takes back one space at the end.
    mutating func dropSpace() {
        if utf8.last == 0x20 { utf8.removeLast() }
    }

    mutating func append(digits value: UInt64, atLeast width: Int = 1) {
        var divisor: UInt64 = 1
        var count = 1
        while count < width || value / divisor >= 10 {
            divisor *= 10
            count += 1
        }
        while divisor > 0 {
            utf8.append(UInt8(truncatingIfNeeded: 0x30 + value / divisor % 10))
            divisor /= 10
        }
    }

    mutating func append(_ number: Int) {
        if number < 0 { utf8.append(0x2D) }
        append(digits: UInt64(number.magnitude))
    }

    /// Digits in groups: `1,500,000`, and `15,00,000` in lakhs.
    mutating func append(grouped value: UInt64, _ grouping: MoneyForm.Grouping, by separator: UInt8) {
        guard value >= 1000 else { return append(digits: value) }
        switch grouping {
        case .thousands: append(grouped: value / 1000, grouping, by: separator)
        case .lakhs: append(pairs: value / 1000, by: separator)
        }
        utf8.append(separator)
        append(digits: value % 1000, atLeast: 3)
    }

    private mutating func append(pairs value: UInt64, by separator: UInt8) {
        guard value >= 100 else { return append(digits: value) }
        append(pairs: value / 100, by: separator)
        utf8.append(separator)
        append(digits: value % 100, atLeast: 2)
    }
}
