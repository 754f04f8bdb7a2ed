import NIOCore
import Testing

@testable import CarrierProtocols

struct GB18030Tests {
    /// FNV-1a over UTF-16 units, the more significant octet first.
    private func mark(_ units: some Sequence<UInt16>) -> UInt64 {
        units.reduce(0xCBF2_9CE4_8422_2325) { hash, unit in
            [UInt64(unit >> 8), UInt64(unit & 0xFF)].reduce(hash) { ($0 ^ $1) &* 0x100_0000_01B3 }
        }
    }

    /// Both marks are of Python's codec `gb18030`, private characters replaced.
    @Test func `all characters of two and of four octets are those of another implementation`() {
        let seconds = Array(UInt8(0x40)...0x7E) + Array(0x80...0xFE)
        let two = (UInt8(0x81)...0xFE).flatMap { first in
            seconds.flatMap { GB18030.text(of: [first, $0]).utf16 }
        }
        #expect(two.count == 23_940)
        #expect(mark(two) == 0xC702960BC1899269)
        var four: [UInt16] = []
        for number in 0..<39_420 {
            let octets = [
                0x81 + number / 12_600, 0x30 + number / 1_260 % 10, 0x81 + number / 10 % 126, 0x30 + number % 10,
            ]
            four += GB18030.text(of: octets.map { UInt8($0) }).utf16
        }
        #expect(mark(four) == 0xDDBA7C7EA82DC49D)
    }

    @Test(arguments: [
        ("TD", "TD"), ("C4FABAC3A3ACD3E0B6EEA3B1A3B2A3B3D4AAA1A3", "您好，余额１２３元。"), ("9439CD32", "🐦"), ("81308A39", "ñ"),
    ])
    func `a reply reads as it was written`(_ bytes: String, _ text: String) {
        let octets = bytes == "TD" ? Array(bytes.utf8) : Array(hex(bytes).readableBytesView)
        #expect(GB18030.text(of: octets) == text)
    }

    /// What is broken costs the octet in front, not what stands behind it.
    @Test(arguments: [
        ("80 41", "\u{FFFD}A"), ("FF 41", "\u{FFFD}A"), ("C4", "\u{FFFD}"), ("C4 20 41", "\u{FFFD} A"),
        ("81 30 81", "\u{FFFD}0\u{FFFD}"), ("81 30 41 42", "\u{FFFD}0AB"), ("E3 32 9A 36", "\u{FFFD}"),
        ("FE 39 FE 39 41", "\u{FFFD}A"), ("AA A1 41", "\u{FFFD}A"), ("84 32 A4 30", "\u{FFFD}"),
    ])
    func `what is no character is replaced`(_ bytes: String, _ text: String) {
        #expect(GB18030.text(of: hex(bytes).readableBytesView) == text)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `junk never traps`(_ seed: UInt64) {
        var junk = Junk(seed: seed)
        let count = junk.below(300)
        let text = GB18030.text(of: junk.bytes(count).readableBytesView)
        #expect(text.unicodeScalars.count <= count)
    }
}
