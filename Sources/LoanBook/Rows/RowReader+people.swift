internal import CivilTime

extension RowReader {
    package func contactPoint(_ record: Record) throws(RowFault) -> ContactPointRow {
        try checkShape(record)
        let said = try word(.channel, record, Channel.allCases, \.word)
        guard let (channel, address) = try address(record, by: said) else { throw RowFault(.address, .empty) }
        return ContactPointRow(
            borrower: try cell(.borrower, of: record).reference(), channel: channel, address: address,
            owner: try word(.owner, record, ContactPoint.Owner.allCases, \.word) ?? .borrower,
            standing: try word(.standing, record, ContactPoint.Standing.allCases, \.word),
            name: try cell(.name, of: record).text(limit: RowLimits.nameBytes) ?? "")
    }

    package func consent(_ record: Record) throws(RowFault) -> ConsentRow {
        try checkShape(record)
        guard let messageClass = try word(.messageClass, record, MessageClass.allCases, \.word) else {
            throw RowFault(.messageClass, .empty)
        }
        guard let given = try word(.given, record, [true, false], { $0 ? "given" : "revoked" }) else {
            throw RowFault(.given, .empty)
        }
        guard let at = try instant(.at, record) else { throw RowFault(.at, .empty) }
        return ConsentRow(
            borrower: try cell(.borrower, of: record).reference(), address: try address(record, by: nil)?.address,
            messageClass: messageClass, given: given, at: at,
            act: try word(.act, record, Consent.Act.elsewhere, \.word) ?? .recorded,
            words: try cell(.words, of: record).text(limit: RowLimits.shownBytes) ?? "")
    }

    package func flag(_ record: Record) throws(RowFault) -> FlagRow {
        try checkShape(record)
        guard let flag = try word(.flag, record, BorrowerFlag.allCases, \.rawValue) else {
            throw RowFault(.flag, .empty)
        }
        guard let since = try instant(.since, record) else { throw RowFault(.since, .empty) }
        // A day is included: what ends on it stands until it is over.
        let until = try instant(.until, record, endOfDay: true)
        if let until, until <= since { throw RowFault(.until, .endsFirst) }
        return FlagRow(
            borrower: try cell(.borrower, of: record).reference(), flag: flag, since: since, until: until,
            source: try cell(.source, of: record).text(limit: RowLimits.wordBytes) ?? "")
    }

    package func preference(_ record: Record) throws(RowFault) -> PreferenceRow {
        try checkShape(record)
        var preference = Preference()
        let most = cell(.mostInWeek, of: record)
        if !most.bytes.isEmpty {
            preference.mostInWeek = Int(try most.number(limit: Int32(Preference.greatestInWeek)))
        }
        let unwanted = try cell(.unwanted, of: record).text(limit: RowLimits.wordBytes) ?? ""
        for part in unwanted.split(whereSeparator: { " ,;|/".contains($0) }) {
            guard let messageClass = MessageClass(word: part) else { throw RowFault(.unwanted, .unknownWord) }
            preference.unwanted.insert(messageClass)
        }
        if let text = try cell(.hours, of: record).text(limit: RowLimits.wordBytes) {
            guard let hours = Preference.Hours(text: text) else { throw RowFault(.hours, .noHours) }
            preference.hours = hours
        }
        return PreferenceRow(
            borrower: try cell(.borrower, of: record).reference(), preference: preference,
            at: try instant(.at, record))
    }

    package func contact(_ record: Record) throws(RowFault) -> ContactRow {
        try checkShape(record)
        guard let kind = try word(.contact, record, PastContact.Kind.outside, \.word) else {
            throw RowFault(.contact, .empty)
        }
        guard let at = try instant(.at, record) else { throw RowFault(.at, .empty) }
        return ContactRow(
            reference: try cell(.reference, of: record).reference(),
            borrower: try cell(.borrower, of: record).reference(),
            loan: try cell(.loan, of: record).text(limit: RowLimits.referenceBytes), kind: kind,
            channel: try word(.channel, record, Channel.allCases, \.word) ?? kind.usualChannel,
            messageClass: try word(.messageClass, record, MessageClass.allCases, \.word) ?? .collection, at: at,
            // A contact counts whatever is not known of it: one that is left out would let another one through.
            address: readableAddress(record),
            result: try cell(.result, of: record).text(limit: RowLimits.nameBytes) ?? "",
            by: try cell(.by, of: record).text(limit: RowLimits.nameBytes) ?? "")
    }

    package func score(_ record: Record) throws(RowFault) -> ScoreRow {
        try checkShape(record)
        guard let name = try cell(.score, of: record).text(limit: RowLimits.wordBytes) else {
            throw RowFault(.score, .empty)
        }
        guard Score.isName(name) else { throw RowFault(.score, .noScore) }
        let day = cell(.asOf, of: record)
        let asOf = try day.bytes.isEmpty ? nil : day.date(mapping.dates)
        if let asOf, asOf > today { throw RowFault(.asOf, .inTheFuture) }
        return ScoreRow(
            borrower: try cell(.borrower, of: record).reference(), name: name,
            millionths: try cell(.value, of: record).decimal(mapping.rate.decimal), asOf: asOf)
    }

    private func readableAddress(_ record: Record) -> String? {
        do throws(RowFault) { return try address(record, by: nil)?.address } catch { return nil }
    }

    /// Nil when the cell is empty.
    private func word<Value>(
        _ field: BookField, _ record: Record, _ values: [Value], _ word: (Value) -> String
    ) throws(RowFault) -> Value? {
        guard let text = try cell(field, of: record).text(limit: RowLimits.wordBytes) else { return nil }
        for value in values where word(value) == text { return value }
        throw RowFault(field, .unknownWord)
    }

    /// Nil when the cell is empty. Without a channel, what holds an at sign is an e-mail address.
    private func address(
        _ record: Record, by said: Channel?
    ) throws(RowFault) -> (channel: Channel, address: String)? {
        let bytes = cell(.address, of: record).bytes
        guard !bytes.isEmpty else { return nil }
        let channel = said ?? (bytes.contains(UInt8(ascii: "@")) ? .email : .sms)
        switch channel {
        case .email:
            guard let email = emailAddress(bytes) else { throw RowFault(.address, .unusableEmail) }
            return (channel, email)
        case .sms, .voice:
            guard let phone = PhoneNumber.e164(bytes, region: defaults.region) else {
                throw RowFault(.address, .unusablePhone)
            }
            return (channel, phone)
        }
    }

    /// `2026-11-21T18:03:00Z`, or a day as the file writes days, alone or with the time behind a space or a `T`, by the
    /// book's clock. Nil when the cell is empty.
    private func instant(
        _ field: BookField, _ record: Record, endOfDay: Bool = false
    ) throws(RowFault) -> Instant? {
        let bytes = cell(field, of: record).bytes
        guard !bytes.isEmpty else { return nil }
        if let instant = Instant(iso: String(decoding: bytes, as: UTF8.self)) { return instant }
        if let date = mapping.dates.date(bytes) { return zone.instant(endOfDay ? date + 1 : date, .midnight) }
        if let mark = bytes.lastIndex(where: { $0 == 0x20 || $0 == UInt8(ascii: "T") }),
            let date = mapping.dates.date(bytes[..<mark]),
            let time = TimeOfDay(text: String(decoding: bytes[(mark + 1)...], as: UTF8.self)),
            time.seconds < TimeOfDay.endOfDay.seconds
        {
            return zone.instant(date, time)
        }
        throw RowFault(field, .noInstant)
    }
}
