/// A text as it will travel: its alphabet, and one entry a segment.
package struct SegmentedText: Sendable, Hashable {
    /// How the segments' bytes are to be read.
    package enum Alphabet: Int, Sendable, Codable {
        /// GSM 03.38 default alphabet with its extension table, one septet an octet (unpacked).
        case gsm7 = 1
        /// ISO 8859-1, one octet a character.
        case latin1 = 2
        /// UTF-16 big endian; carriers call it UCS-2.
        case ucs2 = 3
    }

    package var alphabet: Alphabet
    /// User data of each segment without header, in the alphabet's bytes. Never splits an escape or surrogate pair.
    package var segments: [[UInt8]]
    /// The tables that the header of each segment must name; `gsm7` only.
    package var shifts: NationalShifts?

    package init(alphabet: Alphabet, segments: [[UInt8]], shifts: NationalShifts? = nil) {
        self.alphabet = alphabet
        self.segments = segments
        self.shifts = shifts
    }
}
