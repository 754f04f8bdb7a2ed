internal import Messaging

extension FieldReader {
    /// A text that may be left out. A list or a map in its place is a fault, not nothing.
    mutating func optionalText(_ key: String) -> String? {
        guard let node = optional(key) else { return nil }
        guard let text = node.scalar else {
            fault(at: node, "`\(key)` must be a text", "Write it on one line, or remove it")
            return nil
        }
        return text
    }
}

extension [MarkedNode.Entry] {
    /// What is wrong with names that the lender gave: YAML has keys that are no text, and tells `1` from `"1"`.
    func nameFaults(file: String) -> [Fault] {
        var seen: Set<String> = []
        return compactMap { entry in
            let isNew = seen.insert(entry.key).inserted
            guard entry.key.isEmpty || !isNew else { return nil }
            return Fault(
                file: file, line: entry.keyLine, column: entry.keyColumn,
                what: entry.key.isEmpty ? "a name must be a text" : "the name `\(entry.key)` stands twice",
                fix: "Give it a name of its own")
        }
    }

    /// What is here and is no section of this file.
    func sectionFaults(known: [String], file: String) -> [Fault] {
        filter { !known.contains($0.key) }.map { entry in
            Fault(
                file: file, line: entry.keyLine, column: entry.keyColumn,
                what: "`\(entry.key)` is not a section here",
                fix: "Remove it, or write one of: " + known.joined(separator: ", "))
        }
    }
}
