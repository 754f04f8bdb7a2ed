internal import Yams

/// A place in a mapping file and what is wrong there so far.
final class MappingFaultList {
    let file: String
    private(set) var faults: [MappingFaults.Fault] = []

    init(file: String) { self.file = file }

    func add(_ node: Node?, _ what: String, fix: String) {
        add(line: node?.mark?.line ?? 1, column: node?.mark?.column ?? 1, what, fix: fix)
    }

    func add(line: Int, column: Int, _ what: String, fix: String) {
        faults.append(MappingFaults.Fault(file: file, line: line, column: column, what: what, fix: fix))
    }
}

/// A YAML mapping being read key by key; whatever nobody asked for is a fault.
struct MappingNode {
    let node: Node
    let path: String
    let faults: MappingFaultList

    /// Nil, with a fault, when `node` is no mapping.
    init?(_ node: Node, path: String, faults: MappingFaultList) {
        guard node.mapping != nil else {
            faults.add(
                node, "\(Self.name(path)) is not a table of keys",
                fix: "write `key: value` lines below it")
            return nil
        }
        self.node = node
        self.path = path
        self.faults = faults
    }

    /// How faults call it.
    private var name: String { Self.name(path) }

    private static func name(_ path: String) -> String { path.isEmpty ? "the mapping" : path }

    var entries: [(key: Node, name: String, value: Node)] {
        (node.mapping ?? Node.Mapping([])).map { ($0.key, $0.key.scalar?.string ?? "", $0.value) }
    }

    func refuseUnknown(_ known: [String]) {
        for entry in entries where !known.contains(entry.name) {
            faults.add(
                entry.key, "\(name) has no key \(quoted(entry.name))",
                fix: "use one of \(known.joined(separator: ", "))")
        }
    }

    func value(_ key: String) -> Node? { entries.first { $0.name == key }?.value }

    func table(_ key: String) -> MappingNode? {
        value(key).flatMap { MappingNode($0, path: path.isEmpty ? key : "\(path).\(key)", faults: faults) }
    }

    /// Nil when the key is missing; a fault when it is no text.
    func text(_ key: String) -> (text: String, node: Node)? {
        guard let value = value(key) else { return nil }
        guard let text = value.scalar?.string, !text.isEmpty else {
            faults.add(value, "\(key) is no text", fix: "write `\(key): value` on one line")
            return nil
        }
        return (text, value)
    }

    func requiredText(_ key: String, example: String) -> (text: String, node: Node)? {
        if value(key) == nil {
            faults.add(node, "\(name) lacks \(key)", fix: "add `\(key): \(example)`")
        }
        return text(key)
    }

    /// One text or a list of texts.
    func texts(_ key: String) -> (texts: [String], node: Node)? {
        guard let value = value(key) else { return nil }
        if let sequence = value.sequence {
            let texts = sequence.compactMap { $0.scalar?.string }
            guard !texts.isEmpty, texts.count == sequence.count else {
                faults.add(value, "\(key) is no list of texts", fix: "write `\(key): [first, second]`")
                return nil
            }
            return (texts, value)
        }
        return text(key).map { ([$0.text], $0.node) }
    }

    func quoted(_ text: String) -> String { "\"\(text)\"" }
}
