/// One file of templates being read.
struct TemplateFile {
    let name: String
    private let lines: [Substring]
    private let tags: TagPlaces
    private(set) var templates: [PlacedTemplate] = []
    private(set) var faults: [Fault] = []

    init(name: String, text: String) {
        self.name = name
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        tags = TagPlaces(text)
    }

    mutating func read(_ root: MarkedNode) {
        var fields = FieldReader(root, file: name, what: "a template file")
        let language: WrittenLanguage? = fields.choice("language", WrittenLanguage.allCases.map { ($0.rawValue, $0) })
        let isReviewed: Bool = fields.flag("reviewed", otherwise: true)
        let items = fields.list("templates", "List the templates of this language under `templates:`")
        fields.finish()
        faults += fields.faults
        for (index, item) in items.enumerated() {
            let end = index + 1 < items.count ? items[index + 1].line : lines.count + 1
            readTemplate(item, until: end, language: language, isReviewed: isReviewed)
        }
    }

    private mutating func readTemplate(
        _ node: MarkedNode, until end: Int, language: WrittenLanguage?, isReviewed: Bool
    ) {
        var fields = FieldReader(node, file: name, what: "a template")
        let key = fields.text("key", "Write the name by which a strategy calls this template")
        let purpose: Purpose? = fields.choice("purpose", Purpose.allCases.map { ($0.rawValue, $0) })
        let tone = readTone(&fields)
        let version = fields.number("version", in: 1...1_000_000)
        let text = fields.text("text", "Write the text with variables as `{{name}}`")
        let consequences = fields.optional("consequences")
        fields.finish()
        defer { faults += fields.faults }
        guard let text else { return }
        let (pieces, textFaults) = Template.pieces(of: text.value, consequences: consequences?.scalar ?? "")
        for fault in textFaults {
            let place = tags.place(of: fault.tag, occurrence: fault.occurrence, from: text.node)
            fields.fault(line: place.line, column: place.column, fault.what, fault.fix)
        }
        guard let language, let key, let purpose, let tone, let version else { return }
        let template = Template(
            key: key.value, language: language, purpose: purpose, tone: tone, version: version,
            isReviewed: isReviewed, source: text.value, pieces: pieces,
            place: textPlace(text.node, of: node, until: end))
        let isAboutSeveral = template.isAboutSeveral && purpose.maySumUp
        let known = isAboutSeveral ? purpose.variablesOfSeveral : purpose.variables
        for variable in template.variables where !known.contains(variable) {
            let place = place(ofVariable: variable, from: text.node)
            let allowed = known.map(\.rawValue).sorted().joined(separator: ", ")
            fields.fault(
                line: place.line, column: place.column,
                "the variable `\(variable.rawValue)` has no value in a text of purpose `\(purpose.rawValue)`"
                    + (isAboutSeveral ? " about several loans" : ""),
                "Use one of: \(allowed)")
        }
        if textFaults.isEmpty { checkElements(template, consequences, text.node, &fields) }
        templates.append(PlacedTemplate(template: template, file: name, line: node.line, column: node.column))
    }

    private func readTone(_ fields: inout FieldReader) -> Tone? {
        let fix = "Write one of: " + Tone.allCases.map(\.rawValue).joined(separator: ", ")
        guard let (word, node) = fields.text("tone", fix) else { return nil }
        if let tone = Tone(word: word) { return tone }
        fields.fault(at: node, "`tone` is `\(word)`, which is not known", fix)
        return nil
    }

    private func checkElements(
        _ template: Template, _ consequences: MarkedNode?, _ text: MarkedNode, _ fields: inout FieldReader
    ) {
        let purpose = template.purpose
        for element in purpose.requiredElements where !element.anyOf.contains(where: template.variables.contains) {
            let tags = element.anyOf.map { "{{\($0.rawValue)}}" }.joined(separator: " or ")
            fields.fault(at: text, "a text of purpose `\(purpose.rawValue)` must name \(element.what)", "Add \(tags)")
        }
        let states = template.variables.contains(.consequences)
        if states, consequences?.scalar?.isEmpty ?? true {
            fields.fault(
                at: text, "`{{consequences}}` stands in the text and the template has no field `consequences`",
                "Add `consequences:` with what follows if nothing is paid, soberly")
        } else if let consequences, !states {
            fields.fault(
                at: consequences, "`consequences` is not used by the text", "Add {{consequences}} to the text")
        }
        if let line = purpose.optOutLine(template.language), !template.source.contains(line.word) {
            fields.fault(at: text, "a text in this language must say how to opt out", "Add `\(line.example)`")
        }
        if template.language.isChinese, !template.source.hasPrefix("【{{signature}}】") {
            fields.fault(at: text, "a Chinese text must start with its signature", "Start it with 【{{signature}}】")
        }
        let longest = Segmenter.segment(template.render(.longest(template.language))).segments.count
        if longest > Template.mostSegments {
            fields.fault(
                at: text,
                "the longest plausible text needs \(longest) segments, more than \(Template.mostSegments)",
                "Shorten it")
        }
    }

    private func textPlace(_ text: MarkedNode, of template: MarkedNode, until end: Int) -> TemplatePlace {
        let first = max(template.line, 1)
        let last = max(min(end - 1, lines.count), first - 1)
        return TemplatePlace(
            file: name, line: text.line, column: text.column, firstLine: first,
            lines: first <= lines.count ? Array(lines[(first - 1)..<last]) : [])
    }

    private func place(ofVariable variable: TemplateVariable, from node: MarkedNode) -> TagPlaces.Place {
        let own = TagPlaces.Place(line: node.line, column: node.column)
        for tag in ["{{\(variable.rawValue)}}", "{{ \(variable.rawValue) }}"] {
            let found = tags.place(of: tag, occurrence: 0, from: node)
            if found != own { return found }
        }
        return own
    }
}
