import NIOCore

/// The few raw reads and writes that the codec is made of; each checks its bounds.
extension RawSpan {
    /// Most significant octet first, as everything on the wire. Any octets are an integer, and the load itself stops at the span's end.
    @inline(__always)
    func integer<T: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: T.Type) -> T {
        unsafe T(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: type))
    }

    /// Octets from `start` before the first NUL; nil when there is none among the first `limit` + 1.
    @inline(__always)
    func lengthBeforeNUL(from start: Int, limit: Int) -> Int? {
        let bound = Swift.min(byteCount - start, limit + 1)
        var length = 0
        // Eight at once: subtracting 1 from each octet sets the top bit of one that was 0. Only octets above a NUL can be wrong.
        while length + 8 <= bound {
            let octets = integer(at: start + length, as: UInt64.self).byteSwapped
            let zeros = (octets &- 0x0101_0101_0101_0101) & ~octets & 0x8080_8080_8080_8080
            if zeros != 0 { return length + zeros.trailingZeroBitCount >> 3 }
            length += 8
        }
        while length < bound {
            if integer(at: start + length, as: UInt8.self) == 0 { return length }
            length += 1
        }
        return nil
    }

    /// `length` octets as UTF-8; what is none is replaced.
    @inline(__always)
    func text(at start: Int, length: Int) -> String {
        guard length > 0 else { return "" }
        return unsafe extracting(start..<start + length).withUnsafeBytes {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }
}

extension OutputRawSpan {
    @inline(__always)
    mutating func append(integer: some FixedWidthInteger & BitwiseCopyable) {
        unsafe append(integer.bigEndian, as: type(of: integer).self)
    }

    /// A C-octet string (SMPP §3.1). A NUL inside would shift every field after it, so the text ends there.
    @inline(__always)
    mutating func appendCString(_ text: String) {
        appendBeforeNUL(text)
        append(UInt8(0))
    }

    /// The octets of `text` before its first NUL.
    @inline(__always)
    mutating func appendBeforeNUL(_ text: String) {
        let isWritten: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { octets in
            let octets = UnsafeRawBufferPointer(octets)
            let span = unsafe RawSpan(_unsafeBytes: octets)
            let length = span.lengthBeforeNUL(from: 0, limit: octets.count) ?? octets.count
            unsafe append(UnsafeRawBufferPointer(rebasing: octets[..<length]))
        }
        if isWritten == nil {
            for octet in text.utf8.prefix(while: { $0 != 0 }) { append(octet) }
        }
    }

    @inline(__always)
    mutating func append(_ octets: ByteBuffer) {
        unsafe octets.withUnsafeReadableBytes { unsafe append($0) }
    }

    @inline(__always)
    private mutating func append(_ octets: UnsafeRawBufferPointer) {
        // The copy itself checks nothing in a release build.
        precondition(octets.count <= freeCapacity)
        unsafe withUnsafeMutableBytes { target, count in
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: target[count...])
            unsafe rest.copyMemory(from: octets)
            count += octets.count
        }
    }

    /// Overwrites the first four octets with the count of all.
    @inline(__always)
    mutating func setLengthInFront() {
        let length = UInt32(truncatingIfNeeded: byteCount)
        var written = mutableBytes
        written.storeBytes(of: length.bigEndian, toByteOffset: 0, as: UInt32.self)
    }
}
