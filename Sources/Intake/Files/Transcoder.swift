internal import Glibc
internal import LoanBook

/// Turns bytes of a book's encoding into UTF-8, block by block: the seam to glibc's iconv.
@safe final class Transcoder {
    enum Outcome { case converted, invalid }

    private let handle: iconv_t
    /// Bytes of a character that the block cut in two.
    private var pending: [UInt8] = []

    /// Nil when this machine's iconv lacks the encoding.
    init?(_ encoding: TextEncoding) {
        let name =
            switch encoding {
            case .utf8: "UTF-8"
            case .gb18030: "GB18030"
            case .utf16, .utf16LittleEndian: "UTF-16LE"
            case .utf16BigEndian: "UTF-16BE"
            }
        guard let handle = unsafe iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else { return nil }
        unsafe self.handle = handle
    }

    deinit { unsafe iconv_close(handle) }

    /// Whether the bytes so far end inside a character.
    var endsInsideCharacter: Bool { !pending.isEmpty }

    /// Appends what `block` holds to `output`, up to the first bytes that are no character of the encoding.
    func convert(_ block: [UInt8], into output: inout [UInt8]) -> Outcome {
        var input = pending + block
        pending.removeAll(keepingCapacity: true)
        // No encoding here needs more than three bytes of UTF-8 for one or two of its own.
        let room = input.count * 3 + 8
        var used = 0
        var written = 0
        var code: CInt = 0
        let converted = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            unsafe input.withUnsafeMutableBytes { bytes in
                var from = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                var left = bytes.count
                var to = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
                var free = room
                if unsafe iconv(handle, &from, &left, &to, &free) == Int(bitPattern: UInt.max) { code = errno }
                used = bytes.count - left
                written = room - free
            }
            count = written
        }
        output.append(contentsOf: converted)
        guard code != EILSEQ else { return .invalid }
        pending.append(contentsOf: input[used...])
        return .converted
    }
}
