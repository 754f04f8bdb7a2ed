package import Messaging

extension TextRules {
    /// What is wrong with the texts, with the place of the words in their file.
    package func faults(in templates: TemplateSet) -> [Fault] {
        templates.templates.flatMap { faults(in: $0) }
    }

    func faults(in template: Template) -> [Fault] {
        var faults: [Fault] = []
        for rule in forbidden where !rule.exceptPurposes.contains(template.purpose) {
            guard let phrase = TextRules.find(rule, in: template.wording, language: template.language) else { continue }
            let (line, column) = template.place.find { FoldedText($0).holds(phrase.bytes) }
            faults.append(
                Fault(
                    file: template.place.file, line: line, column: column,
                    what: "`\(template.key)` holds \u{201C}\(phrase.text)\u{201D}. \(rule.says) "
                        + "(\(rule.id); \(rule.citation))",
                    fix: "Say it without these words, or replace the rule `\(rule.id)` in a file of law/"))
        }
        for rule in elements
        where rule.purposes.contains(template.purpose) && rule.languages.contains(template.language) {
            for group in rule.must where !group.contains(where: template.variables.contains) {
                let names = group.map { "{{\($0.rawValue)}}" }.joined(separator: " or ")
                faults.append(
                    Fault(
                        file: template.place.file, line: template.place.line, column: template.place.column,
                        what: "`\(template.key)` lacks \(names). \(rule.says) (\(rule.id); \(rule.citation))",
                        fix: "Add \(names)"))
            }
        }
        return faults
    }
}
