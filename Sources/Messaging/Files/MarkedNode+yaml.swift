internal import Yams

extension MarkedNode {
    /// Limits on a file that is read as text.
    package static let largestFile_bytes = 1_048_576
    package static let deepest = 32
    package static let mostNodes = 100_000

    /// Reads one YAML document. Faults: not YAML, empty, too large, too deep, a key twice.
    package static func parse(yaml: String, file: String) throws(Faults) -> MarkedNode {
        func fault(_ line: Int, _ column: Int, _ what: String, _ fix: String) -> Faults {
            Faults([Fault(file: file, line: max(line, 1), column: max(column, 1), what: what, fix: fix)])
        }
        guard yaml.utf8.count <= largestFile_bytes else {
            throw fault(1, 1, "the file is larger than \(largestFile_bytes) bytes", "Split it")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml, .basic)
        } catch let error as YamlError {
            let (line, column, what) = place(of: error)
            throw fault(line, column, "not readable as YAML: \(what)", "Mend the YAML near this place")
        } catch {
            throw fault(1, 1, "not readable as YAML", "Mend the YAML of this file")
        }
        guard let root else { throw fault(1, 1, "the file is empty", "Write its content or remove the file") }
        var left = mostNodes
        guard let node = convert(root, depth: 0, left: &left) else {
            throw fault(
                1, 1, "nested deeper than \(deepest) levels or more than \(mostNodes) values", "Make the file simpler")
        }
        return node
    }

    private static func place(of error: YamlError) -> (line: Int, column: Int, what: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark.line, mark.column, problem)
        case .duplicatedKeysInMapping(let keys, let context):
            (
                context.mark.line, context.mark.column,
                "the key " + keys.map { "`\($0)`" }.joined(separator: ", ") + " stands twice"
            )
        case .reader(let problem, _, _, _): (1, 1, problem)
        default: (1, 1, "unknown fault of the reader")
        }
    }

    /// Nil when a limit is passed. Aliases are expanded, which is why nodes are counted.
    private static func convert(_ node: Node, depth: Int, left: inout Int) -> MarkedNode? {
        left -= 1
        guard depth <= deepest, left > 0 else { return nil }
        let line = node.mark?.line ?? 1
        let column = node.mark?.column ?? 1
        switch node {
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                guard let converted = convert(value, depth: depth + 1, left: &left) else { return nil }
                entries.append(
                    Entry(
                        key: key.string ?? "", keyLine: key.mark?.line ?? line, keyColumn: key.mark?.column ?? column,
                        value: converted))
            }
            return MarkedNode(content: .map(entries), line: line, column: column)
        case .sequence(let sequence):
            var items: [MarkedNode] = []
            for item in sequence {
                guard let converted = convert(item, depth: depth + 1, left: &left) else { return nil }
                items.append(converted)
            }
            return MarkedNode(content: .list(items), line: line, column: column)
        case .scalar(let scalar):
            return MarkedNode(content: .scalar(scalar.string), line: line, column: column)
        case .alias:
            return nil
        }
    }
}
