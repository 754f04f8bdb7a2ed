import NIOCore

extension ByteBuffer {
    /// Reads a C-octet string (§3.1): octets up to and with a NUL. Octets that are not UTF-8 are replaced.
    mutating func readSMPPString(_ field: StaticString) throws(SMPP.Fault) -> String {
        let limit = SMPP.Limit.cString_bytes
        guard let length = readableBytesSpan.lengthBeforeNUL(limit: limit) else {
            throw SMPP.Fault(
                readableBytes > limit
                    ? .tooLong(field: "\(field)", limit_bytes: limit) : .truncated(field: "\(field)"))
        }
        let text = length == 0 ? "" : getString(at: readerIndex, length: length) ?? ""
        moveReaderIndex(forwardBy: length + 1)
        return text
    }

    mutating func readSMPPByte(_ field: StaticString) throws(SMPP.Fault) -> UInt8 {
        guard let byte = readInteger(as: UInt8.self) else { throw SMPP.Fault(.truncated(field: "\(field)")) }
        return byte
    }
}

extension SMPP {
    /// Octets `text` takes as a C-octet string, its NUL counted.
    static func size(_ text: String, _ field: StaticString) throws(Fault) -> Int {
        let count = text.utf8.count
        guard count <= Limit.cString_bytes else {
            throw Fault(.tooLong(field: "\(field)", limit_bytes: Limit.cString_bytes))
        }
        return count + 1
    }
}
