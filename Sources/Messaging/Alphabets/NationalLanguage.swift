/// A language whose letters 3GPP TS 23.038 puts into septets of their own (§6.2.1.2.4), so that a text in it need not travel in
/// UCS-2.
package enum NationalLanguage: UInt8, Sendable, Codable, CaseIterable {
    case turkish = 1
    case spanish, portuguese, bengali, gujarati, hindi, kannada, malayalam, oriya, punjabi, tamil, telugu, urdu

    /// Spanish has a table behind the escape only.
    package var hasLocking: Bool { self != .spanish }

    static let locking: [NationalLanguage: [Unicode.Scalar?]] = lockingRows.mapValues(scalars)
    static let single: [NationalLanguage: [Unicode.Scalar?]] = singleRows.mapValues(scalars)

    private static func scalars(_ rows: String) -> [Unicode.Scalar?] {
        rows.split(whereSeparator: \.isWhitespace).map { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
    }
}

/// The tables that a text's septets are of: named in the user data header of each of its segments.
package struct NationalShifts: Sendable, Hashable, Codable {
    /// The table behind an escape; nil for the default extension table.
    package var single: NationalLanguage?
    /// The table of all other septets; nil for the default alphabet.
    package var locking: NationalLanguage?

    /// nil where neither is of a known language: then a receiver reads by the default alphabet (3GPP TS 23.038 §6.2.1.2.4).
    package init?(single: NationalLanguage?, locking: NationalLanguage?) {
        // A language without a locking table locks nothing.
        let locking = locking?.hasLocking == true ? locking : nil
        guard single != nil || locking != nil else { return nil }
        self.single = single
        self.locking = locking
    }

    /// From the numbers of a user data header, as a carrier brought them.
    package init?(single: UInt8?, locking: UInt8?) {
        self.init(
            single: single.flatMap(NationalLanguage.init(rawValue:)),
            locking: locking.flatMap(NationalLanguage.init(rawValue:)))
    }

    /// Octets of the header's elements, three each (3GPP TS 23.040 §9.2.3.24.15 and .16); its length octet not counted.
    package var elements_bytes: Int { (single == nil ? 0 : 3) + (locking == nil ? 0 : 3) }
}
