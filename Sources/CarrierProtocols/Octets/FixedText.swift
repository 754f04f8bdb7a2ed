import NIOCore

/// Strings of a fixed size, padded behind with NUL: what CMPP, SMGP and SGIP call Octet String.
extension RawSpan {
    /// Reads the octets before the first NUL of a field of `size` octets. Octets that are not UTF-8 are replaced.
    @inline(__always)
    func readFixed(_ size: Int, _ field: StaticString, _ place: inout Int) throws(WireFault) -> String {
        let start = place
        guard byteCount - start >= size else { throw .truncated(field) }
        place = start + size
        let length = extracting(start..<start + size).lengthBeforeNUL(from: 0, limit: size) ?? size
        return text(at: start, length: length)
    }

    @inline(__always)
    func read<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type, _ field: StaticString, _ place: inout Int
    ) throws(WireFault) -> T {
        guard byteCount - place >= MemoryLayout<T>.size else { throw .truncated(field) }
        defer { place += MemoryLayout<T>.size }
        return integer(at: place, as: type)
    }

    /// A time as SMPP 3.3 writes it, in a field of 17 octets. One of another length is read as none.
    @inline(__always)
    func readFixedTime(_ field: StaticString, _ place: inout Int) throws(WireFault) -> SMPP.Time {
        let start = place
        guard byteCount - start >= SMPP.Time.size else { throw .truncated(field) }
        place = start + SMPP.Time.size
        guard integer(at: start, as: UInt8.self) != 0,
            extracting(start..<place).lengthBeforeNUL(from: 0, limit: SMPP.Time.size) == 16
        else { return .none }
        return SMPP.Time(high: integer(at: start, as: UInt64.self), low: integer(at: start + 8, as: UInt64.self))
    }

    /// The next `length` octets, which stand in `buffer` from `index` on.
    @inline(__always)
    func readSlice(
        _ length: Int, _ field: StaticString, _ place: inout Int, of buffer: ByteBuffer, at index: Int
    ) throws(WireFault) -> ByteBuffer {
        guard length <= byteCount - place, let slice = buffer.getSlice(at: index + place, length: length) else {
            throw .truncated(field)
        }
        place += length
        return slice
    }
}

extension OutputRawSpan {
    /// Writes `text` into a field of `size` octets, which it is known not to exceed. A NUL inside ends it.
    @inline(__always)
    mutating func appendFixed(_ text: String, _ size: Int) {
        let start = byteCount
        if !text.isEmpty { appendBeforeNUL(text) }
        appendZeros(start + size - byteCount)
    }

    @inline(__always)
    mutating func appendFixed(_ time: SMPP.Time) {
        let start = byteCount
        append(time)
        appendZeros(start + SMPP.Time.size - byteCount)
    }

    @inline(__always)
    mutating func appendZeros(_ count: Int) {
        precondition(count >= 0 && count <= freeCapacity)
        unsafe withUnsafeMutableBytes { target, written in
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: target[written..<written + count])
            unsafe rest.initializeMemory(as: UInt8.self, repeating: 0)
            written += count
        }
    }
}

extension WireFault {
    /// Throws where `text` does not fit a field of `size` octets.
    @inline(__always)
    static func check(_ text: String, fits size: Int, _ field: StaticString) throws(WireFault) {
        if text.utf8.count > size { throw .tooLong(field, limit: size) }
    }
}
