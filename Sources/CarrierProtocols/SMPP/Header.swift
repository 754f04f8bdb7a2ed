extension SMPP {
    /// The four integers that every PDU starts with (§3.2).
    struct Header {
        /// Octets of the PDU, this header counted.
        var length: Int
        var command: UInt32
        var status: Status
        var sequence: UInt32
    }
}

extension RawSpan {
    /// The header of the PDU in front: nil when that has not arrived whole, body and all.
    @inline(__always)
    func smppHeader(limit_bytes: UInt32) throws(SMPP.Fault) -> SMPP.Header? {
        guard byteCount >= 4 else { return nil }
        let length = integer(at: 0, as: UInt32.self)
        guard length >= UInt32(SMPP.Limit.header_bytes) else { throw SMPP.Fault(.lengthTooSmall(length)) }
        guard length <= limit_bytes else {
            throw SMPP.Fault(.lengthTooLarge(length, limit_bytes: limit_bytes))
        }
        guard byteCount >= Int(length) else { return nil }
        return SMPP.Header(
            length: Int(length), command: integer(at: 4, as: UInt32.self),
            status: SMPP.Status(rawValue: integer(at: 8, as: UInt32.self)),
            sequence: integer(at: 12, as: UInt32.self))
    }
}
