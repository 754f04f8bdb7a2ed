package import CivilTime

/// What a row of the borrowers' file says.
package struct BorrowerRow: Sendable, Hashable {
    package var reference: Reference
    package var kind: Borrower.Kind
    package var name: String
    /// E.164; nil when the row has no number that anybody could dial.
    package var phone: String?
    package var email: String?
    package var language: String
    package var region: String
    /// Empty when the lender gave none.
    package var zone: String
    package var birthDate: CivilDate?
    /// Nil when the row does not say.
    package var smsConsent: Bool?
    /// What is amiss without making the row useless.
    package var warnings: [RowFault]
}

extension RowReader {
    package func borrower(_ record: Record) throws(RowFault) -> BorrowerRow {
        try checkShape(record)
        let reference = try cell(.reference, of: record).reference()
        guard let name = try cell(.name, of: record).text(limit: RowLimits.nameBytes) else {
            throw RowFault(.name, .empty)
        }
        let region = try cell(.region, of: record).text(limit: RowLimits.wordBytes) ?? defaults.region
        guard isRegion(region) else { throw RowFault(.region, .noRegion) }
        let language = try cell(.language, of: record).text(limit: RowLimits.wordBytes) ?? defaults.language
        guard isLanguageTag(language) else { throw RowFault(.language, .noLanguage) }
        let zone = try cell(.zone, of: record).text(limit: RowLimits.wordBytes) ?? ""
        guard zone.isEmpty || zones.zone(zone) != nil else { throw RowFault(.zone, .unknownZone) }
        let birthCell = cell(.birthDate, of: record)
        let birthDate = birthCell.bytes.isEmpty ? nil : try birthCell.date(mapping.dates)
        if let birthDate, birthDate > today { throw RowFault(.birthDate, .inTheFuture) }
        var row = BorrowerRow(
            reference: reference, kind: try kind(record), name: name, phone: nil, email: nil, language: language,
            region: region, zone: zone, birthDate: birthDate, smsConsent: try consent(record), warnings: [])
        if knows(.phone) {
            row.phone = PhoneNumber.e164(cell(.phone, of: record).bytes, region: region)
            if row.phone == nil { row.warnings.append(RowFault(.phone, .unusablePhone)) }
        }
        let email = cell(.email, of: record).bytes
        if !email.isEmpty {
            row.email = emailAddress(email)
            if row.email == nil { row.warnings.append(RowFault(.email, .unusableEmail)) }
        }
        return row
    }

    private func kind(_ record: Record) throws(RowFault) -> Borrower.Kind {
        switch try cell(.kind, of: record).text(limit: RowLimits.wordBytes) {
        case nil, "person": .person
        case "company": .company
        default: throw RowFault(.kind, .unknownWord)
        }
    }

    private func consent(_ record: Record) throws(RowFault) -> Bool? {
        switch try cell(.smsConsent, of: record).text(limit: RowLimits.wordBytes) {
        case nil: nil
        case "given": true
        case "revoked": false
        default: throw RowFault(.smsConsent, .unknownWord)
        }
    }

    /// ISO 3166-1 alpha-2, with or without a subdivision of ISO 3166-2.
    private func isRegion(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count <= 2, let country = parts.first, country.count == 2,
            country.allSatisfy({ (0x41...0x5A).contains($0) })
        else { return false }
        guard parts.count == 2 else { return true }
        return (1...3).contains(parts[1].count)
            && parts[1].allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }

    /// The shape of BCP 47: subtags of 1 to 8 letters and digits, the first of 2 or 3 letters.
    private func isLanguageTag(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let primary = parts.first, (2...3).contains(primary.count) else { return false }
        return parts.allSatisfy { part in
            (1...8).contains(part.count)
                && part.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                }
        }
    }

    func emailAddress(_ bytes: ArraySlice<UInt8>) -> String? {
        EmailAddress.readable(bytes) ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
