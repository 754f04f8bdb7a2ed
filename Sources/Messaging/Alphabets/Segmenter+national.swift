extension Segmenter {
    /// As `segment(_:concatenationHeaderBytes:)`, but in septets of national language tables where that saves a segment.
    ///
    /// `languages` are those that the route allows: handsets that do not know the tables show other letters, so a route without
    /// them is the rule. Of the ways that save most the one with the shortest header is taken, and of those the first language.
    ///
    /// The header takes a length octet and three for each table, and with several segments the concatenation element besides: of
    /// 160 septets 155 are left for one segment with one table and 149 for a part, 152 and 146 with both. Where the concatenation
    /// travels outside (`concatenationHeaderBytes` 0) it may not stand beside a header, so that only one segment will do.
    package static func segment(
        _ text: String, concatenationHeaderBytes: Int = 6, languages: [NationalLanguage]
    ) -> SegmentedText {
        var best = segment(text, concatenationHeaderBytes: concatenationHeaderBytes)
        guard best.segments.count > 1 else { return best }
        for shifts in ways(languages) {
            guard let segments = national(text, shifts, header: concatenationHeaderBytes, below: best.segments.count)
            else { continue }
            best = SegmentedText(alphabet: .gsm7, segments: segments, shifts: shifts)
        }
        return best
    }

    /// Each table alone, then a language's two together.
    static func ways(_ languages: [NationalLanguage]) -> [NationalShifts] {
        languages.compactMap { NationalShifts(single: $0, locking: nil) }
            + languages.compactMap { NationalShifts(single: nil, locking: $0) }
            + languages.filter(\.hasLocking).compactMap { NationalShifts(single: $0, locking: $0) }
    }

    /// The segments of `text` in these tables, or nil when it has other characters or takes `limit` segments or more.
    private static func national(
        _ text: String, _ shifts: NationalShifts, header: Int, below limit: Int
    ) -> [[UInt8]]? {
        let codes = GSM7.NationalCodes.of(shifts)
        let single = septets(besides: 1 + shifts.elements_bytes)
        let part = septets(besides: header + shifts.elements_bytes)
        var all: [UInt8] = []
        // Where the graphemes end, and the scalars of one that is longer than a part.
        var ends: [Int] = []
        for character in text {
            let start = all.count
            var inside: [Int] = []
            for scalar in character.unicodeScalars {
                guard codes.append(scalar, to: &all) else { return nil }
                inside.append(all.count)
            }
            ends += all.count - start > part ? inside : inside.suffix(1)
        }
        if all.count <= single { return limit > 1 ? [all] : nil }
        guard header > 0 else { return nil }
        var segments: [[UInt8]] = []
        var start = 0
        var end = 0
        for next in ends {
            if next - start > part {
                segments.append(Array(all[start..<end]))
                start = end
                if segments.count >= limit { return nil }
            }
            end = next
        }
        segments.append(Array(all[start...]))
        return segments.count < limit ? segments : nil
    }

    private static func septets(besides header_bytes: Int) -> Int { (octets - header_bytes) * 8 / 7 }
}
