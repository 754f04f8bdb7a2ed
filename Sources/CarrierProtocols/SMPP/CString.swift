extension RawSpan {
    /// Reads a C-octet string (§3.1) at `place`: octets up to and with a NUL. Octets that are not UTF-8 are replaced.
    @inline(__always)
    func readString(_ field: StaticString, _ place: inout Int) throws(SMPP.Fault) -> String {
        let limit = SMPP.Limit.cString_bytes
        guard let length = lengthBeforeNUL(from: place, limit: limit) else {
            throw byteCount - place > limit ? .tooLong(field, limit_bytes: limit) : .truncated(field)
        }
        let text = text(at: place, length: length)
        place += length + 1
        return text
    }

    @inline(__always)
    func readOctet(_ field: StaticString, _ place: inout Int) throws(SMPP.Fault) -> UInt8 {
        guard place < byteCount else { throw .truncated(field) }
        let octet = integer(at: place, as: UInt8.self)
        place += 1
        return octet
    }
}

extension SMPP {
    /// Octets `text` takes as a C-octet string, its NUL counted.
    @inline(__always)
    static func size(_ text: String, _ field: StaticString) throws(Fault) -> Int {
        let count = text.utf8.count
        guard count <= Limit.cString_bytes else { throw .tooLong(field, limit_bytes: Limit.cString_bytes) }
        return count + 1
    }
}

extension SMPP.Fault {
    // Out of line: the name of the field becomes a String only where something is wrong.
    @inline(never)
    static func truncated(_ field: StaticString) -> SMPP.Fault { SMPP.Fault(.truncated(field: "\(field)")) }

    @inline(never)
    static func tooLong(_ field: StaticString, limit_bytes: Int) -> SMPP.Fault {
        SMPP.Fault(.tooLong(field: "\(field)", limit_bytes: limit_bytes))
    }
}
