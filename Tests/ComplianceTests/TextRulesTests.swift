import Compliance
import Foundation
import Messaging
import Testing

@Suite struct TextRulesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/dunlin/BuiltIn")

    private static func builtIn() throws -> TemplateSet {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix("templates_") }.sorted()
        return try TemplateSet.parse(
            files: names.map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) })
    }

    private static func set(_ text: String, language: String = "en", purpose: String = "overdue.notice") throws
        -> TemplateSet
    {
        let start = language.hasPrefix("zh") ? "【{{signature}}】" : "{{signature}}: "
        return try TemplateSet.parse(
            files: [
                (
                    "t.yaml",
                    """
                    # A lender's own text.
                    language: \(language)
                    templates:
                      - key: a
                        purpose: \(purpose)
                        tone: reminder
                        version: 1
                        text: "\(start){{name}}, {{amount}} was due {{dueOn}}. \(text) {{waysToPay}}. {{hotline}} STOP"
                    """
                )
            ])
    }

    @Test func `no built-in text holds a forbidden word or lacks what a law asks of it`() throws {
        let set = try Self.builtIn()
        #expect(set.templates.count > 200)
        #expect(try TextRules.builtIn().faults(in: set).map(\.description) == [])
    }

    @Test func `every rule shows in every language what it finds and what it does not`() throws {
        let rules = try TextRules.builtIn()
        #expect(
            Set(rules.forbidden.map(\.id)) == [
                "threat", "authority", "blacklist", "third_parties", "shaming", "urgency",
            ])
        for rule in rules.forbidden {
            #expect(Set(rule.phrases.keys) == ["en", "zh", "es", "id", "hi", "vi", "pt", "fil"], "\(rule.id)")
        }
    }

    static let forbidden: [(String, String, String)] = [
        ("en", "Pay or go to JAIL.", "threat"), ("en", "The police were told.", "authority"),
        ("zh-Hans", "否则列入黑名单。", "blacklist"), ("zh-Hant", "將通知您的親友。", "third_parties"),
        ("es", "No sea moroso.", "shaming"), ("id", "Ini peringatan  terakhir.", "urgency"),
        ("hi", "जेल होगी।", "threat"), ("vi", "Công an sẽ đến.", "authority"), ("pt", "Lista negra.", "blacklist"),
        ("fil", "Sasabihin sa pamilya mo.", "third_parties"),
    ]

    @Test(arguments: forbidden.indices)
    func `a forbidden word is found in each language, and the rule that forbids it is named`(_ index: Int) throws {
        let (language, text, id) = Self.forbidden[index]
        let faults = try TextRules.builtIn().faults(in: try Self.set(text, language: language))
        #expect(faults.count == 1, "\(faults)")
        let fault = try #require(faults.first)
        #expect(fault.what.contains("(\(id);"))
        #expect(fault.file == "t.yaml" && fault.line == 8)
    }

    @Test func `the place is that of the words`() throws {
        let faults = try TextRules.builtIn().faults(in: try Self.set("Pay or go to JAIL."))
        let line = "    text: \"{{signature}}: {{name}}, {{amount}} was due {{dueOn}}. Pay or go to JAIL."
        let place = try #require(line.range(of: "go to JAIL"))
        #expect(faults.first?.column == line.distance(from: line.startIndex, to: place.lowerBound) + 1)
        #expect(faults.first?.what.contains("\u{201C}go to jail\u{201D}") == true)
    }

    @Test func `its column counts characters as YAML does`() throws {
        let faults = try TextRules.builtIn().faults(in: try Self.set("नहीं तो जेल होगी।", language: "hi"))
        let line = "    text: \"{{signature}}: {{name}}, {{amount}} was due {{dueOn}}. नहीं तो जेल होगी।"
        let place = try #require(line.range(of: "जेल"))
        let column = line.unicodeScalars.distance(from: line.startIndex, to: place.lowerBound) + 1
        #expect(faults.map(\.column) == [column])
    }

    @Test func `a warning of fraud may name the police`() throws {
        let text = """
            language: en
            templates:
              - {key: w, purpose: fraud.warning, tone: reminder, version: 1, text: "{{signature}}: Call the police. {{hotline}} STOP"}
            """
        let set = try TemplateSet.parse(files: [("w.yaml", text)])
        #expect(try TextRules.builtIn().faults(in: set).isEmpty)
    }

    @Test func `a letter of a card lacks what Article 69 asks for, and that is said with its source`() throws {
        let text = """
            language: zh-Hans
            templates:
              - key: l
                purpose: overdue.before_legal
                tone: formal
                version: 1
                consequences: "将依合同主张权利。"
                text: "【{{signature}}】{{name}}，尾号{{loanReference}}欠{{amount}}，{{dueOn}}到期。{{consequences}}{{waysToPay}}。{{hotline}}"
            """
        let faults = try TextRules.builtIn().faults(in: try TemplateSet.parse(files: [("l.yaml", text)]))
        #expect(faults.map(\.fix) == ["Add {{outstanding}}"])
        #expect(faults.first?.what.contains("CN-09") == true)
    }

    @Test func `a lender's own rule adds to the built-in ones or takes the place of one`() throws {
        let own = try TextRules.parse(
            yaml: """
                wording: meadow
                version: "1"
                forbidden:
                  - {id: urgency, citation: house, grade: P, says: Nothing, phrases: {zh: [火速]}}
                  - {id: tone, citation: house, grade: P, says: No slang, phrases: {en: [cash out]}, found: {en: [Cash out!]}}
                """, file: "own.yaml")
        let rules = try TextRules.builtIn().adding(own)
        #expect(rules.faults(in: try Self.set("Your last chance.")).isEmpty)
        #expect(rules.faults(in: try Self.set("Cash   out.")).count == 1)
        #expect(rules.faults(in: try Self.set("Go to jail.")).count == 1)
    }

    @Test(arguments: [
        ("found: {en: [fine words]}", "finds nothing in this text"),
        ("clean: {en: [such ROGUE words]}", "finds \u{201C}rogue\u{201D} in this text"),
        ("finds: 1", "unknown key finds"), ("found: {eng: [rogue]}", "no text is in `eng`"),
        ("clean: {any: [fine]}", "no text is in `any`"),
    ])
    func `a rule that does not say what its texts expect is not read`(line: String, what: String) {
        let yaml = """
            wording: own
            version: "1"
            forbidden:
              - id: r
                citation: house
                grade: P
                says: None
                phrases: {en: [rogue]}
                \(line)
            """
        let error = #expect(throws: LawPackError.self) { try TextRules.parse(yaml: yaml, file: "own.yaml") }
        #expect(error?.description.contains(what) == true, "\(error?.description ?? "")")
        #expect(error?.faults.first?.line == 9)
    }

    @Test(arguments: [
        ("{en: [rogue, \"  \"]}", "a phrase without a word"), ("{zh-Hans: [\"\\t\"]}", "a phrase without a word"),
        ("{chinese: [坐牢]}", "no text is in `chinese`"),
    ])
    func `phrases that every text would hold, or none be searched for, are not read`(phrases: String, what: String) {
        let yaml = """
            wording: own
            version: "1"
            forbidden:
              - {id: r, citation: house, grade: P, says: None, phrases: \(phrases)}
            """
        let error = #expect(throws: LawPackError.self) { try TextRules.parse(yaml: yaml, file: "own.yaml") }
        #expect(error?.description.contains(what) == true, "\(error?.description ?? "")")
        #expect(error?.faults.first?.line == 4)
    }

    @Test func `two rules of one id in a file are a fault`() {
        let rule = "{id: r, citation: house, grade: P, says: None, phrases: {en: [rogue]}}"
        let yaml = "wording: own\nversion: 1\nforbidden:\n  - \(rule)\n  - \(rule)\n"
        let error = #expect(throws: LawPackError.self) { try TextRules.parse(yaml: yaml, file: "own.yaml") }
        #expect(error?.faults.map(\.line) == [5])
    }
}
