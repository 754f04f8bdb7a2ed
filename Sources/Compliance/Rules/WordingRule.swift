internal import CivilTime

/// Words a text must or must not hold. Judged only when there is a text: at submission, and wherever one is rendered.
package struct WordingRule: Sendable {
    package enum When: String, Sendable, CaseIterable {
        case any
        /// The first collection message about this loan.
        case first
        case later
    }

    package enum Demand: Sendable {
        /// By language: of every group at least one phrase.
        case must([String: [[Phrase]]])
        /// By language, `any` for all of them: none of these.
        case mustNot([String: [Phrase]])
    }

    /// A phrase as it is looked for.
    package struct Phrase: Sendable {
        package var text: String
        /// As it is looked for.
        let bytes: [UInt8]

        package init(_ text: String) {
            self.text = text
            bytes = FoldedText(text).bytes
        }
    }

    package var when: When
    package var demand: Demand

    var noObjection: String {
        switch demand {
        case .must: "the required wording is there"
        case .mustNot: "no forbidden wording was found"
        }
    }

    /// - Parameter text: nil when there is none yet.
    func judge(_ contact: ProposedContact, _ text: FoldedText?) -> Speech {
        guard let text else { return .silent }
        switch when {
        case .any: break
        case .first: if !contact.isFirstCollectionContact { return .silent }
        case .later: if contact.isFirstCollectionContact { return .silent }
        }
        switch demand {
        case .must(let languages):
            guard let groups = WordingRule.entry(languages, contact.language) else {
                return .suppress("no wording in \(contact.language) is known to satisfy this rule")
            }
            for group in groups where !group.contains(where: { text.holds($0.bytes) }) {
                let phrases = group.map { "\u{201C}\($0.text)\u{201D}" }.joined(separator: " or ")
                return .suppress("the text lacks the wording \(phrases)")
            }
        case .mustNot(let languages):
            for list in [languages["any"], WordingRule.entry(languages, contact.language)] {
                for phrase in list ?? [] where text.holds(phrase.bytes) {
                    return .suppress("the text holds the wording \u{201C}\(phrase.text)\u{201D}")
                }
            }
        }
        return .allow(until: nil)
    }

    /// `es-MX` finds `es`; `zh-Hans` finds `zh-Hans`, else `zh`.
    static func entry<Value>(_ table: [String: Value], _ language: String) -> Value? {
        if let exact = table[language] { return exact }
        guard let hyphen = language.firstIndex(of: "-") else { return nil }
        return table[String(language[..<hyphen])]
    }
}
