import Messaging
import Testing

@Suite struct TemplateFaultsTests {
    static let good = """
        language: en
        templates:
          - key: a
            purpose: overdue.notice
            tone: neutral
            version: 1
            text: "{{signature}}: {{name}}, {{amount}} was due {{dueOn}}. Please {{waysToPay}}. {{hotline}} Reply STOP to opt out."
        """

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var change: (from: String, to: String)
        var line: Int
        var column: Int
        var what: String
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "unknown variable", change: ("{{amount}}", "{{amuont}}"), line: 7, column: 37,
            what: "the variable `amuont` is not known"),
        Case(
            name: "section", change: ("{{amount}}", "{{#amount}}"), line: 7, column: 37, what: "is not a variable tag"),
        Case(
            name: "unescaped tag", change: ("{{amount}}", "{{{amount}}}"), line: 7, column: 37,
            what: "is not a variable tag"),
        Case(name: "open tag", change: ("{{hotline}}", "{{hotline"), line: 7, column: 89, what: "a tag is not closed"),
        Case(
            name: "variable of another purpose", change: ("{{hotline}}", "{{hotline}} {{paidAmount}}"), line: 7,
            column: 101, what: "`paidAmount` has no value in a text of purpose `overdue.notice`"),
        Case(
            name: "one loan's own in a text about several",
            change: ("{{hotline}}", "{{hotline}} {{loanCount}} {{loanReference}}"), line: 7, column: 115,
            what: "`loanReference` has no value in a text of purpose `overdue.notice` about several loans"),
        Case(
            name: "no amount", change: ("{{amount}} was", "it was"), line: 7, column: 11,
            what: "must name the amount to pay"),
        Case(
            name: "no date", change: (" {{dueOn}}", ""), line: 7, column: 11,
            what: "must name the due date or the days overdue"),
        Case(
            name: "no ways to pay", change: ("{{waysToPay}}", "pay"), line: 7, column: 11,
            what: "must name the ways to pay"),
        Case(name: "no hotline", change: ("{{hotline}}", ""), line: 7, column: 11, what: "must name the hotline"),
        Case(
            name: "no signature", change: ("{{signature}}: ", ""), line: 7, column: 11,
            what: "must name the lender's signature"),
        Case(name: "no name", change: ("{{name}}, ", ""), line: 7, column: 11, what: "must name the borrower's name"),
        Case(
            name: "no opt-out line", change: ("Reply STOP to opt out.", ""), line: 7, column: 11,
            what: "must say how to opt out"),
        Case(
            name: "formal without consequences", change: ("overdue.notice", "overdue.formal"), line: 7, column: 11,
            what: "must name the consequences"),
        Case(
            name: "unknown purpose", change: ("overdue.notice", "overdue"), line: 4, column: 14,
            what: "`purpose` is `overdue`, which is not known"),
        Case(
            name: "unknown tone", change: ("tone: neutral", "tone: stern"), line: 5, column: 11,
            what: "`tone` is `stern`, which is not known"),
        Case(
            name: "unknown language", change: ("language: en", "language: fr"), line: 1, column: 11,
            what: "`language` is `fr`"),
        Case(
            name: "unknown field", change: ("tone: neutral", "tone: neutral\n    colour: red"), line: 6, column: 5,
            what: "`colour` is not a field here"),
        Case(
            name: "bad version", change: ("version: 1", "version: one"), line: 6, column: 14,
            what: "`version` must be a whole number"),
        Case(name: "missing key", change: ("key: a", "tone: b"), line: 5, column: 5, what: ""),
        Case(
            name: "broken YAML", change: ("tone: neutral", "tone: [neutral"), line: 6, column: 1,
            what: "not readable as YAML"),
        Case(
            name: "too long", change: ("was due", String(repeating: "was due ", count: 60)), line: 7, column: 11,
            what: "segments, more than 6"),
        Case(
            name: "consequences unused", change: ("tone: neutral", "tone: neutral\n    consequences: dire"), line: 6,
            column: 19, what: "`consequences` is not used"),
    ]

    @Test(arguments: cases)
    func `a fault says where, what and how to mend it`(_ example: Case) {
        let text = Self.good.replacing(example.change.from, with: example.change.to)
        #expect(text != Self.good)
        let faults = #expect(throws: Faults.self) { try TemplateSet.parse(files: [("t.yaml", text)]) }
        let fault = faults?.list.first { $0.what.contains(example.what) }
        #expect(fault != nil, "\(faults?.description ?? "")")
        #expect(fault?.file == "t.yaml" && fault?.fix.isEmpty == false)
        if !["missing key", "broken YAML"].contains(example.name) {
            #expect(fault?.line == example.line, "\(faults?.description ?? "")")
            #expect(fault?.column == example.column, "\(faults?.description ?? "")")
        }
    }

    @Test func `the good file has no fault, and its version follows its bytes`() throws {
        let set = try TemplateSet.parse(files: [("t.yaml", Self.good)])
        let other = try TemplateSet.parse(files: [("t.yaml", Self.good + "\n")])
        #expect(set.templates.count == 1)
        #expect(set.version != other.version)
    }

    @Test func `all faults of all files come together, in order`() {
        let one = Self.good.replacing("{{name}}", with: "{{nmae}}").replacing("{{hotline}}", with: "")
        let two = Self.good.replacing("tone: neutral", with: "")
        let faults = #expect(throws: Faults.self) {
            try TemplateSet.parse(files: [("b.yaml", two), ("a.yaml", one), ("c.yaml", "")])
        }
        let list = faults?.list ?? []
        #expect(list == list.sorted())
        #expect(Set(list.map(\.file)) == ["a.yaml", "b.yaml", "c.yaml"])
        #expect(list.contains { $0.fix == "Did you mean `{{name}}`?" && $0.line == 7 && $0.column == 27 })
        #expect(list.contains { $0.what == "the file is empty" })
        let first = faults?.description.split(separator: "\n").first
        #expect(first?.hasPrefix("a.yaml:7:") == true)
    }

    @Test func `a key twice in one language is a fault`() {
        let twice = #expect(throws: Faults.self) {
            try TemplateSet.parse(files: [("a.yaml", Self.good), ("b.yaml", Self.good)])
        }
        #expect(twice?.list.map(\.what) == ["`a` in en is already at a.yaml:3"])
    }

    @Test func `a text over several lines keeps the place of its tags`() {
        let text = """
            language: en
            templates:
              - key: a
                purpose: loan.settled
                tone: neutral
                version: 1
                text: >-
                  {{signature}}: {{name}},
                  loan {{loanReference}} is paid,
                  {{name}} and {{nobody}}. STOP
            """
        let faults = #expect(throws: Faults.self) { try TemplateSet.parse(files: [("t.yaml", text)]) }
        #expect(faults?.list.map { [$0.line, $0.column] } == [[10, 20]])
    }

    /// Looking for each from the text's beginning took minutes for a file of the greatest size.
    @Test(arguments: ["\n", "\r\n"]) func `of many faults the first are told, each at its place`(end: String) {
        let tags = (0..<100).map { $0 % 10 == 9 ? "{{nobody}}" + end + "      " : "{{nobody}} " }.joined()
        let text = Self.good.replacing("\n", with: end).replacing("{{name}}", with: tags)
        let faults = #expect(throws: Faults.self) { try TemplateSet.parse(files: [("t.yaml", text)]) }
        let unknown = (faults?.list ?? []).filter { $0.what.contains("`nobody`") }
        let places = (0..<64).map { [7 + $0 / 10, ($0 < 10 ? 27 : 7) + $0 % 10 * 11] }
        #expect(unknown.map { [$0.line, $0.column] } == places)
    }

    @Test func `a tag that stands elsewhere too is told where the text has it`() {
        let text = "# {{nobody}}\n" + Self.good.replacing("{{name}}", with: "{{nobody}}") + "\n# {{nobody}}"
        let faults = #expect(throws: Faults.self) { try TemplateSet.parse(files: [("t.yaml", text)]) }
        #expect(faults?.list.filter { $0.what.contains("`nobody`") }.map { [$0.line, $0.column] } == [[8, 27]])
    }

    @Test(arguments: [
        ("a: 1\na: 2", "twice"), ("[", "not readable"), ("a: &x [*x]", ""), ("\u{0}", ""), ("- 1", "must be a map"),
        (String(repeating: "[", count: 40) + String(repeating: "]", count: 40), "nested deeper"),
        (String(repeating: "a", count: 1_048_577), "larger than"),
    ])
    func `what is not such a file is told apart`(text: String, what: String) {
        let faults = #expect(throws: Faults.self) { try TemplateSet.parse(files: [("t.yaml", text)]) }
        #expect(faults?.list.isEmpty == false)
        #expect(
            what.isEmpty || faults?.list.contains { $0.what.contains(what) } == true, "\(faults?.description ?? "")")
    }
}
