import Foundation
import Messaging

/// Templates in a table, one of them at length, and what a linter says of them.
enum TemplateReports {
    static func language(_ tag: String?) throws -> WrittenLanguage? {
        guard let tag else { return nil }
        if let language = WrittenLanguage(tag: tag) { return language }
        let known = WrittenLanguage.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure("there are no texts in `\(tag)`", fix: "name one of: \(known)")
    }

    static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("\(path) could not be read", fix: "check that it is there and readable")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure("\(path) is not UTF-8", fix: "save it as UTF-8")
        }
        return text
    }

    static func list(_ templates: [Template]) -> String {
        var table = TextTable(
            headings: ["key", "language", "purpose", "tone", "version", "shortest", "longest", "read by a native"],
            numeric: [4])
        table.rows = templates.map { template in
            let length = template.length
            return [
                template.key, template.language.rawValue, template.purpose.rawValue, template.tone.rawValue,
                String(template.version), words(length.shortest), words(length.longest),
                template.isReviewed ? "" : "not yet",
            ]
        }
        return table.text
    }

    static func words(_ size: Template.Size) -> String {
        "\(size.segments) (\(size.units) \(size.alphabet == .gsm7 ? "GSM" : "UCS-2"))"
    }

    static func preview(_ template: Template) -> String {
        var lines = [
            "\(template.key)  \(template.language.rawValue)  \(template.purpose.rawValue)  \(template.tone.rawValue)  "
                + "version \(template.version)" + (template.isReviewed ? "" : "  not read by a native speaker yet"),
            "  \(template.place.file):\(template.place.line)", "  text      \(template.source)",
        ]
        for (name, values) in samples(template.language) {
            let text = template.render(values)
            lines.append("  \(name)  \(text)")
            lines.append("            \(words(Template.Size(Segmenter.segment(text)))) segments")
            if let advice = advice(template, values) { lines.append("            " + advice) }
        }
        for variable in template.variables { lines.append("  {{\(variable.rawValue)}}  \(variable.meaning)") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func samples(_ language: WrittenLanguage) -> [(String, RenderValues)] {
        [("shortest", .shortest(language)), ("longest ", .longest(language))]
    }

    /// What would make a text cheaper, in words.
    static func advice(_ template: Template, _ values: RenderValues) -> String? {
        switch template.saving(values) {
        case nil: nil
        case .characters(let characters, let segments):
            "without " + characters.map { "\u{201C}\($0)\u{201D}" }.joined(separator: ", ")
                + " it is in the GSM alphabet: \(segments) segments"
        case .units(let units, let sentence, let word):
            "\(units) characters fewer save a segment"
                + (sentence.map { "; nothing requires \u{201C}\($0)\u{201D}" } ?? "")
                + (word.map { "; a text without \u{201C}\($0)\u{201D} is short enough" } ?? "")
        }
    }

    static func lint(_ faults: [Fault], _ templates: [Template]) -> String {
        var lines = faults.map(\.description)
        for template in templates {
            for (name, values) in samples(template.language) {
                guard let advice = advice(template, values) else { continue }
                lines.append(
                    "\(template.place.file):\(template.place.line): \(template.key), \(name.trimmingCharacters(in: .whitespaces)): "
                        + advice)
            }
        }
        lines.append(
            "Texts: \(templates.count), faults: \(faults.count). What would make a text cheaper is advice, no fault.")
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: JSON

    static func json(_ templates: [Template], withTexts: Bool = false) -> String {
        let list = templates.map { template -> JSONText.Value in
            var members: [(String, JSONText.Value)] = [
                ("key", .text(template.key)), ("language", .text(template.language.rawValue)),
                ("purpose", .text(template.purpose.rawValue)), ("tone", .text(template.tone.rawValue)),
                ("version", .number(Int64(template.version))), ("reviewed", .bool(template.isReviewed)),
            ]
            if withTexts {
                members.append(("text", .text(template.source)))
                members.append(("variables", .list(template.variables.map { .text($0.rawValue) })))
            }
            for (name, values) in samples(template.language) {
                let text = template.render(values)
                let size = Template.Size(Segmenter.segment(text))
                var parts: [(String, JSONText.Value)] = [
                    ("segments", .number(Int64(size.segments))), ("units", .number(Int64(size.units))),
                    ("alphabet", .text(size.alphabet == .gsm7 ? "gsm7" : "ucs2")),
                ]
                if withTexts { parts.append(("text", .text(text))) }
                members.append((name.trimmingCharacters(in: .whitespaces), .object(parts)))
            }
            return .object(members)
        }
        return JSONText.write(.object([("templates", .list(list))])) + "\n"
    }

    static func lintJSON(_ faults: [Fault], _ templates: [Template]) -> String {
        let found = faults.map {
            JSONText.Value.object([
                ("file", .text($0.file)), ("line", .number(Int64($0.line))), ("column", .number(Int64($0.column))),
                ("what", .text($0.what)), ("fix", .text($0.fix)),
            ])
        }
        let advices = templates.flatMap { template in
            samples(template.language).compactMap { name, values in
                advice(template, values).map { advice in
                    JSONText.Value.object([
                        ("key", .text(template.key)), ("language", .text(template.language.rawValue)),
                        ("rendering", .text(name.trimmingCharacters(in: .whitespaces))), ("what", .text(advice)),
                    ])
                }
            }
        }
        return JSONText.write(.object([("faults", .list(found)), ("advice", .list(advices))])) + "\n"
    }
}
