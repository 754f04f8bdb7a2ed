internal import CivilTime
internal import Yams

/// A node of a pack's YAML that knows where it stands, and says so when it is not what it should be.
struct PackNode {
    let node: Node
    let file: String

    var line: Int { node.mark?.line ?? 1 }
    var column: Int { node.mark?.column ?? 1 }

    func fault(_ what: String, fix: String) -> LawPackError {
        LawPackError(faults: [.init(file: file, line: line, column: column, what: what, fix: fix)])
    }

    /// Keys of a mapping, all of which must be in `known`.
    func fields(_ known: [String]) throws(LawPackError) -> [String: PackNode] {
        let fields = try entries()
        for (key, value) in fields where !known.contains(key.name) {
            _ = value
            throw key.node.fault("unknown key \(key.name)", fix: "known here: \(known.joined(separator: ", "))")
        }
        return Dictionary(fields.map { ($0.key.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    struct Key {
        let name: String
        let node: PackNode
    }

    func entries() throws(LawPackError) -> [(key: Key, value: PackNode)] {
        guard case .mapping(let mapping) = node else { throw fault("not a mapping", fix: "write `key: value` pairs") }
        var entries: [(key: Key, value: PackNode)] = []
        for (key, value) in mapping {
            let keyNode = PackNode(node: key, file: file)
            entries.append((Key(name: try keyNode.text(), node: keyNode), PackNode(node: value, file: file)))
        }
        return entries
    }

    func items() throws(LawPackError) -> [PackNode] {
        guard case .sequence(let sequence) = node else { throw fault("not a list", fix: "write a list: [a, b]") }
        return sequence.map { PackNode(node: $0, file: file) }
    }

    func text() throws(LawPackError) -> String {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            throw fault("not a text", fix: "write one value")
        }
        return scalar.string
    }

    func texts() throws(LawPackError) -> [String] {
        try items().map { item throws(LawPackError) in try item.text() }
    }

    /// Phrases that texts are searched for. One of spaces alone is in every text: it would forbid them all, or demand nothing.
    func phrases() throws(LawPackError) -> [WordingRule.Phrase] {
        try items().map { item throws(LawPackError) in
            let phrase = WordingRule.Phrase(try item.text())
            guard phrase.bytes.contains(where: { $0 != UInt8(ascii: " ") }) else {
                throw item.fault("a phrase without a word", fix: "write the words, or leave it out")
            }
            return phrase
        }
    }

    func number(_ range: ClosedRange<Int>) throws(LawPackError) -> Int {
        guard let number = Int(try text()), range.contains(number) else {
            throw fault("not a whole number", fix: "write one from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func truth() throws(LawPackError) -> Bool {
        switch try text() {
        case "true", "yes": true
        case "false", "no": false
        default: throw fault("neither true nor false", fix: "write true or false")
        }
    }

    func date() throws(LawPackError) -> CivilDate {
        guard let date = CivilDate(iso: try text()) else { throw fault("not a date", fix: "write it as 2026-11-21") }
        return date
    }

    func instant() throws(LawPackError) -> Instant {
        guard let instant = Instant(iso: try text()) else {
            throw fault("not an instant", fix: "write it as 2026-11-21T08:00:00-05:00")
        }
        return instant
    }

    /// One of an enum's cases by raw value.
    func one<Case: RawRepresentable<String> & CaseIterable>(
        of type: Case.Type
    ) throws(LawPackError) -> Case {
        guard let value = Case(rawValue: try text()) else {
            let known = Case.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault("unknown value \(try text())", fix: "known here: \(known)")
        }
        return value
    }

    /// One of named values.
    func one<Value>(of names: KeyValuePairs<String, Value>) throws(LawPackError) -> Value {
        let text = try text()
        guard let value = names.first(where: { $0.key == text })?.value else {
            let known = names.map(\.key).joined(separator: ", ")
            throw fault("unknown value \(text)", fix: "known here: \(known)")
        }
        return value
    }

    func set<Case: RawRepresentable<String> & CaseIterable & Hashable>(
        of type: Case.Type
    ) throws(LawPackError) -> Set<Case> {
        Set(try items().map { item throws(LawPackError) in try item.one(of: type) })
    }

    func set<Value: Hashable>(of names: KeyValuePairs<String, Value>) throws(LawPackError) -> Set<Value> {
        let values = Set(try items().map { item throws(LawPackError) in try item.one(of: names) })
        if values.isEmpty { throw fault("an empty list", fix: "name at least one, or leave the key out for all") }
        return values
    }
}

extension [String: PackNode] {
    func required(_ key: String, in parent: PackNode) throws(LawPackError) -> PackNode {
        guard let node = self[key] else { throw parent.fault("\(key) is missing", fix: "add `\(key):`") }
        return node
    }
}
