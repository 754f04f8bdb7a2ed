package import Messaging

/// What no text to a borrower may say, with the texts that show it; and what some texts must name.
package struct TextRules: Sendable {
    package struct Forbidden: Sendable {
        package var id: String
        package var citation: String
        package var grade: Grade
        package var says: String
        package var exceptPurposes: Set<Purpose>
        /// By language.
        package var phrases: [String: [WordingRule.Phrase]]
        /// Texts that show what it finds and what not; they were asked when it was read.
        package var vectors = 0
    }

    package struct Elements: Sendable {
        package var id: String
        package var citation: String
        package var grade: Grade
        package var says: String
        package var purposes: Set<Purpose>
        package var languages: Set<WrittenLanguage>
        /// Of each group at least one.
        package var must: [[TemplateVariable]]
    }

    /// `built-in`, or the lender's name for its own.
    package var name: String
    package var version: String
    package var forbidden: [Forbidden]
    package var elements: [Elements]

    package var ruleCount: Int { forbidden.count + elements.count }
    package var vectorCount: Int { forbidden.reduce(0) { $0 + $1.vectors } }

    package static func builtIn() throws -> TextRules {
        try parse(yaml: String(decoding: PackageResources.wording_yaml, as: UTF8.self), file: "wording.yaml")
    }

    /// These with a lender's own beside them; a rule of the same id takes the place of the earlier one.
    package func adding(_ own: TextRules) -> TextRules {
        var all = self
        for rule in own.forbidden {
            all.forbidden.removeAll { $0.id == rule.id }
            all.forbidden.append(rule)
        }
        for rule in own.elements {
            all.elements.removeAll { $0.id == rule.id }
            all.elements.append(rule)
        }
        return all
    }

    /// The first phrase of `rule` that `text` holds.
    static func find(_ rule: Forbidden, in text: String, language: WrittenLanguage) -> WordingRule.Phrase? {
        let folded = FoldedText(text)
        return WordingRule.entry(rule.phrases, language.rawValue)?.first { folded.holds($0.bytes) }
    }
}
