extension SegmentedText.Alphabet {
    /// As `decode(_:)`, where the user data header names national language tables; only septets have any.
    package func decode(_ bytes: some Collection<UInt8>, shifts: NationalShifts?) -> String {
        guard self == .gsm7, let shifts else { return decode(bytes) }
        return GSM7.decode(bytes, shifts: shifts)
    }

    /// Text of user data without its header, as it came from a carrier. Never fails: what cannot be read becomes
    /// U+FFFD, so that a reply is kept whatever its bytes.
    package func decode(_ bytes: some Collection<UInt8>) -> String {
        switch self {
        case .gsm7:
            return GSM7.decode(bytes)
        case .latin1:
            var text = String.UnicodeScalarView()
            for byte in bytes { text.append(Unicode.Scalar(byte)) }
            return String(text)
        case .ucs2:
            var units: [UInt16] = []
            units.reserveCapacity(bytes.count / 2 + 1)
            var high: UInt8?
            for byte in bytes {
                if let first = high {
                    units.append(UInt16(first) << 8 | UInt16(byte))
                    high = nil
                } else {
                    high = byte
                }
            }
            // Half a unit at the end: shown as unreadable rather than dropped.
            if high != nil { units.append(0xFFFD) }
            return String(decoding: units, as: UTF16.self)
        }
    }
}

extension SegmentedText {
    /// Septets (gsm7), octets (latin1) or UTF-16 units (ucs2) over all segments, headers not counted.
    package var units: Int {
        let bytes = segments.reduce(0) { $0 + $1.count }
        return alphabet == .ucs2 ? bytes / 2 : bytes
    }

    /// The text that a handset shows when all segments have come.
    package var text: String { alphabet.decode(segments.flatMap { $0 }, shifts: shifts) }
}
