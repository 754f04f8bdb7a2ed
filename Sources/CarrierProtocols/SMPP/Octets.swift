/// The few raw reads and writes the codec's hot path is made of; each checks its bounds.
extension RawSpan {
    /// The octet at `offset`. Safe for any octet pattern, and `unsafeLoad` itself stops at the span's end.
    @inline(__always)
    func octet(_ offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    /// Octets before the first NUL; nil when there is none among the first `limit` + 1.
    @inline(__always)
    func lengthBeforeNUL(limit: Int) -> Int? {
        let bound = Swift.min(byteCount, limit + 1)
        var length = 0
        while length < bound {
            if octet(length) == 0 { return length }
            length += 1
        }
        return nil
    }
}

extension OutputRawSpan {
    @inline(__always)
    mutating func append32(_ value: UInt32) {
        append(UInt8(truncatingIfNeeded: value >> 24))
        append(UInt8(truncatingIfNeeded: value >> 16))
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    @inline(__always)
    mutating func append64(_ value: UInt64) {
        append32(UInt32(truncatingIfNeeded: value >> 32))
        append32(UInt32(truncatingIfNeeded: value))
    }

    /// A C-octet string (§3.1). A NUL inside would shift every field after it, so the text ends there.
    mutating func appendCString(_ text: String) {
        for octet in text.utf8 {
            if octet == 0 { break }
            append(octet)
        }
        append(UInt8(0))
    }

    mutating func append(_ address: SMPP.Address) {
        append(address.typeOfNumber)
        append(address.numberingPlan)
        appendCString(address.text)
    }
}
