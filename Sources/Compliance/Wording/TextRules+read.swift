internal import Messaging

extension TextRules {
    /// Reads a file of text rules. A rule that does not find what its own texts say it finds is a fault.
    package static func parse(yaml: String, file: String) throws(LawPackError) -> TextRules {
        let root = PackNode(node: try LawPack.compose(yaml, file), file: file)
        let fields = try root.fields(["wording", "version", "note", "forbidden", "elements"])
        let forbidden = try fields["forbidden"]?.items() ?? []
        let elements = try fields["elements"]?.items() ?? []
        let rules = TextRules(
            name: try fields.required("wording", in: root).text(),
            version: try fields.required("version", in: root).text(),
            forbidden: try forbidden.map { item throws(LawPackError) in try Forbidden.read(item) },
            elements: try elements.map { item throws(LawPackError) in try Elements.read(item) })
        try checkIDs(rules.forbidden.map(\.id), forbidden)
        try checkIDs(rules.elements.map(\.id), elements)
        return rules
    }

    /// Of two rules of one id the later would take the place of the earlier, and nobody would know.
    private static func checkIDs(_ ids: [String], _ nodes: [PackNode]) throws(LawPackError) {
        var seen: Set<String> = []
        for (id, node) in zip(ids, nodes) where !seen.insert(id).inserted {
            throw node.fault("a second rule `\(id)`", fix: "give it an id of its own")
        }
    }
}

extension PackNode {
    /// Phrases, texts … by a language of texts, or by what several share: `zh` speaks of both Chinese scripts.
    fileprivate func byLanguage() throws(LawPackError) -> [(language: String, value: PackNode)] {
        try entries().map { key, value throws(LawPackError) in
            let languages = WrittenLanguage.allCases.map(\.rawValue)
            guard languages.contains(where: { $0 == key.name || $0.hasPrefix(key.name + "-") }) else {
                throw key.node.fault(
                    "no text is in `\(key.name)`", fix: "known here: \(languages.joined(separator: ", "))")
            }
            return (key.name, value)
        }
    }
}

extension TextRules.Forbidden {
    fileprivate static func read(_ node: PackNode) throws(LawPackError) -> TextRules.Forbidden {
        let fields = try node.fields([
            "id", "citation", "grade", "says", "except_purposes", "phrases", "found", "clean",
        ])
        var phrases: [String: [WordingRule.Phrase]] = [:]
        for (language, value) in try fields.required("phrases", in: node).byLanguage() {
            phrases[language] = try value.phrases()
        }
        var rule = TextRules.Forbidden(
            id: try fields.required("id", in: node).text(),
            citation: try fields.required("citation", in: node).text(),
            grade: try fields.required("grade", in: node).one(of: PackWords.grades),
            says: try fields.required("says", in: node).text(),
            exceptPurposes: try fields["except_purposes"].map { node throws(LawPackError) in
                try node.set(of: Purpose.self)
            } ?? [], phrases: phrases)
        rule.vectors = try rule.show(fields["found"], isFound: true) + rule.show(fields["clean"], isFound: false)
        return rule
    }

    /// Asks the rule of each of these texts; returns how many there are.
    private func show(_ texts: PackNode?, isFound: Bool) throws(LawPackError) -> Int {
        var count = 0
        for (language, value) in try texts?.byLanguage() ?? [] {
            for text in try value.items() {
                count += 1
                let folded = FoldedText(try text.text())
                let phrase = WordingRule.entry(phrases, language)?.first { folded.holds($0.bytes) }
                if isFound, phrase == nil {
                    throw text.fault(
                        "the rule \(id) finds nothing in this text", fix: "correct the phrases or the text")
                }
                if !isFound, let phrase {
                    throw text.fault(
                        "the rule \(id) finds \u{201C}\(phrase.text)\u{201D} in this text",
                        fix: "correct the phrases or the text")
                }
            }
        }
        return count
    }
}

extension TextRules.Elements {
    fileprivate static func read(_ node: PackNode) throws(LawPackError) -> TextRules.Elements {
        let fields = try node.fields(["id", "citation", "grade", "says", "purposes", "languages", "must"])
        return TextRules.Elements(
            id: try fields.required("id", in: node).text(),
            citation: try fields.required("citation", in: node).text(),
            grade: try fields.required("grade", in: node).one(of: PackWords.grades),
            says: try fields.required("says", in: node).text(),
            purposes: try fields.required("purposes", in: node).set(of: Purpose.self),
            languages: try fields.required("languages", in: node).set(of: WrittenLanguage.self),
            must: try fields.required("must", in: node).items().map { group throws(LawPackError) in
                try group.items().map { item throws(LawPackError) in try item.one(of: TemplateVariable.self) }
            })
    }
}
