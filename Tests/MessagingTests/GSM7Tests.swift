import Messaging
import Testing

@Suite struct GSM7Tests {
    @Test(arguments: [
        ("@£$¥èéùìòÇ\nØø\rÅå", [UInt8](0...15)),
        ("Δ_ΦΓΛΩΠΨΣΘΞ", [UInt8](16...26)),
        ("ÆæßÉ !\"#¤%&'()*+,-./", [UInt8](28...47)),
        ("0123456789:;<=>?", [UInt8](48...63)),
        ("¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§", [UInt8](64...95)),
        ("¿abcdefghijklmnopqrstuvwxyzäöñüà", [UInt8](96...127)),
        ("€", [0x1B, 0x65]), ("^", [0x1B, 0x14]), ("{", [0x1B, 0x28]), ("}", [0x1B, 0x29]), ("\\", [0x1B, 0x2F]),
        ("[", [0x1B, 0x3C]), ("~", [0x1B, 0x3D]), ("]", [0x1B, 0x3E]), ("|", [0x1B, 0x40]), ("\u{0C}", [0x1B, 0x0A]),
    ])
    func `every row of the tables of TS 23-038 encodes and decodes`(text: String, septets: [UInt8]) {
        #expect(GSM7.encode(text) == septets)
        #expect(GSM7.decode(septets) == text)
    }

    @Test(arguments: ["á", "í", "ó", "ú", "ç", "ë", "`", "“", "’", "…", "\t", "\u{1B}", "中", "😀", "e\u{301}"])
    func `a character outside the alphabet is refused, not replaced`(text: String) {
        #expect(GSM7.encode("a" + text + "b") == nil)
    }

    @Test func `the alphabet has 127 characters and 10 more behind the escape`() {
        var count = 0
        for value in UInt32(0)..<0x1_1000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if GSM7.encode(String(Character(scalar))) != nil { count += 1 }
        }
        #expect(count == 137)
    }

    @Test func `an escape without an entry shows the default table's character`() {
        #expect(GSM7.decode([0x1B, 0x61]) == "a")
        #expect(GSM7.decode([0x61, 0x1B]) == "a ")
        #expect(GSM7.decode([0x1B, 0x1B, 0x65]) == " e")
        #expect(GSM7.decode([0x61, 0xC3, 0x62]) == "a\u{FFFD}b")
    }

    @Test func `replies in latin-1 and UTF-16 decode, and broken bytes are kept as unreadable`() {
        #expect(SegmentedText.Alphabet.latin1.decode([0x63, 0xE1, 0xFF]) == "cáÿ")
        #expect(SegmentedText.Alphabet.ucs2.decode([0x90, 0x00, 0x8B, 0xA2]) == "退订")
        #expect(SegmentedText.Alphabet.ucs2.decode([0xD8, 0x3D, 0xDE, 0x00]) == "😀")
        #expect(SegmentedText.Alphabet.ucs2.decode([0x00, 0x41, 0xD8, 0x3D]) == "A\u{FFFD}")
        #expect(SegmentedText.Alphabet.ucs2.decode([0x00, 0x41, 0x00]) == "A\u{FFFD}")
        #expect(SegmentedText.Alphabet.gsm7.decode([UInt8]()) == "")
    }
}
