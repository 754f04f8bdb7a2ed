internal import Store

/// The values of one statement in PostgreSQL's binary form, laid out as libpq takes them. One for a connection, used
/// again and again, so that a statement costs no allocation.
@safe final class ParameterBuffer {
    private var bytes: [UInt8] = []
    /// Where each value begins in `bytes`; nil for null.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    /// 1: binary.
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = unsafe []

    /// U+FFFD: PostgreSQL's text holds no NUL, which carriers may send.
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    var byteCount: Int { bytes.count }

    func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
    }

    func append(_ value: SQLValue) {
        if case .list(let values, let list) = value { return append(array: values, of: ValueType(list)) }
        formats.append(1)
        guard value != .null else {
            starts.append(nil)
            lengths.append(0)
            return
        }
        let start = bytes.count
        starts.append(start)
        write(value)
        lengths.append(Int32(bytes.count - start))
    }

    /// Values as an array of one dimension.
    func append(array values: some Collection<SQLValue>, of type: ValueType) {
        formats.append(1)
        let start = bytes.count
        starts.append(start)
        write(big: Int32(1))
        write(big: Int32(values.contains(.null) ? 1 : 0))
        write(big: type.rawValue)
        write(big: Int32(values.count))
        write(big: Int32(1))
        for value in values {
            guard value != .null else {
                write(big: Int32(-1))
                continue
            }
            let length = bytes.count
            write(big: Int32(0))
            write(value)
            let written = UInt32(bytes.count - length - 4)
            for place in 0..<4 { bytes[length + place] = UInt8(truncatingIfNeeded: written >> (24 - 8 * place)) }
        }
        lengths.append(Int32(bytes.count - start))
    }

    /// Lends count, values, lengths and formats to a call of libpq.
    func withValues<Result>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        // An empty value must not be a null pointer, which would be NULL.
        if bytes.isEmpty { bytes.append(0) }
        return unsafe bytes.withUnsafeBytes { raw in
            let base = unsafe raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            unsafe pointers.removeAll(keepingCapacity: true)
            for start in starts { unsafe pointers.append(start.flatMap { unsafe base?.advanced(by: $0) }) }
            return unsafe pointers.withUnsafeBufferPointer { pointers in
                unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(
                            Int32(starts.count), pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }

    private func write(_ value: SQLValue) {
        switch value {
        // A list in a list there is not.
        case .null, .list: break
        case .integer(let integer): write(big: integer)
        case .blob(let blob): bytes.append(contentsOf: blob)
        case .text(var text):
            text.withUTF8 { utf8 in
                if unsafe !utf8.contains(0) {
                    unsafe bytes.append(contentsOf: utf8)
                } else {
                    unsafe utf8.forEach { byte in
                        if byte == 0 { bytes.append(contentsOf: Self.replacement) } else { bytes.append(byte) }
                    }
                }
            }
        }
    }

    @inline(__always)
    private func write(big value: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: value.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }
}
