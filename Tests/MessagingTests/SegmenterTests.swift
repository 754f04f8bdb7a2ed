import Messaging
import Testing

@Suite struct SegmenterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var header = 6
        var alphabet: SegmentedText.Alphabet
        var sizes: [Int]
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "nothing", text: "", alphabet: .gsm7, sizes: [0]),
        Case(name: "160 septets", text: String(repeating: "a", count: 160), alphabet: .gsm7, sizes: [160]),
        Case(name: "161 septets", text: String(repeating: "a", count: 161), alphabet: .gsm7, sizes: [153, 8]),
        Case(name: "306 septets", text: String(repeating: "a", count: 306), alphabet: .gsm7, sizes: [153, 153]),
        Case(name: "307 septets", text: String(repeating: "a", count: 307), alphabet: .gsm7, sizes: [153, 153, 1]),
        Case(
            name: "16-bit reference", text: String(repeating: "a", count: 305), header: 7, alphabet: .gsm7,
            sizes: [152, 152, 1]),
        Case(
            name: "no header", text: String(repeating: "a", count: 321), header: 0, alphabet: .gsm7,
            sizes: [160, 160, 1]),
        Case(name: "80 euros", text: String(repeating: "€", count: 80), alphabet: .gsm7, sizes: [160]),
        Case(
            name: "an escape pair over the boundary",
            text: String(repeating: "a", count: 152) + "€" + String(repeating: "a", count: 152),
            alphabet: .gsm7, sizes: [152, 153, 1]),
        Case(
            name: "153 euros, where 306 / 153 says 2", text: String(repeating: "€", count: 153), alphabet: .gsm7,
            sizes: [152, 152, 2]),
        Case(
            name: "CR LF over the boundary",
            text: String(repeating: "a", count: 152) + "\r\n" + String(repeating: "a", count: 20),
            alphabet: .gsm7, sizes: [152, 22]),
        Case(name: "70 Chinese", text: String(repeating: "还", count: 70), alphabet: .ucs2, sizes: [140]),
        Case(name: "71 Chinese", text: String(repeating: "还", count: 71), alphabet: .ucs2, sizes: [134, 8]),
        Case(name: "134 Chinese", text: String(repeating: "还", count: 134), alphabet: .ucs2, sizes: [134, 134]),
        Case(
            name: "Chinese, 16-bit reference", text: String(repeating: "还", count: 133), header: 7, alphabet: .ucs2,
            sizes: [132, 132, 2]),
        Case(
            name: "a surrogate pair over the boundary",
            text: String(repeating: "还", count: 66) + "😀" + String(repeating: "还", count: 10),
            alphabet: .ucs2, sizes: [132, 24]),
        Case(
            name: "a family over the boundary", text: String(repeating: "还", count: 60) + "👨‍👩‍👧‍👦" + "还款",
            alphabet: .ucs2, sizes: [120, 26]),
        Case(
            name: "an accent over the boundary", text: String(repeating: "还", count: 66) + "e\u{301}" + "还款还款",
            alphabet: .ucs2, sizes: [132, 12]),
        Case(
            name: "one grapheme longer than a segment", text: "e" + String(repeating: "\u{301}", count: 100),
            alphabet: .ucs2, sizes: [134, 68]),
    ]

    @Test(arguments: cases)
    func `boundaries are where the specification puts them`(_ example: Case) {
        let split = Segmenter.segment(example.text, concatenationHeaderBytes: example.header)
        #expect(split.alphabet == example.alphabet)
        #expect(split.segments.map(\.count) == example.sizes)
        #expect(split.text == example.text)
    }

    @Test func `latin-1 is for the asking and holds 140 and 134 octets`() throws {
        let text = String(repeating: "á", count: 141)
        let split = try #require(Segmenter.segment(text, as: .latin1))
        #expect(split.segments.map(\.count) == [134, 7])
        #expect(split.text == text)
        #expect(split.units == 141)
        #expect(Segmenter.segment(text, as: .latin1, concatenationHeaderBytes: 7)?.segments.map(\.count) == [133, 8])
        #expect(Segmenter.segment("€", as: .latin1) == nil)
        #expect(Segmenter.segment("á", as: .gsm7) == nil)
        #expect(Segmenter.segment("abc", as: .ucs2)?.segments == [[0, 97, 0, 98, 0, 99]])
    }

    /// Texts of pieces that like to straddle: euros, pairs, joined emoji, flags, accents, Chinese, line breaks.
    static let pieces = [
        "a", "B", " ", "€", "{", "ñ", "á", "还", "款", "😀", "👨‍👩‍👧‍👦", "🇨🇳", "e\u{301}", "\r\n", "\n", "한", "ก็", "é", "\\",
    ]

    @Test(arguments: 0..<40)
    func `segments joined give the text back, none too long, no pair split`(seed: Int) {
        var random = SeededNumbers(seed: UInt64(seed))
        for _ in 0..<50 {
            let plain = Bool.random(using: &random)
            let pool = plain ? ["a", "€", "{", "ñ", "\r\n", "z", "é"] : Self.pieces
            let text = (0..<Int.random(in: 0...420, using: &random)).map { _ in
                pool[Int.random(in: 0..<pool.count, using: &random)]
            }.joined()
            let header = Bool.random(using: &random) ? 6 : 7
            let split = Segmenter.segment(text, concatenationHeaderBytes: header)
            #expect(split.text.utf8.elementsEqual(text.utf8), "seed \(seed)")
            let most = split.alphabet == .gsm7 ? (140 - header) * 8 / 7 : (140 - header) / 2 * 2
            if split.segments.count > 1 {
                for segment in split.segments {
                    #expect(segment.count <= most && !segment.isEmpty, "seed \(seed)")
                    switch split.alphabet {
                    case .gsm7: #expect(segment.last != GSM7.escape, "seed \(seed)")
                    case .ucs2:
                        #expect(segment.count % 2 == 0, "seed \(seed)")
                        #expect(segment[segment.count - 2] & 0xFC != 0xD8, "seed \(seed)")
                    case .latin1: Issue.record("latin-1 was not asked for, seed \(seed)")
                    }
                }
            }
            // Pieces decode on their own: no unreadable half of a pair anywhere.
            let alone = split.segments.map { split.alphabet.decode($0) }.joined()
            #expect(alone.utf8.elementsEqual(text.utf8), "seed \(seed)")
        }
    }
    /// Each segment looked for the grapheme's ends anew: two minutes for these 64 KiB.
    @Test(.timeLimit(.minutes(1)), arguments: ["\u{301}", "\u{200D}👨"])
    func `a grapheme as long as a whole text is cut between scalars`(part: String) {
        let text = String(repeating: part, count: 65_536 / part.utf8.count)
        let split = Segmenter.segment(text)
        #expect(split.text.utf8.elementsEqual(text.utf8))
        #expect(split.segments.allSatisfy { $0.count <= 134 && !$0.isEmpty })
        let alone = split.segments.map { split.alphabet.decode($0) }.joined()
        #expect(alone.utf8.elementsEqual(text.utf8))
    }
}
