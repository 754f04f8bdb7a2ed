/// Why a book cannot be imported at all. Names files, lines and columns, never what a cell held.
package struct IntakeError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// The path is not there, is of the wrong kind, or may not be read.
        case unreadable
        /// The mapping names a file that the folder does not hold.
        case missingFile
        /// No header.
        case empty
        /// Holds NUL bytes.
        case binary
        /// Ends inside a quoted field or a character.
        case truncated
        case wrongEncoding
        case missingColumn
        case fieldTooLong
        case recordTooLong
        /// A rejected file that was changed so that its rows cannot be routed.
        case notRejectedFile
        /// The mapping's own zone is unknown.
        case unknownZone
        case cannotWrite
    }

    package var code: Code
    package var file: String
    /// Physical line, from 1; nil when the file as a whole is meant.
    package var line: Int?
    package var what: String
    package var fix: String

    package init(_ code: Code, file: String, line: Int? = nil, _ what: String, fix: String) {
        self.code = code
        self.file = file
        self.line = line
        self.what = what
        self.fix = fix
    }

    package var description: String {
        "\(file)\(line.map { ", line \($0)" } ?? ""): \(what). \(fix)."
    }
}
