import NIOCore

/// Bytes written as hexadecimal digits; spaces and line breaks are for the reader.
func hex(_ text: String) -> ByteBuffer {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text {
        guard let digit = character.hexDigitValue.map(UInt8.init) else { continue }
        if let first = high {
            bytes.append(first << 4 | digit)
            high = nil
        } else {
            high = digit
        }
    }
    return ByteBuffer(bytes: bytes)
}
