import CivilTime
import Testing

@testable import Compliance

/// Texts as wording is looked for, against the plain way to say it.
struct FoldedTextTests {
    private static func plain(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in text.lowercased().utf8 {
            let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
            if !isSpace { bytes.append(byte) } else if bytes.last != 0x20 { bytes.append(0x20) }
        }
        return bytes
    }

    private static let pieces = [
        "Pay NOW", "  ", "\t\n", "z", "A", "Zahlung ÜBER", "ÇA", "ДОЛГ", "Nợ Quá Hạn", "ＡＢＣ", "，", "。", "逾期", "還款",
        "【晨禾】",
        "한국", "हिन्दी", "🙂", "é", "e\u{301}", "Σίσυφος", "ﬀ", "", "\u{0}", "@[`{", "1.00",
    ]

    @Test(arguments: 0..<40) func `folding agrees with lower case and single spaces, and finding with searching`(
        seed: Int
    ) {
        var random = SeededNumbers(seed: UInt64(seed))
        func text(_ count: Int) -> String {
            (0..<count).map { _ in Self.pieces[random.below(Self.pieces.count)] }.joined()
        }
        for _ in 0..<50 {
            let hay = text(random.below(12))
            let folded = FoldedText(hay)
            #expect(folded.bytes == Self.plain(hay), "\(hay.unicodeScalars.map(\.value))")
            let long = folded.bytes
            // Pieces of the text, and texts that may or may not be in it.
            let start = random.below(long.count + 1)
            let inside = Array(long[start..<(start + random.below(long.count - start + 1))])
            for needle in [inside, Self.plain(text(1 + random.below(2)))] where !needle.isEmpty {
                let isThere = long.indices.contains { long[$0...].starts(with: needle) }
                #expect(folded.holds(needle) == isThere, "\(needle) in \(long)")
            }
            #expect(!folded.holds([]))
        }
    }
}
