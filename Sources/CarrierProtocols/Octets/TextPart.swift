package import NIOCore

/// Which part of a long text this is.
package struct TextPart: Sendable, Hashable {
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

extension ByteBuffer {
    /// Consumes the user data header (3GPP TS 23.040 §9.2.3.24) and gives its concatenation element, if any. Elements of other
    /// kinds are passed over. Throws where the header claims more octets than there are.
    package mutating func readUserDataHeader() throws(WireFault) -> TextPart? {
        guard let length = readInteger(as: UInt8.self), var header = readSlice(length: Int(length)) else {
            throw .truncated(field: "user data header")
        }
        var part: TextPart?
        while let (kind, size) = header.readMultipleIntegers(as: (UInt8, UInt8).self) {
            guard var element = header.readSlice(length: Int(size)) else {
                throw .truncated(field: "user data header")
            }
            if kind == 0x00,
                let (reference, total, number) = element.readMultipleIntegers(as: (UInt8, UInt8, UInt8).self)
            {
                part = TextPart(reference: UInt16(reference), number: number, total: total)
            } else if kind == 0x08,
                let (reference, total, number) = element.readMultipleIntegers(as: (UInt16, UInt8, UInt8).self)
            {
                part = TextPart(reference: reference, number: number, total: total)
            }
        }
        return part?.isSensible == true ? part : nil
    }

    /// Writes the header of six octets that names `part` by an 8-bit reference: the one all carriers know.
    mutating func writeUserDataHeader(_ part: TextPart) {
        writeMultipleIntegers(
            UInt8(5), UInt8(0x00), UInt8(3), UInt8(truncatingIfNeeded: part.reference), part.total, part.number)
    }
}
