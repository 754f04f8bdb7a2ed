/// A language that Dunlin can write money, dates and clauses in.
package enum WrittenLanguage: String, Sendable, CaseIterable {
    case zhHans = "zh-Hans"
    case zhHant = "zh-Hant"
    case en
    case es
    case id
    case hi
    case vi
    case pt
    case fil

    /// The language of a BCP 47 tag: `zh-Hans-CN`, `zh-CN` and `zh` are Simplified Chinese, `zh-TW` and `zh-HK`
    /// Traditional, `es-MX` Spanish, `tl` Filipino. Nil for every other.
    package init?(tag: String) {
        switch tag {
        case "zh-Hans": self = .zhHans
        case "en": self = .en
        case "es": self = .es
        default:
            let parts = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" })
            switch parts.first {
            case "zh":
                self = parts.contains { ["hant", "tw", "hk", "mo"].contains($0) } ? .zhHant : .zhHans
            case "tl": self = .fil
            case .some(let first):
                guard let language = WrittenLanguage(rawValue: String(first)) else { return nil }
                self = language
            case nil: return nil
            }
        }
    }

    package var isChinese: Bool { self == .zhHans || self == .zhHant }

    /// Whether its letters are in the GSM alphabet, but for some accents that a writer can go round.
    package var fitsGSM: Bool {
        switch self {
        case .en, .es, .id, .pt, .fil: true
        case .zhHans, .zhHant, .hi, .vi: false
        }
    }

    /// Its place in tables.
    var position: Int {
        switch self {
        case .zhHans: 0
        case .zhHant: 1
        case .en: 2
        case .es: 3
        case .id: 4
        case .hi: 5
        case .vi: 6
        case .pt: 7
        case .fil: 8
        }
    }
}

/// How money is written in a text: its language, and whether the text is otherwise in the GSM alphabet, where a sign
/// such as `₱` or `₹` would make it cost more than twice as much: then the currency's code stands for it.
package struct WritingStyle: Sendable, Hashable {
    package var language: WrittenLanguage
    package var keepsToGSM: Bool

    package init(_ language: WrittenLanguage, keepsToGSM: Bool = false) {
        self.language = language
        self.keepsToGSM = keepsToGSM
    }
}
