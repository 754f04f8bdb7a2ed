/// A language that Dunlin can write money and dates in.
package enum WrittenLanguage: String, Sendable, CaseIterable {
    case zhHans = "zh-Hans"
    case en
    case es

    /// The language of a BCP 47 tag: `zh-Hans-CN`, `zh-CN` and `zh` are Simplified Chinese, `en-US` English, `es-MX`
    /// Spanish. Nil for every other, Traditional Chinese among them: whoever reads that was not asked for this.
    package init?(tag: String) {
        switch tag {
        case "zh-Hans": self = .zhHans
        case "en": self = .en
        case "es": self = .es
        default:
            let parts = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" })
            switch parts.first {
            case "en": self = .en
            case "es": self = .es
            case "zh":
                if parts.contains(where: { ["hant", "tw", "hk", "mo"].contains($0) }) { return nil }
                self = .zhHans
            default: return nil
            }
        }
    }
}
