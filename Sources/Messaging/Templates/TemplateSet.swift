/// All templates that a strategy may name, by key and language.
package final class TemplateSet: Sendable {
    /// SHA-256 of the files, in the order of their names, in lower-case hex.
    package let version: String
    /// In the order of key and language.
    package let templates: [Template]
    private let index: [String: [Template?]]

    init(version: String, templates: [Template]) {
        self.version = version
        self.templates = templates.sorted { ($0.key, $0.language.rawValue) < ($1.key, $1.language.rawValue) }
        var index: [String: [Template?]] = [:]
        for template in templates {
            index[template.key, default: Array(repeating: nil, count: WrittenLanguage.allCases.count)][
                template.language.position] = template
        }
        self.index = index
    }

    /// The template of `key` for a BCP 47 tag; nil when the set has none in that language.
    package func template(_ key: String, language: String) -> Template? {
        guard let language = WrittenLanguage(tag: language) else { return nil }
        return template(key, language: language)
    }

    package func template(_ key: String, language: WrittenLanguage) -> Template? {
        index[key]?[language.position]
    }

    package func has(_ key: String) -> Bool { index[key] != nil }

    /// Languages in which there is at least one template.
    package var languages: [WrittenLanguage] {
        WrittenLanguage.allCases.filter { language in templates.contains { $0.language == language } }
    }

    /// Languages that have a text which no native speaker has read, as its file says.
    package var unreviewedLanguages: [WrittenLanguage] {
        WrittenLanguage.allCases.filter { language in
            templates.contains { $0.language == language && !$0.isReviewed }
        }
    }
}
