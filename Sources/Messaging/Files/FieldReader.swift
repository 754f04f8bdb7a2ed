/// Takes the fields of one YAML map by name and notes every fault on the way, so that all of a file is reported at
/// once. A field that nobody asked for is a fault too: `finish` names it.
package struct FieldReader {
    package let file: String
    package let node: MarkedNode
    package private(set) var faults: [Fault] = []
    private let entries: [MarkedNode.Entry]
    private var asked: [String] = []

    /// `what`: how a map is called that turns out not to be one, `a step`.
    package init(_ node: MarkedNode, file: String, what: String) {
        self.file = file
        self.node = node
        if case .map(let entries) = node.content {
            self.entries = entries
        } else {
            entries = []
            fault(at: node, "\(what) must be a map of `key: value` lines", "Write its fields as `key: value`")
        }
    }

    package mutating func fault(at node: MarkedNode, _ what: String, _ fix: String) {
        fault(line: node.line, column: node.column, what, fix)
    }

    package mutating func fault(line: Int, column: Int, _ what: String, _ fix: String) {
        faults.append(Fault(file: file, line: line, column: column, what: what, fix: fix))
    }

    package mutating func take(_ more: [Fault]) { faults += more }

    /// The field, or nil when the map has none.
    package mutating func optional(_ key: String) -> MarkedNode? {
        asked.append(key)
        return entries.first { $0.key == key }?.value
    }

    package mutating func required(_ key: String, _ fix: String) -> MarkedNode? {
        if let node = optional(key) { return node }
        if case .map = node.content { fault(at: node, "`\(key)` is missing", fix) }
        return nil
    }

    /// A scalar that is not empty.
    package mutating func text(_ key: String, _ fix: String) -> (value: String, node: MarkedNode)? {
        guard let node = required(key, fix) else { return nil }
        guard let value = node.scalar, !value.isEmpty else {
            fault(at: node, "`\(key)` must be a text", fix)
            return nil
        }
        return (value, node)
    }

    /// A whole number in `range`; `otherwise` when the field is absent.
    package mutating func number(_ key: String, in range: ClosedRange<Int>, otherwise: Int? = nil) -> Int? {
        let fix = "Write a whole number from \(range.lowerBound) to \(range.upperBound)"
        let found: MarkedNode?
        if otherwise == nil { found = required(key, fix) } else { found = optional(key) }
        guard let node = found else { return otherwise }
        guard let value = node.scalar.flatMap({ Int($0) }), range.contains(value) else {
            fault(at: node, "`\(key)` must be a whole number", fix)
            return nil
        }
        return value
    }

    /// `true` or `false`; `otherwise` when the field is absent.
    package mutating func flag(_ key: String, otherwise: Bool) -> Bool {
        guard let node = optional(key) else { return otherwise }
        switch node.scalar {
        case "true": return true
        case "false": return false
        default:
            fault(at: node, "`\(key)` must be true or false", "Write true or false")
            return otherwise
        }
    }

    /// One of `choices` by its name.
    package mutating func choice<Value>(_ key: String, _ choices: [(name: String, value: Value)]) -> Value? {
        let fix = "Write one of: " + choices.map(\.name).joined(separator: ", ")
        guard let (text, node) = text(key, fix) else { return nil }
        if let match = choices.first(where: { $0.name == text }) { return match.value }
        fault(at: node, "`\(key)` is `\(text)`, which is not known", fix)
        return nil
    }

    /// The items of a list that is not empty.
    package mutating func list(_ key: String, _ fix: String) -> [MarkedNode] {
        guard let node = required(key, fix) else { return [] }
        guard case .list(let items) = node.content, !items.isEmpty else {
            fault(at: node, "`\(key)` must be a list", fix)
            return []
        }
        return items
    }

    /// Notes the fields that nobody asked for; call it last.
    package mutating func finish() {
        let known = Set(asked).sorted().joined(separator: ", ")
        for entry in entries where !asked.contains(entry.key) {
            fault(
                line: entry.keyLine, column: entry.keyColumn, "`\(entry.key)` is not a field here",
                "Remove it, or write one of: " + known)
        }
    }
}
