import Glibc
import NIOCore

/// GB 18030, which holds GBK and GB 2312: what handsets of China may answer in. The table is glibc's.
enum GB18030 {
    /// nil where the octets are none of it, or this machine's iconv does not know it.
    static func decode(_ octets: ByteBufferView) -> String? {
        if octets.allSatisfy({ $0 < 0x80 }) { return String(decoding: octets, as: UTF8.self) }
        guard let handle = unsafe iconv_open("UTF-8", "GB18030"), Int(bitPattern: handle) != -1 else { return nil }
        defer { unsafe iconv_close(handle) }
        var input = Array(octets)
        // No character has more than three octets of UTF-8 for one of its own.
        let room = input.count * 3
        var isWhole = false
        let text = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            unsafe input.withUnsafeMutableBytes { bytes in
                var from = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                var left = bytes.count
                var to = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
                var free = room
                isWhole = unsafe iconv(handle, &from, &left, &to, &free) != Int(bitPattern: UInt.max) && left == 0
                count = room - free
            }
        }
        return isWhole ? String(decoding: text, as: UTF8.self) : nil
    }
}
