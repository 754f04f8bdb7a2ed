package import NIOCore

extension SMPP {
    /// Which part of a long text this is.
    package struct Part: Sendable, Hashable {
        package var reference: UInt16
        /// From 1.
        package var number: UInt8
        package var total: UInt8

        package init(reference: UInt16, number: UInt8, total: UInt8) {
            self.reference = reference
            self.number = number
            self.total = total
        }

        /// Nonsense such as part 3 of 2 is no part at all.
        var isSensible: Bool { total > 0 && number > 0 && number <= total }
    }

    /// The text of a message without its header, and which part it is: from the user data header (3GPP TS 23.040 §9.2.3.24),
    /// `sar_*` or `message_payload`. Peers mix them though the specification forbids it; the header wins.
    package struct UserData: Sendable, Hashable {
        package var text: ByteBuffer
        package var part: Part?

        /// Throws where the header claims more octets than there are.
        package init(_ message: ShortMessage) throws(Fault) {
            text = message.shortMessage
            if text.readableBytes == 0, let payload = message.tlvs[.messagePayload] { text = payload }
            if message.esmClass.hasUserDataHeader { part = try text.readUserDataHeader() }
            if part == nil { part = Self.sar(message.tlvs) }
        }

        private static func sar(_ tlvs: TLVs) -> Part? {
            guard !tlvs.isEmpty,
                let reference = tlvs.integer(.sarMessageReference, as: UInt16.self),
                let total = tlvs.integer(.sarTotalSegments, as: UInt8.self),
                let number = tlvs.integer(.sarSegmentSequence, as: UInt8.self)
            else { return nil }
            let part = Part(reference: reference, number: number, total: total)
            return part.isSensible ? part : nil
        }
    }
}

extension ByteBuffer {
    /// Consumes the user data header and gives its concatenation element, if any. Elements of other kinds are passed over.
    fileprivate mutating func readUserDataHeader() throws(SMPP.Fault) -> SMPP.Part? {
        guard let length = readInteger(as: UInt8.self), var header = readSlice(length: Int(length)) else {
            throw SMPP.Fault(.truncated(field: "user data header"))
        }
        var part: SMPP.Part?
        while let (kind, size) = header.readMultipleIntegers(as: (UInt8, UInt8).self) {
            guard var element = header.readSlice(length: Int(size)) else {
                throw SMPP.Fault(.truncated(field: "user data header"))
            }
            if kind == 0x00,
                let (reference, total, number) = element.readMultipleIntegers(
                    as: (UInt8, UInt8, UInt8).self)
            {
                part = SMPP.Part(reference: UInt16(reference), number: number, total: total)
            } else if kind == 0x08,
                let (reference, total, number) = element.readMultipleIntegers(
                    as: (UInt16, UInt8, UInt8).self)
            {
                part = SMPP.Part(reference: reference, number: number, total: total)
            }
        }
        return part?.isSensible == true ? part : nil
    }
}
