/// Septets of national language tables (3GPP TS 23.038 §6.2.1.2).
extension GSM7 {
    /// Septets of one scalar: one of the locking table, or an escape and one of the single shift table.
    struct NationalCodes: Sendable {
        private var codes: [UInt32: UInt16]

        /// Built once for each way that a text of ours is written in.
        private static let known: [NationalShifts: NationalCodes] = Dictionary(
            uniqueKeysWithValues: Segmenter.ways(NationalLanguage.allCases).map { ($0, NationalCodes($0)) })

        static func of(_ shifts: NationalShifts) -> NationalCodes { known[shifts] ?? NationalCodes(shifts) }

        private init(_ shifts: NationalShifts) {
            codes = [:]
            // A character that is in both costs one septet of the locking table; one that is twice in a table, its first.
            for (septet, scalar) in GSM7.extended(shifts).enumerated().reversed() {
                if let scalar { codes[scalar.value] = UInt16(GSM7.escape) << 8 | UInt16(septet) }
            }
            for (septet, scalar) in GSM7.base(shifts).enumerated().reversed() where septet != Int(GSM7.escape) {
                if let scalar { codes[scalar.value] = UInt16(septet) }
            }
        }

        /// False where the scalar is in neither table.
        func append(_ scalar: Unicode.Scalar, to septets: inout [UInt8]) -> Bool {
            guard let code = codes[scalar.value] else { return false }
            if code > 0x7F { septets.append(GSM7.escape) }
            septets.append(UInt8(truncatingIfNeeded: code))
            return true
        }
    }

    private static func base(_ shifts: NationalShifts) -> [Unicode.Scalar?] {
        shifts.locking.flatMap { NationalLanguage.locking[$0] } ?? defaultTable
    }

    private static func extended(_ shifts: NationalShifts) -> [Unicode.Scalar?] {
        shifts.single.flatMap { NationalLanguage.single[$0] } ?? extended
    }

    /// Septets of `text` in the tables of `shifts`, or nil when a character of it is in neither.
    package static func encode(_ text: String, shifts: NationalShifts) -> [UInt8]? {
        let codes = NationalCodes.of(shifts)
        var septets: [UInt8] = []
        septets.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard codes.append(scalar, to: &septets) else { return nil }
        }
        return septets
    }

    /// Text of unpacked septets of these tables; what has no entry is read as `decode(_:)` reads it, and a septet that the locking
    /// table leaves out as a space.
    package static func decode(_ septets: some Sequence<UInt8>, shifts: NationalShifts) -> String {
        let (base, extended) = (base(shifts), extended(shifts))
        var text = String.UnicodeScalarView()
        var escaped = false
        for septet in septets {
            if septet > 0x7F {
                text.append("\u{FFFD}")
                escaped = false
            } else if escaped {
                text.append(septet == escape ? " " : extended[Int(septet)] ?? base[Int(septet)] ?? " ")
                escaped = false
            } else if septet == escape {
                escaped = true
            } else {
                text.append(base[Int(septet)] ?? " ")
            }
        }
        if escaped { text.append(" ") }
        return String(text)
    }
}
