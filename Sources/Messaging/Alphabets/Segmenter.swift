/// Splits a text into the user data of SMS segments (3GPP TS 23.040, 9.2.3.24.1: 140 octets, less the header when
/// there are several).
///
/// It splits for real and counts what it split: the length divided by 153 undercounts when an escape pair straddles a
/// boundary. Never split: an escape pair, a surrogate pair. Not split unless longer than a segment: a grapheme.
package enum Segmenter {
    /// Octets of user data in one segment.
    package static let octets = 140

    /// `text` in the default alphabet if it has all its characters, else in UCS-2. `concatenationHeaderBytes`: 6 for
    /// an 8-bit reference in the header, 7 for a 16-bit one, 0 when the reference travels outside (`sar_*`).
    package static func segment(_ text: String, concatenationHeaderBytes: Int = 6) -> SegmentedText {
        if let septets = GSM7.encode(text) {
            let split = gsm7(septets, part: (octets - concatenationHeaderBytes) * 8 / 7)
            return SegmentedText(alphabet: .gsm7, segments: split)
        }
        return SegmentedText(alphabet: .ucs2, segments: ucs2(text, header: concatenationHeaderBytes))
    }

    /// `text` in the alphabet asked for, or nil when it has a character outside it.
    package static func segment(
        _ text: String, as alphabet: SegmentedText.Alphabet, concatenationHeaderBytes: Int = 6
    ) -> SegmentedText? {
        let header = concatenationHeaderBytes
        switch alphabet {
        case .gsm7:
            guard let septets = GSM7.encode(text) else { return nil }
            return SegmentedText(alphabet: .gsm7, segments: gsm7(septets, part: (octets - header) * 8 / 7))
        case .latin1:
            var bytes: [UInt8] = []
            bytes.reserveCapacity(text.utf8.count)
            for scalar in text.unicodeScalars {
                guard scalar.value <= 0xFF else { return nil }
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            }
            let split = cut(bytes, single: octets, part: octets - header) { bytes, at in
                bytes[at - 1] == 0x0D && bytes[at] == 0x0A
            }
            return SegmentedText(alphabet: .latin1, segments: split)
        case .ucs2:
            return SegmentedText(alphabet: .ucs2, segments: ucs2(text, header: header))
        }
    }

    static func gsm7(_ septets: [UInt8], single: Int = octets * 8 / 7, part: Int) -> [[UInt8]] {
        // Every character of the alphabet is a grapheme of its own, but for CR LF.
        cut(septets, single: single, part: part) { septets, at in
            septets[at - 1] == GSM7.escape || septets[at - 1] == 0x0D && septets[at] == 0x0A
        }
    }

    /// `joined` says that the bytes before and at an index belong together; at most two do, so one step back is enough.
    private static func cut(
        _ bytes: [UInt8], single: Int, part: Int, joined: ([UInt8], Int) -> Bool
    ) -> [[UInt8]] {
        if bytes.count <= single { return [bytes] }
        var segments: [[UInt8]] = []
        var start = 0
        while bytes.count - start > part {
            var end = start + part
            if joined(bytes, end) { end -= 1 }
            segments.append(Array(bytes[start..<end]))
            start = end
        }
        segments.append(Array(bytes[start...]))
        return segments
    }

    static func ucs2(_ text: String, header: Int) -> [[UInt8]] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.value > 0xFFFF {
                append(UTF16.leadSurrogate(scalar), to: &bytes)
                append(UTF16.trailSurrogate(scalar), to: &bytes)
            } else {
                append(UInt16(truncatingIfNeeded: scalar.value), to: &bytes)
            }
        }
        if bytes.count <= octets { return [bytes] }
        let part = (octets - header) / 2
        var segments: [[UInt8]] = []
        var start = text.startIndex
        var offset = 0
        // The end of a grapheme that is longer than a segment: gone through once, not again for each segment of it.
        var longEnd = start
        while let full = text.utf16.index(start, offsetBy: part, limitedBy: text.endIndex), full < text.endIndex {
            let boundary = full < longEnd ? nil : lastBreak(in: text, from: start, to: full)
            if boundary == nil, full >= longEnd { longEnd = text.index(after: start) }
            let end = boundary ?? lastScalar(in: text, to: full)
            let next = offset + 2 * text.utf16.distance(from: start, to: end)
            segments.append(Array(bytes[offset..<next]))
            (start, offset) = (end, next)
        }
        segments.append(Array(bytes[offset...]))
        return segments
    }

    private static func append(_ unit: UInt16, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: unit >> 8))
        bytes.append(UInt8(truncatingIfNeeded: unit))
    }

    /// The last grapheme boundary in `start <..= full`; nil when one grapheme fills it all.
    private static func lastBreak(in text: String, from start: String.Index, to full: String.Index) -> String.Index? {
        // Rounds down to the beginning of the grapheme that `full` is in.
        let first = text.index(full, offsetBy: 0)
        return first > start ? first : nil
    }

    /// `full`, or the place before it that splits no surrogate pair.
    private static func lastScalar(in text: String, to full: String.Index) -> String.Index {
        String.Index(full, within: text.unicodeScalars) ?? text.utf16.index(before: full)
    }
}
