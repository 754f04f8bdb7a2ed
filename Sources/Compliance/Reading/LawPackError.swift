/// Why a pack was not taken: all its faults at once. Nothing half-valid is loaded.
package struct LawPackError: Error, Sendable, Hashable, CustomStringConvertible {
    package struct Fault: Sendable, Hashable, CustomStringConvertible {
        package var file: String
        /// From 1.
        package var line: Int
        package var column: Int
        package var what: String
        /// What would mend it.
        package var fix: String

        package init(file: String, line: Int, column: Int, what: String, fix: String) {
            self.file = file
            self.line = line
            self.column = column
            self.what = what
            self.fix = fix
        }

        package var description: String { "\(file):\(line):\(column): \(what); \(fix)" }
    }

    /// In the order of the file; never empty.
    package var faults: [Fault]

    package init(faults: [Fault]) { self.faults = faults }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
