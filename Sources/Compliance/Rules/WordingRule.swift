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

    /// A phrase as it is looked for: lower case, white space run together.
    package struct Phrase: Sendable, Hashable {
        package var text: String
        var bytes: [UInt8]

        package init(_ text: String) {
            self.text = text
            bytes = WordingRule.folded(text)
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

    /// - Parameter folded: the text as `folded` makes it, nil when there is none yet.
    func judge(_ contact: ProposedContact, _ folded: [UInt8]?) -> Speech {
        guard let bytes = folded else { return .silent }
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
            for group in groups where !group.contains(where: { WordingRule.find($0.bytes, in: bytes) }) {
                let phrases = group.map { "\u{201C}\($0.text)\u{201D}" }.joined(separator: " or ")
                return .suppress("the text lacks the wording \(phrases)")
            }
        case .mustNot(let languages):
            for list in [languages["any"], WordingRule.entry(languages, contact.language)] {
                for phrase in list ?? [] where WordingRule.find(phrase.bytes, in: bytes) {
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

    /// Lower case in UTF-8, every run of white space one space, so that line breaks and capitals hide nothing.
    static func folded(_ text: String) -> [UInt8] {
        let ascii = text.utf8.allSatisfy { $0 < 0x80 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in (ascii ? text : text.lowercased()).utf8 {
            switch byte {
            case 0x09...0x0D, 0x20: if bytes.last != 0x20 { bytes.append(0x20) }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    static func find(_ needle: [UInt8], in hay: [UInt8]) -> Bool {
        guard let first = needle.first, needle.count <= hay.count else { return false }
        for start in 0...(hay.count - needle.count) where hay[start] == first {
            var offset = 1
            while offset < needle.count, hay[start + offset] == needle[offset] { offset += 1 }
            if offset == needle.count { return true }
        }
        return false
    }
}
