internal import CPhoneNumber

/// Telephone numbers as libphonenumber understands them.
package enum PhoneNumber {
    /// A cell longer than this holds no number; libphonenumber itself stops at 250.
    package static let greatestCellBytes = 64

    /// The E.164 form (`+8613800138000`) of what a cell holds, or nil when nobody could dial it.
    ///
    /// Spaces, brackets, hyphens, full-width digits and country prefixes are understood.
    /// - Parameter region: where a number without a country prefix is at home: ISO 3166 with or without a subdivision.
    package static func e164(_ cell: some Collection<UInt8>, region: String) -> String? {
        guard !cell.isEmpty, cell.count <= greatestCellBytes else { return nil }
        let text = cell.map { CChar(bitPattern: $0) }
        let home = region.utf8.prefix(2).map { CChar(bitPattern: $0) }
        guard home.count == 2 else { return nil }
        var out = [CChar](repeating: 0, count: Int(DUNLIN_E164_BYTES))
        // The shim reads and writes only inside the three lengths it is given.
        let length = unsafe dunlin_e164(
            text, Int32(text.count), home, Int32(home.count), &out, Int32(out.count))
        guard length > 0 else { return nil }
        return String(decoding: out.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The country (ISO 3166) that a number in E.164 belongs to; nil when nobody knows. Countries that share a calling code
    /// are told apart by what follows it.
    package static func country(ofE164 number: String) -> String? {
        guard number.utf8.count <= greatestCellBytes else { return nil }
        let text = number.utf8.map { CChar(bitPattern: $0) }
        var out = [CChar](repeating: 0, count: 2)
        // The shim reads and writes only inside the two lengths it is given.
        let length = unsafe dunlin_country(text, Int32(text.count), &out, Int32(out.count))
        guard length == 2 else { return nil }
        return String(decoding: out.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether two letters of ISO 3166 name a country that has telephone numbers.
    package static func isCountry(_ code: String) -> Bool {
        let text = code.utf8.prefix(3).map { CChar(bitPattern: $0) }
        return unsafe dunlin_has_numbers(text, Int32(text.count)) == 1
    }
}
