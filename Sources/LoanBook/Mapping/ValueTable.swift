/// What a lender's words mean in Dunlin's: `正常` → `open`, `Y` → `given`.
package struct ValueTable: Sendable, Hashable {
    private var entries: [(cell: [UInt8], word: String)]

    package init(_ entries: [(cell: String, word: String)]) {
        self.entries = entries.map { (Array($0.cell.utf8), $0.word) }
    }

    /// Nil when the table does not hold the cell. Tables are short: a walk beats a hash.
    func word(for cell: ArraySlice<UInt8>) -> String? {
        for entry in entries where cell.elementsEqual(entry.cell) { return entry.word }
        return nil
    }

    package static func == (a: ValueTable, b: ValueTable) -> Bool { a.entries.elementsEqual(b.entries) { $0 == $1 } }

    package func hash(into hasher: inout Hasher) {
        for entry in entries { hasher.combine(entry.cell) }
    }
}
