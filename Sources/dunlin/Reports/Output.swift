import Foundation
import Glibc

/// Standard output and standard error, the only places where a command speaks.
enum Output {
    static func line(_ text: String = "") { write(text + "\n", to: STDOUT_FILENO) }
    static func text(_ text: String) { write(text, to: STDOUT_FILENO) }
    static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }
    static func noteText(_ text: String) { write(text, to: STDERR_FILENO) }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes all of it. A reader that has gone away ends the writing, not the work.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else {
                if written < 0, errno == EINTR { continue }
                return
            }
            bytes = bytes.dropFirst(written)
        }
    }
}

/// A table for people: columns as wide as their widest cell, numbers to the right. Widths count a Chinese character
/// as two places.
struct TextTable {
    var headings: [String]
    var rows: [[String]] = []
    /// Columns, by position, that hold numbers.
    var numeric: Set<Int> = []

    var text: String {
        var widths = headings.map(TextTable.width)
        for row in rows {
            for (column, cell) in row.enumerated() where column < widths.count {
                widths[column] = max(widths[column], TextTable.width(cell))
            }
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: max(0, widths[column] - TextTable.width(cell)))
                return numeric.contains(column) ? space + cell : cell + space
            }
            var text = padded.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            return text + "\n"
        }
        return line(headings) + line(widths.map { String(repeating: "-", count: $0) }) + rows.map(line).joined()
    }

    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            sum + ((0x1100...0x115f).contains(scalar.value) || (0x2e80...0xffef).contains(scalar.value) ? 2 : 1)
        }
    }
}
