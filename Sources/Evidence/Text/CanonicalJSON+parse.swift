extension CanonicalJSON {
    /// Nesting of lists and objects that is still read.
    package static let deepest = 32

    /// Reads JSON that is written exactly as `encode` writes it; anything else is a fault, even where it means the same.
    package static func decode(_ bytes: some Collection<UInt8>) throws(LeafFault) -> LeafValue {
        let bytes = Array(bytes)
        var reader = Reader(bytes: bytes)
        let value = try reader.value(depth: 0)
        guard reader.at == bytes.count else { throw .notCanonical(byte: reader.at) }
        // One comparison finds every other spelling: unsorted names, needless escapes, leading zeros.
        let again = try encode(value)
        guard again == bytes else {
            throw .notCanonical(byte: zip(again, bytes).prefix { $0 == $1 }.map { _ in 1 }.count)
        }
        return value
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var next: UInt8 { at < bytes.count ? bytes[at] : 0 }

        mutating func value(depth: Int) throws(LeafFault) -> LeafValue {
            guard depth < deepest else { throw .tooDeep(limit: deepest) }
            switch next {
            case UInt8(ascii: "{"): return try object(depth)
            case UInt8(ascii: "["): return try list(depth)
            case UInt8(ascii: "\""): return .text(try text())
            case UInt8(ascii: "n"): return try word(CanonicalJSON.null, .null)
            case UInt8(ascii: "t"): return try word(CanonicalJSON.true, .bool(true))
            case UInt8(ascii: "f"): return try word(CanonicalJSON.false, .bool(false))
            default: return .integer(try integer())
            }
        }

        private mutating func take(_ byte: UInt8) throws(LeafFault) {
            guard at < bytes.count, bytes[at] == byte else { throw .notCanonical(byte: at) }
            at += 1
        }

        private mutating func word(_ word: [UInt8], _ value: LeafValue) throws(LeafFault) -> LeafValue {
            guard bytes[at...].starts(with: word) else { throw .notCanonical(byte: at) }
            at += word.count
            return value
        }

        private mutating func object(_ depth: Int) throws(LeafFault) -> LeafValue {
            try take(UInt8(ascii: "{"))
            var fields: [(String, LeafValue)] = []
            while next != UInt8(ascii: "}") {
                if !fields.isEmpty { try take(UInt8(ascii: ",")) }
                let name = try text()
                try take(UInt8(ascii: ":"))
                fields.append((name, try value(depth: depth + 1)))
            }
            try take(UInt8(ascii: "}"))
            return .object(fields)
        }

        private mutating func list(_ depth: Int) throws(LeafFault) -> LeafValue {
            try take(UInt8(ascii: "["))
            var items: [LeafValue] = []
            while next != UInt8(ascii: "]") {
                if !items.isEmpty { try take(UInt8(ascii: ",")) }
                items.append(try value(depth: depth + 1))
            }
            try take(UInt8(ascii: "]"))
            return .list(items)
        }

        private mutating func integer() throws(LeafFault) -> Int64 {
            let start = at
            if next == UInt8(ascii: "-") { at += 1 }
            while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { at += 1 }
            guard let integer = Int64(String(decoding: bytes[start..<at], as: UTF8.self)) else {
                throw .notCanonical(byte: start)
            }
            return integer
        }

        private mutating func text() throws(LeafFault) -> String {
            let start = at
            try take(UInt8(ascii: "\""))
            while at < bytes.count, bytes[at] != 0x22, bytes[at] != 0x5c { at += 1 }
            // Nearly every text ends here: nothing in it was escaped.
            var content = Array(bytes[(start + 1)..<at])
            while at < bytes.count, next != UInt8(ascii: "\"") {
                if next == UInt8(ascii: "\\") {
                    content.append(try escape())
                } else {
                    content.append(next)
                    at += 1
                }
            }
            try take(UInt8(ascii: "\""))
            guard let text = String(validating: content, as: UTF8.self) else { throw .notCanonical(byte: start) }
            return text
        }

        /// Only escapes that canonical JSON writes: all of them are one byte.
        private mutating func escape() throws(LeafFault) -> UInt8 {
            at += 1
            let letter = next
            at += 1
            switch letter {
            case 0x22, 0x5c: return letter
            case UInt8(ascii: "b"): return 0x08
            case UInt8(ascii: "t"): return 0x09
            case UInt8(ascii: "n"): return 0x0a
            case UInt8(ascii: "f"): return 0x0c
            case UInt8(ascii: "r"): return 0x0d
            case UInt8(ascii: "u"):
                let digits = String(decoding: bytes[min(at, bytes.count)..<min(at + 4, bytes.count)], as: UTF8.self)
                guard digits.hasPrefix("00"), let byte = Hexadecimal.decode(digits)?.last else {
                    throw .notCanonical(byte: at)
                }
                at += 4
                return byte
            default: throw .notCanonical(byte: at)
            }
        }
    }
}
