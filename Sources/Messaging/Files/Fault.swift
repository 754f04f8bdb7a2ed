/// One thing wrong in a file that somebody wrote: where, what, and what would mend it.
package struct Fault: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var file: String
    /// Line and column, from 1.
    package var line: Int
    package var column: Int
    package var what: String
    package var fix: String

    package init(file: String, line: Int, column: Int, what: String, fix: String) {
        self.file = file
        self.line = line
        self.column = column
        self.what = what
        self.fix = fix
    }

    package var description: String { "\(file):\(line):\(column): \(what). \(fix)" }

    package static func < (a: Fault, b: Fault) -> Bool {
        (a.file, a.line, a.column, a.what) < (b.file, b.line, b.column, b.what)
    }
}

/// Everything that is wrong in a set of files, in the order of the files: nothing half-valid is loaded.
package struct Faults: Error, Sendable, Hashable, CustomStringConvertible {
    package let list: [Fault]

    package init(_ list: [Fault]) { self.list = list.sorted() }

    package var description: String { list.map(\.description).joined(separator: "\n") }
}
