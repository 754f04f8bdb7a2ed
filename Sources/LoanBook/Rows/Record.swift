/// One record of a delimited file: its fields' bytes (UTF-8, quotes taken away) behind one another.
package struct Record: Sendable, Hashable {
    /// The physical line on which the record starts; the header is on line 1.
    package var line: Int
    package var bytes: [UInt8]
    /// Where each field ends in `bytes`.
    package var ends: [Int32]

    package init(line: Int, bytes: [UInt8], ends: [Int32]) {
        self.line = line
        self.bytes = bytes
        self.ends = ends
    }

    package init(line: Int, fields: [String]) {
        self.init(line: line, bytes: [], ends: [])
        for field in fields {
            bytes.append(contentsOf: field.utf8)
            ends.append(Int32(bytes.count))
        }
    }

    package var count: Int { ends.count }

    package subscript(field: Int) -> ArraySlice<UInt8> {
        bytes[(field == 0 ? 0 : Int(ends[field - 1]))..<Int(ends[field])]
    }

    package var fields: [String] { (0..<count).map { String(decoding: self[$0], as: UTF8.self) } }

    /// A blank line reads as one empty field.
    package var isBlank: Bool { ends.count == 1 && bytes.isEmpty }
}
