import NIOCore

extension SMPP {
    /// National language tables that the user data header names for the septets behind it (3GPP TS 23.040 §9.2.3.24.15 and .16),
    /// by the number of the language (3GPP TS 23.038 §6.2.1.2.4).
    package struct LanguageShifts: Sendable, Hashable {
        /// Element 0x24: the table behind an escape.
        package var single: UInt8?
        /// Element 0x25: the table of all other septets.
        package var locking: UInt8?

        package init(single: UInt8? = nil, locking: UInt8? = nil) {
            self.single = single
            self.locking = locking
        }

        package var isNone: Bool { single == nil && locking == nil }

        /// Octets of the elements in the header, its own length octet not counted.
        package var elements_bytes: Int { (single == nil ? 0 : 3) + (locking == nil ? 0 : 3) }
    }
}

extension SMPP {
    /// What a user data header says beside which part it is of.
    package struct TextHeader: Sendable, Hashable {
        package var shifts = LanguageShifts()
        /// Its octets, its own length octet counted: packed septets begin at the next septet behind them.
        package var size_bytes = 0

        package init() {}
    }
}

extension SMPP.ShortMessage {
    /// Of the header in front of the text; nothing where there is none, or one that lies, as `UserData` says with a fault.
    package var textHeader: SMPP.TextHeader {
        var found = SMPP.TextHeader()
        var text = shortMessage
        if text.readableBytes == 0, let payload = tlvs[.messagePayload] { text = payload }
        guard esmClass.hasUserDataHeader, let length = text.readInteger(as: UInt8.self),
            var header = text.readSlice(length: Int(length))
        else { return found }
        found.size_bytes = 1 + Int(length)
        while let (kind, size) = header.readMultipleIntegers(as: (UInt8, UInt8).self) {
            guard var element = header.readSlice(length: Int(size)) else { break }
            switch (kind, size) {
            case (0x24, 1): found.shifts.single = element.readInteger()
            case (0x25, 1): found.shifts.locking = element.readInteger()
            default: break
            }
        }
        return found
    }

    /// Makes this message a text in septets of national language tables, or one part of it. `form` is for a part: `sar` and
    /// `payload` leave the header no place, so their parts take a 16-bit reference in it.
    ///
    /// `octets` are septets one to an octet, or packed behind a header of `header_bytes`.
    package mutating func setText(
        _ octets: some Collection<UInt8>, shifts: SMPP.LanguageShifts, part: SMPP.Part?, as form: SMPP.LongText
    ) {
        esmClass.rawValue |= SMPP.ESMClass.userDataHeader.rawValue
        shortMessage.clear(minimumCapacity: octets.count + 14)
        var header = ByteBuffer()
        if let part, form == .udh8 {
            header.writeMultipleIntegers(
                UInt8(0x00), UInt8(3), UInt8(truncatingIfNeeded: part.reference), part.total, part.number)
        } else if let part {
            header.writeMultipleIntegers(UInt8(0x08), UInt8(4), part.reference, part.total, part.number)
        }
        if let language = shifts.single { header.writeMultipleIntegers(UInt8(0x24), UInt8(1), language) }
        if let language = shifts.locking { header.writeMultipleIntegers(UInt8(0x25), UInt8(1), language) }
        shortMessage.writeInteger(UInt8(truncatingIfNeeded: header.readableBytes))
        shortMessage.writeBuffer(&header)
        shortMessage.writeBytes(octets)
    }
}
