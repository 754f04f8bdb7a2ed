/// The GSM 7-bit default alphabet with its extension table (3GPP TS 23.038, 6.2.1 and 6.2.1.1), one septet an octet.
package enum GSM7 {
    /// The septet before a character of the extension table; such a character costs two septets.
    package static let escape: UInt8 = 0x1B

    static let defaultTable: [Unicode.Scalar] = Array(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)

    private static let extensionTable: [(septet: UInt8, scalar: Unicode.Scalar)] = [
        (0x0A, "\u{0C}"), (0x14, "^"), (0x28, "{"), (0x29, "}"), (0x2F, "\\"), (0x3C, "["), (0x3D, "~"), (0x3E, "]"),
        (0x40, "|"), (0x65, "€"),
    ]

    private static let none: UInt16 = 0xFFFF
    private static let euro: UInt32 = 0x20AC

    /// Every scalar of the alphabet but the euro sign lies below U+0400: its septet, `0x1B00` and its septet of the
    /// extension table, or `none`.
    private static let codes: [UInt16] = {
        var codes = [UInt16](repeating: none, count: 0x400)
        for (septet, scalar) in defaultTable.enumerated() where septet != Int(escape) {
            codes[Int(scalar.value)] = UInt16(septet)
        }
        for (septet, scalar) in extensionTable where scalar.value != euro {
            codes[Int(scalar.value)] = UInt16(escape) << 8 | UInt16(septet)
        }
        return codes
    }()

    static let extended: [Unicode.Scalar?] = {
        var table = [Unicode.Scalar?](repeating: nil, count: 128)
        for (septet, scalar) in extensionTable { table[Int(septet)] = scalar }
        return table
    }()

    /// Septets of `text`, or nil when a character of it is not in the alphabet.
    package static func encode(_ text: String) -> [UInt8]? {
        let codes = codes
        var septets: [UInt8] = []
        septets.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            let code: UInt16
            if scalar.value < 0x400 {
                code = codes[Int(scalar.value)]
            } else if scalar.value == euro {
                code = UInt16(escape) << 8 | 0x65
            } else {
                return nil
            }
            if code == none { return nil }
            if code > 0x7F { septets.append(escape) }
            septets.append(UInt8(truncatingIfNeeded: code))
        }
        return septets
    }

    /// Text of unpacked septets. An escape before a septet without an entry shows the default table's character, and
    /// an escape at the end a space, as TS 23.038 asks of a receiver; an octet above 127 reads as U+FFFD.
    package static func decode(_ septets: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        var escaped = false
        for septet in septets {
            if septet > 0x7F {
                text.append("\u{FFFD}")
                escaped = false
            } else if escaped {
                // ESC ESC is reserved for a further table; a receiver shows a space for it.
                text.append(septet == escape ? " " : extended[Int(septet)] ?? defaultTable[Int(septet)])
                escaped = false
            } else if septet == escape {
                escaped = true
            } else {
                text.append(defaultTable[Int(septet)])
            }
        }
        if escaped { text.append(" ") }
        return String(text)
    }
}
