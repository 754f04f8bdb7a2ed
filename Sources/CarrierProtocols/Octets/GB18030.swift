/// Text as China's gateways send it under format 15: ASCII in one octet, what GBK has in two, all else of Unicode in four.
package enum GB18030 {
    /// `octets` as text. What is no character is replaced, and reading goes on behind it.
    package static func text(of octets: some Sequence<UInt8>) -> String {
        let octets = Array(octets)
        var scalars = String.UnicodeScalarView()
        var place = 0
        while place < octets.count {
            let (scalar, length) = scalar(octets[place...])
            scalars.append(scalar ?? "\u{FFFD}")
            place += length
        }
        return String(scalars)
    }

    /// The character in front, nil for none, and the octets it takes.
    private static func scalar(_ octets: ArraySlice<UInt8>) -> (Unicode.Scalar?, length: Int) {
        let rest = Array(octets.prefix(4))
        guard rest[0] >= 0x80 else { return (Unicode.Scalar(rest[0]), 1) }
        guard rest.count >= 2, (0x81...0xFE).contains(rest[0]) else { return (nil, 1) }
        switch rest[1] {
        case 0x40...0x7E, 0x80...0xFE:
            let column = Int(rest[1]) - (rest[1] < 0x7F ? 0x40 : 0x41)
            let unit = twoOctets[(Int(rest[0]) - 0x81) * 190 + column]
            return (unit == gap ? nil : Unicode.Scalar(unit), 2)
        case 0x30...0x39:
            guard rest.count == 4, (0x81...0xFE).contains(rest[2]), (0x30...0x39).contains(rest[3]) else {
                return (nil, 1)
            }
            let first = (Int(rest[0]) - 0x81) * 10 + Int(rest[1]) - 0x30
            return (scalar(number: (first * 126 + Int(rest[2]) - 0x81) * 10 + Int(rest[3]) - 0x30), 4)
        default: return (nil, 1)
        }
    }

    /// Four octets count on: over what two octets leave of the first plane, and from 0x90308130 over the planes behind it.
    private static func scalar(number: Int) -> Unicode.Scalar? {
        if number < fourOctets.count { return Unicode.Scalar(fourOctets[number]) }
        guard number >= 189_000 else { return nil }
        return UInt32(exactly: number - 189_000 + 0x1_0000).flatMap(Unicode.Scalar.init)
    }

    static let gap = UInt16(UInt8(ascii: "."))

    /// By number, in the order of Unicode. Around the private characters the order has exceptions, and they say nothing: they are
    /// replaced.
    static let fourOctets: [UInt16] = {
        let known = Set(twoOctets)
        let before = (UInt16(0x80)...0xD7FF).filter { !known.contains($0) }
        let behind = (UInt16(0xF900)...0xFFFF).filter { !known.contains($0) }
        let replaced = [UInt16](repeating: 0xFFFD, count: 39_420 - before.count - behind.count)
        return before + replaced + behind
    }()
}
