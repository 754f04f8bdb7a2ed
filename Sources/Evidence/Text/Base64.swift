/// Standard Base64 with padding (RFC 4648 section 4), read strictly: one spelling for one value.
package enum Base64 {
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text = [UInt8]()
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the letters of `bytes` to UTF-8 text.
    package static func append(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        var group: UInt32 = 0
        var filled = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            filled += 1
            guard filled == 3 else { continue }
            text.append(letters[Int(group >> 18 & 63)])
            text.append(letters[Int(group >> 12 & 63)])
            text.append(letters[Int(group >> 6 & 63)])
            text.append(letters[Int(group & 63)])
            group = 0
            filled = 0
        }
        guard filled > 0 else { return }
        group <<= UInt32(8 * (3 - filled))
        text.append(letters[Int(group >> 18 & 63)])
        text.append(letters[Int(group >> 12 & 63)])
        text.append(filled == 2 ? letters[Int(group >> 6 & 63)] : pad)
        text.append(pad)
    }

    /// Nil for anything but the one spelling that `encode` gives: no white space, full padding, no stray bits.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var bytes = [UInt8]()
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var position = 0
        var padding = 0
        for letter in text {
            if letter == pad {
                guard position >= text.count - 2 else { return nil }
                padding += 1
                group <<= 6
            } else {
                let value = values[Int(letter)]
                guard padding == 0, value < 64 else { return nil }
                group = group << 6 | UInt32(value)
            }
            position += 1
            guard position % 4 == 0 else { continue }
            bytes.append(UInt8(group >> 16 & 0xff))
            if padding < 2 { bytes.append(UInt8(group >> 8 & 0xff)) }
            if padding < 1 { bytes.append(UInt8(group & 0xff)) }
            guard padding == 0 || group & (padding == 2 ? 0xffff : 0xff) == 0 else { return nil }
            group = 0
        }
        return bytes
    }

    package static func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }

    private static let pad = UInt8(ascii: "=")
    private static let letters = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    /// The value of each byte as a letter; 255 for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()
}
