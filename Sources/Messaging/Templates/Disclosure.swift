package import LoanBook

/// What a third-party collector must say of itself in a text (12 CFR 1006.18(e)): in the first collection
/// communication that it attempts to collect a debt and what becomes of the information, and in each that it comes from
/// a debt collector. There is no wording in languages other than English, Spanish and Chinese: none that a court or the
/// regulator has seen, so that the law packs hold back a collector's texts in those.
package enum Disclosure {
    /// Empty when the portfolio is the lender's own.
    package static func text(role: Portfolio.Role, language: WrittenLanguage, isFirst: Bool) -> String {
        guard role == .thirdPartyCollector else { return "" }
        switch (language, isFirst) {
        case (.en, true):
            return "This is from a debt collector, an attempt to collect a debt; "
                + "information obtained will be used for that purpose."
        case (.en, false): return "This is from a debt collector."
        case (.es, true):
            return "De un cobrador de deudas; es un intento de cobrar una deuda: "
                + "los datos que se obtengan se usan con ese fin."
        case (.es, false): return "De un cobrador de deudas."
        case (.zhHans, true): return "本短信来自受委托的债务催收机构，目的是催收债务，所获信息将用于该目的。"
        case (.zhHans, false): return "本短信来自受委托的债务催收机构。"
        case (.zhHant, true): return "本短訊來自受委託的債務催收機構，目的是催收債務，所獲資訊將用於該目的。"
        case (.zhHant, false): return "本短訊來自受委託的債務催收機構。"
        case (.id, _), (.hi, _), (.vi, _), (.pt, _), (.fil, _): return ""
        }
    }

    /// The opt-out line of a collector's text in a language whose templates have none of their own (12 CFR 1006.6(e)).
    package static func optOutLine(role: Portfolio.Role, language: WrittenLanguage) -> String {
        guard role == .thirdPartyCollector else { return "" }
        return switch language {
        case .zhHans: "回复TD退订。"
        case .zhHant: "回覆TD退訂。"
        case .en, .es, .id, .hi, .vi, .pt, .fil: ""
        }
    }
}
