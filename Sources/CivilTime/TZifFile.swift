/// Reads TZif (RFC 9636, which replaced RFC 8536). Whatever the bytes are, the answer is a table or an error.
struct TZifFile {
    /// The largest files of the tz database have 4 kB.
    static let greatestLength = 65_536
    static let greatestFooterLength = 256
    /// RFC 9636 §3.2 lets no time lie before -2^59; beyond it arithmetic on offsets could overflow.
    static let greatestTime: UInt64 = 1 << 59

    private let bytes: [UInt8]
    private let zone: String
    private var position = 0

    static func table(of bytes: [UInt8], zone: String) throws(TZifError) -> ZoneTable {
        guard bytes.count <= greatestLength else {
            throw TZifError(
                code: .tooLong, zone: zone, byte: greatestLength,
                detail: "\(bytes.count) bytes; at most \(greatestLength) are read")
        }
        var file = TZifFile(bytes: bytes, zone: zone)
        let header = try file.header()
        guard header.version >= 2 else { return try file.block(header, wide: false, rule: nil) }
        // Versions 2 and later repeat the data with 64-bit times; the first block is for old readers only.
        try file.skip(header.length(timeSize: 4))
        let wide = try file.header()
        let start = file.position
        try file.skip(wide.length(timeSize: 8))
        let rule = try file.footer()
        file.position = start
        return try file.block(wide, wide: true, rule: rule)
    }

    private init(bytes: [UInt8], zone: String) {
        self.bytes = bytes
        self.zone = zone
    }

    private struct Header {
        var version: Int
        var isUT: Int, isStandard: Int, leaps: Int, times: Int, types: Int, characters: Int

        /// The counts are 32-bit, so that no sum of them overflows.
        func length(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + isStandard + isUT
        }
    }

    private func fault(_ code: TZifError.Code, _ detail: String) -> TZifError {
        TZifError(code: code, zone: zone, byte: position, detail: detail)
    }

    private mutating func skip(_ count: Int) throws(TZifError) {
        guard count <= bytes.count - position else {
            throw fault(.truncated, "\(count) bytes expected, \(bytes.count - position) left")
        }
        position += count
    }

    private mutating func integer(_ size: Int) throws(TZifError) -> Int64 {
        let start = position
        try skip(size)
        var value: UInt64 = 0
        for index in start..<position { value = value << 8 | UInt64(bytes[index]) }
        return size == 8 ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
    }

    private mutating func count() throws(TZifError) -> Int {
        Int(UInt32(truncatingIfNeeded: try integer(4)))
    }

    private mutating func header() throws(TZifError) -> Header {
        let start = position
        try skip(20)
        guard bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
            position = start
            throw fault(.notTZif, "no TZif magic")
        }
        let version: Int
        switch bytes[start + 4] {
        case 0: version = 1
        case UInt8(ascii: "2")...UInt8(ascii: "4"): version = Int(bytes[start + 4] - UInt8(ascii: "0"))
        default: throw fault(.unknownVersion, "version byte \(bytes[start + 4]); 1 to 4 are known")
        }
        let header = Header(
            version: version, isUT: try count(), isStandard: try count(), leaps: try count(), times: try count(),
            types: try count(), characters: try count())
        guard (1...256).contains(header.types), header.isUT == 0 || header.isUT == header.types,
            header.isStandard == 0 || header.isStandard == header.types, header.characters >= 1
        else { throw fault(.badCounts, "\(header.types) types, \(header.times) transitions") }
        // The law counts POSIX seconds; a zone that counts leap seconds would be 27 seconds off.
        guard header.leaps == 0 else { throw fault(.leapSeconds, "\(header.leaps) leap seconds") }
        return header
    }

    private mutating func block(_ header: Header, wide: Bool, rule: ZoneRule?) throws(TZifError) -> ZoneTable {
        let size = wide ? 8 : 4
        let start = position
        try skip(header.length(timeSize: size))
        let end = position
        position = start
        var transitions: [Int64] = []
        transitions.reserveCapacity(header.times)
        for _ in 0..<header.times {
            let time = try integer(size)
            if let last = transitions.last, last >= time { throw fault(.badTransition, "times do not ascend") }
            guard time.magnitude <= TZifFile.greatestTime else { throw fault(.badTransition, "time out of range") }
            transitions.append(time)
        }
        let indices = position
        position += header.times
        var types: [Int32] = []
        for _ in 0..<header.types {
            let offset = try integer(4)
            guard offset > -25 * 3600, offset < ZoneTable.greatestOffset_s else {
                throw fault(.badOffset, "\(offset) seconds from UTC")
            }
            types.append(Int32(offset))
            let daylight = bytes[position]
            let designation = Int(bytes[position + 1])
            guard daylight <= 1, designation < header.characters else { throw fault(.badType, "local time type") }
            position += 2
        }
        var offsets: [Int32] = []
        offsets.reserveCapacity(header.times)
        for index in indices..<indices + header.times {
            guard Int(bytes[index]) < types.count else {
                position = index
                throw fault(.badType, "type \(bytes[index]) of \(types.count)")
            }
            offsets.append(types[Int(bytes[index])])
        }
        position = end
        return ZoneTable(id: zone, first: types[0], transitions: transitions, offsets: offsets, rule: rule)
    }

    /// The TZ string between two line feeds; nil when it is empty, and then the last offset of the table stays.
    private mutating func footer() throws(TZifError) -> ZoneRule? {
        guard position < bytes.count else { throw fault(.truncated, "no footer") }
        guard bytes[position] == 0x0A else { throw fault(.badFooter, "no line feed before the footer") }
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: 0x0A) else { throw fault(.truncated, "footer has no end") }
        guard end == bytes.count - 1 else { throw fault(.trailingBytes, "\(bytes.count - 1 - end) after the footer") }
        if start == end { return nil }
        guard end - start <= TZifFile.greatestFooterLength, let rule = ZoneRule.parse(bytes[start..<end]) else {
            throw fault(.badFooter, "not a POSIX TZ rule")
        }
        return rule
    }
}
