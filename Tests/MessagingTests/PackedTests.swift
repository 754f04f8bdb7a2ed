import Messaging
import Testing

@Suite struct PackedTests {
    /// Vectors that the tests of the Go module linxGnu/gosmpp publish, the euro row and those of eight septets and more or less.
    @Test(arguments: [
        ("", [UInt8]()), ("1", [0x31]), ("12", [0x31, 0x19]), ("123", [0x31, 0xD9, 0x0C]),
        ("1234", [0x31, 0xD9, 0x8C, 0x06]), ("12345", [0x31, 0xD9, 0x8C, 0x56, 0x03]),
        ("123456", [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0x01]),
        ("12345678", [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x70]),
        ("123456789", [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x70, 0x39]), ("\n", [0x0A]), ("\r", [0x0D]),
        ("\u{0C}", [0x1B, 0x05]),
        (
            "^{}\\[~]|€",
            [0x1B, 0xCA, 0x06, 0xB5, 0x49, 0x6D, 0x5E, 0x1B, 0xDE, 0xA6, 0xB7, 0xF1, 0x6D, 0x80, 0x9B, 0x32]
        ),
    ])
    func `septets pack as in others' vectors`(_ text: String, _ octets: [UInt8]) throws {
        let septets = try #require(GSM7.encode(text))
        #expect(GSM7.pack(septets) == octets)
        #expect(GSM7.decode(GSM7.unpack(octets)) == text)
    }

    /// 3GPP TS 23.038 §6.1.2.3.1: seven spare bits are no `@`.
    @Test func `seven spare bits are filled with a carriage return, and read as nothing`() throws {
        let seven = try #require(GSM7.encode("1234567"))
        #expect(GSM7.pack(seven) == [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x1A])
        #expect(GSM7.unpack(GSM7.pack(seven)) == seven)
        // Others fill with zeros.
        #expect(GSM7.unpack([0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x00]) == seven)
        let eight = try #require(GSM7.encode("1234567\r"))
        #expect(GSM7.pack(eight).count == 8)
        #expect(GSM7.unpack(GSM7.pack(eight)).starts(with: eight))
        #expect(GSM7.pack([]).isEmpty)
        #expect(GSM7.unpack([UInt8]()).isEmpty)
    }

    /// 3GPP TS 23.040 §9.2.3.24: behind 6 octets of header one bit is filled, behind 4 three, behind 7 none.
    @Test(
        arguments: [
            (0, [0x7F]), (7, [0x7F]), (6, [0xFE]), (4, [0xF8, 0x03]),
            // Nine bits: the other seven are a carriage return.
            (12, [0xFC, 0x01 | 0x0D << 1]), (9, [0xE0, 0x0F]),
        ] as [(Int, [UInt8])])
    func `behind a header septets begin at the next septet`(_ header: Int, _ octets: [UInt8]) {
        #expect(GSM7.pack([0x7F], header_bytes: header) == octets)
        #expect(GSM7.unpack(octets, header_bytes: header) == [0x7F])
    }

    @Test(arguments: 0..<40)
    func `what is packed unpacks, behind any header, within 140 octets`(seed: Int) {
        var random = SeededNumbers(seed: UInt64(seed))
        for header in 0...14 {
            let most = (140 - header) * 8 / 7
            for count in [0, 1, 6, 7, 8, 9, most - 1, most, Int.random(in: 0...most, using: &random)] {
                // No carriage return or at sign at the end, which filling looks like.
                var septets = (0..<count).map { _ in UInt8.random(in: 0...127, using: &random) }
                if count > 0 { septets[count - 1] = 0x61 }
                let packed = GSM7.pack(septets, header_bytes: header)
                #expect(packed.count + header <= 140, "seed \(seed)")
                #expect(GSM7.unpack(packed, header_bytes: header) == septets, "seed \(seed), header \(header)")
            }
        }
    }

    @Test func `a full segment that ends in a carriage return stays within 140 octets`() {
        let septets = [UInt8](repeating: 0x61, count: 159) + [0x0D]
        #expect(GSM7.pack(septets).count == 140)
        #expect(GSM7.unpack(GSM7.pack(septets)) == Array(septets.dropLast()))
    }

    @Test func `octets of any kind unpack to septets`() {
        var random = SeededNumbers(seed: 1)
        for length in 0...200 {
            let octets = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            for header in 0...8 {
                let septets = GSM7.unpack(octets, header_bytes: header)
                #expect(septets.allSatisfy { $0 < 128 } && septets.count <= length * 8 / 7)
            }
        }
    }
}
