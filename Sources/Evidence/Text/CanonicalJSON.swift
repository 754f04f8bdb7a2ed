/// Writes JSON in its one canonical form: names sorted by their UTF-8 bytes, no white space, integers only, UTF-8 as it
/// is, and escapes only where JSON asks for them (the short ones, else `\u00` and lower-case digits), as RFC 8785 does.
package struct CanonicalJSON {
    package private(set) var bytes: [UInt8]

    /// `capacity`: bytes that are likely to be written.
    package init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written, and keeps the memory for what comes next.
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Bytes that stand before the JSON, such as a salt.
    package mutating func writeRaw(_ raw: ArraySlice<UInt8>) { bytes.append(contentsOf: raw) }

    package static func encode(_ value: LeafValue) throws(LeafFault) -> [UInt8] {
        var json = CanonicalJSON()
        try json.write(value)
        return json.bytes
    }

    package mutating func write(_ value: LeafValue) throws(LeafFault) {
        switch value {
        case .null: bytes.append(contentsOf: Self.null)
        case .bool(let bool): bytes.append(contentsOf: bool ? Self.true : Self.false)
        case .integer(let integer): write(integer)
        case .text(let text): write(text)
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            var isFirst = true
            for item in items {
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                try write(item)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let fields): try write(fields)
        case .written(let json): bytes.append(contentsOf: json)
        }
    }

    package mutating func write(_ fields: [(String, LeafValue)]) throws(LeafFault) {
        guard Self.isInOrder(fields) else { return try writeSorted(fields) }
        bytes.append(UInt8(ascii: "{"))
        for index in fields.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(fields[index].0)
            bytes.append(UInt8(ascii: ":"))
            try write(fields[index].1)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Sorts positions, not fields, which are large.
    private mutating func writeSorted(_ fields: [(String, LeafValue)]) throws(LeafFault) {
        bytes.append(UInt8(ascii: "{"))
        var last: Int?
        for (_, index) in Self.order(fields) {
            if let last {
                guard fields[last].0 != fields[index].0 else { throw .fieldTwice(fields[index].0) }
                bytes.append(UInt8(ascii: ","))
            }
            last = index
            write(fields[index].0)
            bytes.append(UInt8(ascii: ":"))
            try write(fields[index].1)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    package mutating func write(_ integer: Int64) {
        var rest = integer.magnitude
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        if rest < 10 { return bytes.append(UInt8(ascii: "0") + UInt8(rest)) }
        // Digits from the last to the first, then turned round where they stand.
        let start = bytes.count
        while rest > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        bytes[start...].reverse()
    }

    package mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // A string's own bytes: nothing is copied but into the result.
        let span = text.utf8.span
        if Self.isPlain(span) {
            unsafe span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        } else {
            for index in span.indices { writeEscaped(span[index]) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// What the writer's caller knows to be canonical already, such as `{"at":`.
    package mutating func writeRaw(_ raw: StaticString) {
        raw.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case 0x22, 0x5c: bytes.append(contentsOf: [0x5c, byte])
        case 0x08: bytes.append(contentsOf: [0x5c, UInt8(ascii: "b")])
        case 0x09: bytes.append(contentsOf: [0x5c, UInt8(ascii: "t")])
        case 0x0a: bytes.append(contentsOf: [0x5c, UInt8(ascii: "n")])
        case 0x0c: bytes.append(contentsOf: [0x5c, UInt8(ascii: "f")])
        case 0x0d: bytes.append(contentsOf: [0x5c, UInt8(ascii: "r")])
        case 0..<0x20: bytes.append(contentsOf: ("\\u00" + Hexadecimal.encode([byte])).utf8)
        default: bytes.append(byte)
        }
    }

    /// No byte needs an escape: true of nearly every text, which is then copied whole.
    private static func isPlain(_ span: Span<UInt8>) -> Bool {
        // No way out of the loop before its end, so that it runs on many bytes at once.
        var found: UInt8 = 0
        for index in 0..<span.count {
            let byte = unsafe span[unchecked: index]
            found |= (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5c ? 1 : 0)
        }
        return found == 0
    }

    /// Whether each name comes after the one before, as writers in a hot loop see to it.
    private static func isInOrder(_ fields: [(String, LeafValue)]) -> Bool {
        var index = 1
        while index < fields.count {
            guard precedes(fields[index - 1].0, fields[index].0) else { return false }
            index += 1
        }
        return true
    }

    /// By UTF-8 bytes, and without the generic comparison's calls.
    private static func precedes(_ a: String, _ b: String) -> Bool {
        let (a, b) = (a.utf8.span, b.utf8.span)
        let shared = min(a.count, b.count)
        var index = 0
        while index < shared {
            let (left, right) = unsafe (a[unchecked: index], b[unchecked: index])
            if left != right { return left < right }
            index += 1
        }
        return a.count < b.count
    }

    /// Positions in the order of the names' bytes. The first eight bytes decide nearly always, so whole names are
    /// seldom compared and never moved.
    private static func order(_ fields: [(String, LeafValue)]) -> [(start: UInt64, index: Int)] {
        var order: [(start: UInt64, index: Int)] = []
        order.reserveCapacity(fields.count)
        for index in fields.indices { order.append((start(of: fields[index].0), index)) }
        order.sort {
            $0.start == $1.start
                ? precedes(fields[$0.index].0, fields[$1.index].0) : $0.start < $1.start
        }
        return order
    }

    private static func start(of name: String) -> UInt64 {
        let span = name.utf8.span
        var start: UInt64 = 0
        for index in 0..<8 { start = start << 8 | (index < span.count ? UInt64(span[index]) : 0) }
        return start
    }

    static let null = [UInt8]("null".utf8)
    static let `true` = [UInt8]("true".utf8)
    static let `false` = [UInt8]("false".utf8)
}
