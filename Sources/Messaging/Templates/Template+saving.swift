/// What would bring a text down a segment.
package enum LengthSaving: Sendable, Hashable {
    /// The text's own characters that keep it out of the GSM alphabet, and the segments it would need without them.
    case characters([Character], segments: Int)
    /// So many septets or UTF-16 units too many; the longest sentence that nothing requires, if it would do; else the
    /// shortest word that would.
    case units(Int, sentence: String?, word: String?)
}

extension Template {
    /// More units than this are another text, not a shorter one.
    private static let greatestSaving = 30

    /// What would make this rendering cheaper, where it is little: foreign characters of the text itself in a text that
    /// is otherwise in the GSM alphabet, or a few units beyond the end of a segment.
    package func saving(_ values: RenderValues) -> LengthSaving? {
        let text = render(values)
        let segmented = Segmenter.segment(text)
        let count = segmented.segments.count
        if segmented.alphabet == .ucs2, language.fitsGSM {
            let own = Set(wording)
            var foreign: [Character] = []
            for character in text where GSM7.encode(String(character)) == nil && !foreign.contains(character) {
                foreign.append(character)
            }
            if foreign.count <= 4, foreign.allSatisfy(own.contains) {
                let plain = String(text.map { foreign.contains($0) ? "x" : $0 })
                let fewer = Segmenter.segment(plain).segments.count
                if fewer < count { return .characters(foreign, segments: fewer) }
            }
        }
        guard count > 1 else { return nil }
        let single = segmented.alphabet == .gsm7 ? 160 : 70
        let part = segmented.alphabet == .gsm7 ? 153 : 67
        let excess = segmented.units - (count == 2 ? single : (count - 1) * part)
        guard excess > 0, excess <= Template.greatestSaving else { return nil }
        let sentence = sentence(saving: excess)
        return .units(
            excess, sentence: sentence, word: sentence == nil ? word(saving: excess, segmented.alphabet) : nil)
    }

    /// The longest sentence without a required element whose own words are at least so many characters.
    private func sentence(saving excess: Int) -> String? {
        var needed: [String] = purpose.requiredElements.flatMap { $0.anyOf.map(\.rawValue) } + ["disclosure"]
        if let line = purpose.optOutLine(language) { needed.append(line.word) }
        return sentences().filter { sentence in
            !needed.contains { sentence.contains($0) } && sentence.count >= excess
        }.max { $0.count < $1.count }
    }

    /// The shortest of the text's own words that takes so much room, with the space beside it. A script without spaces
    /// has none.
    private func word(saving excess: Int, _ alphabet: SegmentedText.Alphabet) -> String? {
        guard !language.isChinese else { return nil }
        func units(_ word: String) -> Int {
            alphabet == .gsm7 ? GSM7.encode(word)?.count ?? word.utf16.count : word.utf16.count
        }
        let needed = purpose.optOutLine(language)?.word
        return source.split(whereSeparator: \.isWhitespace).filter { !$0.contains("{{") && !$0.contains("}}") }
            .map { $0.trimmingPrefix { !$0.isLetter } }
            .map { word in String(word.prefix { $0.isLetter || $0 == "-" || $0 == "\u{2019}" || $0 == "'" }) }
            .filter { !$0.isEmpty && $0 != needed && units($0) + 1 >= excess }
            .min { units($0) < units($1) }
    }

    private func sentences() -> [String] {
        var sentences: [String] = []
        var current = ""
        for character in source {
            current.append(character)
            if "。.।!?！？".contains(character) {
                sentences.append(current.trimmed)
                current = ""
            }
        }
        if !current.trimmed.isEmpty { sentences.append(current.trimmed) }
        return sentences
    }
}
