import Messaging
import Testing

@Suite struct LengthSavingTests {
    private func template(_ text: String, language: String = "en") throws -> Template {
        let yaml = """
            language: \(language)
            templates:
              - {key: a, purpose: fraud.warning, tone: reminder, version: 1, text: "\(text)"}
            """
        return try #require(try TemplateSet.parse(files: [("t.yaml", yaml)]).templates.first)
    }

    @Test func `one letter that makes a text cost more is named`() throws {
        let filler = String(repeating: "x", count: 90)
        let text = try template("{{signature}}: \(filler) llámenos {{hotline}} STOP", language: "es")
        #expect(text.saving(.shortest(.es)) == .characters(["á"], segments: 1))
    }

    @Test func `a letter of a value is not the text's fault`() throws {
        let yaml = """
            language: en
            templates:
              - {key: a, purpose: greeting.birthday, tone: warm, version: 1, text: "{{signature}}: {{name}} \(String(repeating: "x", count: 90)) STOP"}
            """
        let text = try #require(try TemplateSet.parse(files: [("t.yaml", yaml)]).templates.first)
        var values = RenderValues.shortest(.en)
        values.name = "Núñez Í"
        #expect(Segmenter.segment(text.render(values)).alphabet == .ucs2)
        #expect(text.saving(values) == nil)
    }

    @Test func `a few units too many are counted, with a sentence that nothing requires`() throws {
        let must = "{{signature}}: {{hotline}}. Reply STOP to opt out. "
        let sentence = "We wish you a fine day."
        let used = Segmenter.segment(try template(must + sentence).render(.shortest(.en))).units
        let filler = String(repeating: "x", count: 160 - used + 3 - 2) + ". "
        let text = try template(must + filler + sentence)
        guard case .units(let units, let found, let word) = text.saving(.shortest(.en)) else {
            Issue.record("nothing to save")
            return
        }
        #expect(units == 3)
        #expect(found != nil && word == nil)
        let shorter = try template(must + sentence)
        #expect(shorter.saving(.shortest(.en)) == nil)
    }

    @Test func `where no sentence can go, the shortest word that would do is named`() throws {
        let words = "{{signature}}: {{hotline}} immediately and soon STOP "
        let used = Segmenter.segment(try template(words).render(.shortest(.en))).units
        let text = try template(words + String(repeating: "x", count: 160 - used + 5))
        #expect(text.saving(.shortest(.en)) == .units(5, sentence: nil, word: "soon"))
        let longer = try template(words + String(repeating: "x", count: 160 - used + 6))
        #expect(longer.saving(.shortest(.en)) == .units(6, sentence: nil, word: "immediately"))
    }

    @Test func `a text in a language of its own letters is not told to give them up`() throws {
        let text = try template("【{{signature}}】\(String(repeating: "请", count: 80)){{hotline}}", language: "zh-Hans")
        guard case .characters = text.saving(.shortest(.zhHans)) else { return }
        Issue.record("told to write Chinese in GSM")
    }
}
