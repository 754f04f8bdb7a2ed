/// Everything that is wrong with a mapping file. A mapping with a fault is not used at all.
package struct MappingFaults: Error, Sendable, Hashable, CustomStringConvertible {
    package struct Fault: Sendable, Hashable, CustomStringConvertible {
        package var file: String
        /// From 1.
        package var line: Int
        /// From 1.
        package var column: Int
        package var what: String
        /// What would mend it.
        package var fix: String

        package var description: String { "\(file):\(line):\(column): \(what); \(fix)" }
    }

    package var faults: [Fault]

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
