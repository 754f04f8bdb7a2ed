import Messaging
import Testing

/// Texts as routes of different forms carry them.
@Suite struct TextFormTests {
    private func cut(_ text: String, _ form: TextForm) -> String {
        let segmented = Segmenter.segment(text, as: form)
        #expect(segmented.text == text)
        return "\(segmented.alphabet) \(segmented.segments.map(\.count))"
    }

    @Test(arguments: [
        (String(repeating: "a", count: 160), "gsm7 [160]", "gsm7 [160]", "gsm7 [153, 7]", "gsm7 [134, 26]"),
        (String(repeating: "a", count: 159), "gsm7 [159]", "gsm7 [159]", "gsm7 [159]", "gsm7 [134, 25]"),
        // Two septets each, as a handset gets them.
        (String(repeating: "[", count: 80), "gsm7 [160]", "gsm7 [160]", "gsm7 [152, 8]", "gsm7 [134, 26]"),
        ("Zahlen Sie 5 €", "gsm7 [15]", "ucs2 [28]", "ucs2 [28]", "ucs2 [28]"),
        ("Pagá más", "ucs2 [16]", "ucs2 [16]", "ucs2 [16]", "ucs2 [16]"),
        ("señor", "gsm7 [5]", "gsm7 [5]", "ucs2 [10]", "ucs2 [10]"),
        ("Δ", "gsm7 [1]", "ucs2 [2]", "ucs2 [2]", "ucs2 [2]"),
        ("您的贷款", "ucs2 [8]", "ucs2 [8]", "ucs2 [8]", "ucs2 [8]"), ("", "gsm7 [0]", "gsm7 [0]", "gsm7 [0]", "gsm7 [0]"),
    ])
    func `a text takes the alphabet that its route carries`(
        _ text: String, _ gsm: String, _ latin: String, _ ascii: String, _ narrow: String
    ) {
        #expect(cut(text, TextForm()) == gsm)
        #expect(cut(text, TextForm(plain: .latin1)) == latin)
        #expect(cut(text, TextForm(plain: .ascii, single_septets: 159)) == ascii)
        #expect(cut(text, TextForm(plain: .ascii, single_septets: 140, part_septets: 134)) == narrow)
    }

    @Test func `a language's tables are used where they save a segment`() {
        let text = String(repeating: "Ödemeniz gecikmiş, lütfen ödeyin. ", count: 4)
        #expect(Segmenter.segment(text, as: TextForm()).alphabet == .ucs2)
        let shifted = Segmenter.segment(text, as: TextForm(languages: [.turkish]))
        #expect(shifted.alphabet == .gsm7 && shifted.shifts != nil && shifted.text == text)
        #expect(shifted.segments.count < Segmenter.segment(text, as: TextForm()).segments.count)
        // Where they save nothing, no handset has to know them.
        #expect(Segmenter.segment("Ödemeniz gecikmiş", as: TextForm(languages: [.turkish])).shifts == nil)
        #expect(Segmenter.segment("Pay today", as: TextForm(languages: [.turkish])).shifts == nil)
    }

    @Test(arguments: [0, 6, 7])
    func `the usual form cuts as it always did`(_ header: Int) {
        for text in ["Hello", String(repeating: "ab€", count: 90), String(repeating: "还款", count: 80)] {
            #expect(
                Segmenter.segment(text, as: TextForm(concatenationHeader_bytes: header))
                    == Segmenter.segment(text, concatenationHeaderBytes: header))
        }
    }
}
