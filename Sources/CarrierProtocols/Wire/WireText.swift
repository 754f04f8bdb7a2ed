extension Wire {
    /// The octets of a text, and how they are to be read.
    package struct Text: Sendable, Hashable {
        package enum Alphabet: Sendable, Hashable {
            /// Septets one to an octet, in the tables that the header names.
            case gsm7
            case ascii, latin1, ucs2, gb18030
            case binary
            /// One that is not read here.
            case other(String)
        }

        package var octets: [UInt8]
        package var alphabet: Alphabet
        package var shifts = SMPP.LanguageShifts()

        /// What may be said of it without saying it.
        package var measure: String {
            let octets = self.octets.count
            switch alphabet {
            case .gsm7: return "(\(octets) septets of GSM 7-bit, masked)"
            case .ucs2: return "(\(octets / 2) units of UCS-2, masked)"
            default: return "(\(octets) octets of \(alphabet.name), masked)"
            }
        }

        package func decoded(septets: (Text) -> String) -> String {
            switch alphabet {
            case .gsm7: septets(self)
            case .ascii: String(decoding: octets, as: UTF8.self)
            case .latin1: String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
            case .ucs2: String(decoding: Text.units(octets), as: UTF16.self)
            case .gb18030: GB18030.text(of: octets)
            case .binary, .other: Wire.digits(octets)
            }
        }

        /// A last octet without its fellow is left out: the length says that it is there.
        private static func units(_ octets: [UInt8]) -> [UInt16] {
            stride(from: 0, to: octets.count - octets.count % 2, by: 2).map {
                UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1])
            }
        }
    }
}

extension Wire.Text.Alphabet {
    package var name: String {
        switch self {
        case .gsm7: "GSM 7-bit"
        case .ascii: "ASCII"
        case .latin1: "Latin-1"
        case .ucs2: "UCS-2"
        case .gb18030: "GB 18030"
        case .binary: "binary"
        case .other(let name): name
        }
    }

    /// `data_coding` (SMPP §5.2.19), with the classes and groups of 3GPP TS 23.038 §4.
    init(dataCoding: UInt8) {
        switch dataCoding {
        case 0: self = .gsm7
        case 1: self = .ascii
        case 3: self = .latin1
        case 8: self = .ucs2
        case 2, 4: self = .binary
        case 5: self = .other("JIS")
        case 6: self = .other("ISO 8859-5")
        case 7: self = .other("ISO 8859-8")
        case 9: self = .other("pictograms")
        case 10: self = .other("ISO 2022-JP")
        case 13: self = .other("extended Kanji JIS")
        case 14: self = .other("KS C 5601")
        case 0xF0...0xFF: self = dataCoding & 0x04 == 0 ? .gsm7 : .binary
        case 0x10...0x3F:
            self = dataCoding & 0x0C == 0 ? .gsm7 : dataCoding & 0x0C == 8 ? .ucs2 : .binary
        case 0xC0...0xDF: self = .gsm7
        case 0xE0...0xEF: self = .ucs2
        default: self = .other("reserved coding")
        }
    }

    /// `Msg_Fmt` of CMPP (§8.4.3.1), and of SMGP and SGIP, which took it over.
    init(messageFormat: UInt8) {
        switch messageFormat {
        case 0: self = .ascii
        case 3, 4: self = .binary
        case 8: self = .ucs2
        case 15: self = .gb18030
        default: self = .other("reserved format")
        }
    }
}
