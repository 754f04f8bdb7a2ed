extension TextBytes {
    /// A name with the word that a language puts to a person's. A company has none, and languages in which the word
    /// would need a person's sex have none either.
    mutating func append(addressee name: String, isCompany: Bool, in language: WrittenLanguage) {
        guard !isCompany else { return append(value: name) }
        switch language {
        case .id: append("Bapak/Ibu ")
        case .vi: append("Quý khách ")
        case .zhHans, .zhHant, .en, .es, .hi, .pt, .fil: break
        }
        append(value: name)
        if language == .hi { append(" जी") }
    }
}
