/// A text as wording is looked for in it: in lower case, every run of white space one space, so that line breaks and capitals
/// hide nothing.
struct FoldedText: Sendable {
    /// UTF-8.
    let bytes: [UInt8]
    /// A bit for each pair of neighbouring bytes, by their lower five bits. A phrase with a pair that the text lacks is not in
    /// it: most are found missing by that, at a word's first letters.
    private let pairs: InlineArray<16, UInt64>

    init(_ text: String) {
        var pairs = InlineArray<16, UInt64>(repeating: 0)
        let utf8 = text.utf8Span.span
        bytes = Self.isCased(utf8) ? Self.folded(text.lowercased().utf8Span.span, &pairs) : Self.folded(utf8, &pairs)
        self.pairs = pairs
    }

    /// - Parameter phrase: folded as the text is.
    func holds(_ phrase: [UInt8]) -> Bool {
        let (hay, needle) = (bytes.span, phrase.span)
        guard needle.count > 0, needle.count <= hay.count else { return false }
        for place in 1..<max(needle.count, 1) {
            let pair = Self.pair(needle[place - 1], needle[place])
            if pairs[pair &>> 6] &>> UInt64(pair) & 1 == 0 { return false }
        }
        for start in 0...(hay.count - needle.count) where hay[start] == needle[0] {
            var place = 1
            while place < needle.count, hay[start + place] == needle[place] { place += 1 }
            if place == needle.count { return true }
        }
        return false
    }

    private static func pair(_ a: UInt8, _ b: UInt8) -> Int { Int(a & 31) << 5 | Int(b & 31) }

    /// Whether it may hold letters beyond ASCII that come in two cases. Ideographs, kana and the punctuation beside them
    /// (UTF-8 from E3 to E9, and from EF but for full-width letters) do not.
    private static func isCased(_ utf8: Swift.Span<UInt8>) -> Bool {
        var place = 0
        while place < utf8.count {
            switch utf8[place] {
            case 0..<0x80: place += 1
            case 0xE3...0xE9: place += 3
            case 0xEF:
                let next = place + 2 < utf8.count ? utf8[place + 1] : 0
                if next == 0xBC, (0xA1...0xBA).contains(utf8[place + 2]) { return true }
                place += 3
            default: return true
            }
        }
        return false
    }

    /// ASCII letters in lower case, and white space run together.
    private static func folded(_ utf8: Swift.Span<UInt8>, _ pairs: inout InlineArray<16, UInt64>) -> [UInt8] {
        [UInt8](capacity: utf8.count) { bytes in
            var last: UInt8 = 0
            for place in utf8.indices {
                var byte = utf8[place]
                if byte &- 0x09 < 5 { byte = 0x20 }
                if byte == 0x20, last == 0x20 { continue }
                if byte &- UInt8(ascii: "A") < 26 { byte |= 0x20 }
                let pair = pair(last, byte)
                pairs[pair &>> 6] |= 1 &<< UInt64(pair)
                bytes.append(byte)
                last = byte
            }
        }
    }
}
