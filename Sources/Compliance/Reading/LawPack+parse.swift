internal import CivilTime
internal import LoanBook
internal import Messaging
internal import Yams

extension LawPack {
    /// The largest pack that is read; the built-in ones have a tenth of it.
    static let greatestLength = 1 << 20

    /// Reads a pack; its hash is the SHA-256 of `yaml` in UTF-8.
    package static func parse(yaml: String, file: String) throws(LawPackError) -> LawPack {
        try parse(yaml: yaml, file: file, hash: ContentHash.sha256(yaml.utf8))
    }

    package static func parse(yaml: String, file: String, hash: String) throws(LawPackError) -> LawPack {
        guard yaml.utf8.count <= greatestLength else {
            throw LawPackError(faults: [
                .init(
                    file: file, line: 1, column: 1, what: "longer than \(greatestLength) bytes",
                    fix: "split the pack into several")
            ])
        }
        return try parse(PackNode(node: try compose(yaml, file), file: file), hash: hash, text: yaml)
    }

    static func compose(_ yaml: String, _ file: String) throws(LawPackError) -> Node {
        do {
            if let node = try Yams.compose(yaml: yaml, .basic) { return node }
        } catch {
            let mark = (error as? YamlError)?.mark
            throw LawPackError(faults: [
                .init(
                    file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, what: "not YAML: \(error)",
                    fix: "mend the YAML")
            ])
        }
        throw LawPackError(faults: [
            .init(file: file, line: 1, column: 1, what: "empty", fix: "write a pack, or remove the file")
        ])
    }

    private static func parse(
        _ root: PackNode, hash: String, text: String
    ) throws(LawPackError) -> LawPack {
        let fields = try root.fields([
            "pack", "title", "version", "jurisdiction", "note", "reviewed_by", "reviewed_on", "calendars",
            "opt_out_words", "rules",
        ])
        let identity = Identity(
            key: try fields.required("pack", in: root).text(),
            version: try fields.required("version", in: root).text(), hash: hash)
        let calendars = try fields["calendars"].map { node throws(LawPackError) in try HolidayYears.read(node) } ?? []
        var words: [String: [String]] = [:]
        if let node = fields["opt_out_words"] {
            for (key, value) in try node.entries() { words[key.name] = try value.texts() }
        }
        let node = try fields.required("rules", in: root)
        let jurisdiction = try self.jurisdiction(try fields.required("jurisdiction", in: root))
        let rules = try self.rules(node, identity, in: jurisdiction, calendars)
        return LawPack(
            identity: identity, title: try fields.required("title", in: root).text(),
            jurisdiction: jurisdiction, note: try fields["note"].map { node throws(LawPackError) in try node.text() },
            reviewedBy: try fields["reviewed_by"].map { node throws(LawPackError) in try node.text() },
            reviewedOn: try fields["reviewed_on"].map { node throws(LawPackError) in try node.date() },
            calendars: calendars, optOutWords: words, rules: rules, file: root.file, text: text)
    }

    /// A jurisdiction that is misspelt would bind nobody, and silently.
    static func jurisdiction(_ node: PackNode) throws(LawPackError) -> String {
        let text = try node.text()
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isCode = parts.allSatisfy { part in
            part.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) }
        }
        guard
            text == "*"
                || (isCode && parts[0].count == 2 && parts.count <= 2
                    && parts.allSatisfy { (1...3).contains($0.count) })
        else {
            throw node.fault(
                "\(text) is no region", fix: "write ISO 3166 codes: US, US-MA; or \"*\" for every country")
        }
        return text
    }

    /// All rules, or all their faults.
    private static func rules(
        _ node: PackNode, _ identity: Identity, in jurisdiction: String, _ calendars: [HolidayCalendar]
    ) throws(LawPackError) -> [LawRule] {
        var rules: [LawRule] = []
        var faults: [LawPackError.Fault] = []
        for item in try node.items() {
            do throws(LawPackError) {
                let rule = try LawRule.read(item, identity, in: jurisdiction, calendars)
                if rules.contains(where: { $0.id == rule.id }) {
                    throw item.fault("rule \(rule.id) is written twice", fix: "give it another id")
                }
                rules.append(rule)
            } catch {
                faults += error.faults
            }
        }
        if !faults.isEmpty { throw LawPackError(faults: faults) }
        return rules
    }
}

extension YamlError {
    /// Where the reader stumbled, where it says so.
    fileprivate var mark: Mark? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark
        default: nil
        }
    }
}
