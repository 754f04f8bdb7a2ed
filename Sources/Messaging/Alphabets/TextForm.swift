/// What a route's carrier takes as text: delivery cuts a text so that every segment can travel as it is.
package struct TextForm: Sendable, Hashable {
    /// The characters that need no UCS-2.
    package enum Plain: Sendable, Hashable {
        /// The GSM alphabet.
        case gsm7
        /// Those of the GSM alphabet that Latin-1 has too: no euro sign, no Greek.
        case latin1
        /// Those of the GSM alphabet that ASCII has too.
        case ascii
    }

    /// Octets of each part's 140 that the concatenation header takes: 6, 7, or 0 when it travels outside.
    package var concatenationHeader_bytes: Int
    package var plain: Plain
    /// Septets of plain text at most, in a text of one segment and in a part of a longer one.
    package var single_septets: Int
    package var part_septets: Int
    /// Whose tables handsets of this route know: used where they save a segment.
    package var languages: [NationalLanguage]

    package init(
        concatenationHeader_bytes: Int = 6, plain: Plain = .gsm7, single_septets: Int? = nil, part_septets: Int? = nil,
        languages: [NationalLanguage] = []
    ) {
        self.concatenationHeader_bytes = concatenationHeader_bytes
        self.plain = plain
        self.single_septets = single_septets ?? Segmenter.octets * 8 / 7
        self.part_septets = part_septets ?? (Segmenter.octets - concatenationHeader_bytes) * 8 / 7
        self.languages = languages
    }

    /// Whether `text`, all of the GSM alphabet, may travel as plain.
    func carries(_ text: String) -> Bool {
        switch plain {
        case .gsm7: true
        case .latin1: text.unicodeScalars.allSatisfy { $0.value <= 0xFF }
        case .ascii: text.utf8.allSatisfy { $0 < 0x80 }
        }
    }
}

extension Segmenter {
    /// `text` as a route of this form carries it.
    package static func segment(_ text: String, as form: TextForm) -> SegmentedText {
        if let septets = GSM7.encode(text), form.carries(text) {
            let split = gsm7(septets, single: form.single_septets, part: form.part_septets)
            return SegmentedText(alphabet: .gsm7, segments: split)
        }
        if !form.languages.isEmpty {
            let best = segment(
                text, concatenationHeaderBytes: form.concatenationHeader_bytes, languages: form.languages)
            if best.shifts != nil { return best }
        }
        return SegmentedText(alphabet: .ucs2, segments: ucs2(text, header: form.concatenationHeader_bytes))
    }
}
