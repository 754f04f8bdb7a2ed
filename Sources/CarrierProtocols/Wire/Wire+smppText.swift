import NIOCore

extension Wire.Cursor {
    /// A text with its user data header, or a receipt.
    mutating func smppText(_ name: String, _ length: Int, _ coding: UInt8, _ esmClass: UInt8) throws(Cut) {
        let start = place
        let octets = try take(length, name)
        let kind = SMPP.ESMClass(rawValue: esmClass)
        let isReceipt = kind.isReceipt || kind.isIntermediateNotification
        text(name, octets, at: start, .init(dataCoding: coding), hasHeader: kind.hasUserDataHeader)
        if isReceipt { receipt(octets, at: start) }
    }

    /// Notes `octets`, which stand at `start`: the header that they begin with, and the text behind it.
    mutating func text(
        _ name: String, _ octets: [UInt8], at start: Int, _ alphabet: Wire.Text.Alphabet, hasHeader: Bool
    ) {
        guard hasHeader, let first = octets.first else {
            return note(name, at: start, octets.count, .text(.init(octets: octets, alphabet: alphabet)))
        }
        note(name, at: start, octets.count, .word(""), "\(octets.count) octets, a user data header in front")
        level += 1
        defer { level -= 1 }
        let size = Int(first) + 1
        guard size <= octets.count else {
            fault("the user data header says \(size) octets, \(octets.count) are there", at: start)
            return note("text", at: start, octets.count, .unknown(octets))
        }
        let shifts = header(Array(octets[1..<size]), at: start + 1)
        let text = Wire.Text(octets: Array(octets[size...]), alphabet: alphabet, shifts: shifts)
        note("text", at: start + size, octets.count - size, .text(text))
    }

    /// The elements of a user data header (3GPP TS 23.040 §9.2.3.24), and the national language tables that they name.
    private mutating func header(_ octets: [UInt8], at start: Int) -> SMPP.LanguageShifts {
        var shifts = SMPP.LanguageShifts()
        var place = 0
        while place < octets.count {
            guard place + 2 <= octets.count, place + 2 + Int(octets[place + 1]) <= octets.count else {
                fault("an element of the user data header goes past its end", at: start + place)
                break
            }
            let (kind, size) = (octets[place], Int(octets[place + 1]))
            let value = Array(octets[place + 2..<place + 2 + size])
            if kind == 0x24, size == 1 { shifts.single = value[0] }
            if kind == 0x25, size == 1 { shifts.locking = value[0] }
            let (name, meaning, isKnown) = SMPPWords.element(kind, value)
            note(name, at: start + place, 2 + size, isKnown ? .octets(value) : .unknown(value), meaning)
            place += 2 + size
        }
        return shifts
    }

    /// What a receipt's text says by its keys (Appendix B). Its own `text:` is the borrower's and stays in the text.
    private mutating func receipt(_ octets: [UInt8], at start: Int) {
        let buffer = ByteBuffer(bytes: octets)
        let keys = SMPP.ReceiptText(buffer.readableBytesView)
        level += 1
        defer { level -= 1 }
        func at(_ key: String) -> Int { start + (octets.firstRange(ofKey: key) ?? 0) }
        if let id = keys.id { note("id", at: at("id:"), id.utf8.count, .word(id)) }
        if let state = keys.state {
            let place = at("stat:") - start + 5
            let word = octets.dropFirst(place).prefix(16).prefix { octet in
                (0x30...0x3A).contains(octet) || (0x61...0x7A).contains(octet | 0x20)
            }
            let written = String(decoding: word, as: UTF8.self)
            note("stat", at: at("stat:"), 5 + word.count, .word(written.isEmpty ? state.word : written), "\(state)")
        }
        if let error = keys.error { note("err", at: at("err:"), error.utf8.count, .word(String(error.prefix(16)))) }
        for (name, date) in [("submit date", keys.submitted), ("done date", keys.done)] {
            guard let date else { continue }
            note(name, at: at(name + ":"), 0, .word(SMPPWords.moment(date)), "the carrier's own clock")
        }
        if keys.id == nil { fault("the receipt's text names no id", at: start) }
    }
}

extension [UInt8] {
    /// Where `key` stands first, in any case.
    fileprivate func firstRange(ofKey key: String) -> Int? {
        let key = Array(key.utf8)
        guard count >= key.count else { return nil }
        return (0...count - key.count).first { start in
            zip(self[start...], key).allSatisfy { octet, letter in
                octet == letter || (octet | 0x20 == letter && (0x41...0x5A).contains(octet))
            }
        }
    }
}

extension Wire.Cursor {
    /// Optional parameters up to the end (§5.3).
    mutating func smppParameters(coding: UInt8 = 0, esmClass: UInt8 = 0) throws(Cut) {
        while !isAtEnd {
            let start = place
            guard left >= 4 else {
                fault("\(left) stray octets behind the last optional parameter")
                return rest("stray octets")
            }
            let front = Array(peek(4))
            let tag = SMPP.TLVs.Tag(rawValue: UInt16(front[0]) << 8 | UInt16(front[1]))
            let size = Int(front[2]) << 8 | Int(front[3])
            guard size <= left - 4 else {
                fault("\(tag) says \(size) octets, \(left - 4) are there")
                try take(4, "tag and length")
                return rest(tag.description)
            }
            try take(4, "tag and length")
            let value = try take(size, tag.description)
            if let allowed = tag.definition?.octets, !allowed.contains(size),
                tag.definition?.form != .cString || value.last == 0
            {
                fault(
                    "\(tag) has \(size) octets, \(allowed.lowerBound) to \(allowed.upperBound) are allowed", at: start)
            }
            parameter(tag, value, at: start, coding, esmClass)
        }
    }

    private mutating func parameter(
        _ tag: SMPP.TLVs.Tag, _ value: [UInt8], at start: Int, _ coding: UInt8, _ esmClass: UInt8
    ) {
        let number = Wire.hex(tag.rawValue, 4)
        let integer = value.count <= 8 ? value.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } : 0
        let words = String(decoding: value.prefix { $0 != 0 }, as: UTF8.self)
        let size = value.count + 4
        switch tag {
        case .messagePayload:
            let kind = SMPP.ESMClass(rawValue: esmClass)
            text(tag.description, value, at: start + 4, .init(dataCoding: coding), hasHeader: kind.hasUserDataHeader)
            if kind.isReceipt || kind.isIntermediateNotification { receipt(value, at: start + 4) }
        case .messageState: note(tag.description, at: start, size, .number(integer), SMPPWords.state(integer))
        case .networkErrorCode: note(tag.description, at: start, size, .octets(value), SMPPWords.networkError(value))
        case .interfaceVersion:
            note(
                tag.description, at: start, size, .number(integer),
                integer == 0x34 ? "3.4" : integer == 0x50 ? "5.0" : number)
        case .callbackNumber, .sourceSubaddress, .destinationSubaddress, .callbackDisplay, .additionalStatusText:
            note(tag.description, at: start, size, .unknown(value), number)
        default:
            guard let definition = tag.definition else {
                let whose =
                    tag.rawValue >= 0x1400 && tag.rawValue < 0x4000 ? "the carrier's own" : "no version knows it"
                return note(number, at: start, size, .unknown(value), whose)
            }
            switch definition.form {
            case .integer where value.count <= 8: note(definition.name, at: start, size, .number(integer), number)
            case .cString: note(definition.name, at: start, size, .word(words), number)
            case .integer, .octets: note(definition.name, at: start, size, .octets(value), number)
            }
        }
    }
}
