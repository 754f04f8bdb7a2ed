package import NIOCore

extension SMPP {
    /// Optional parameters (§5.3) in the order they came, unknown ones too. Kept as their bytes: most are never looked at.
    package struct TLVs: Sendable, Hashable {
        /// Any number; the specification's are known by name (`TLVTags.swift`).
        package struct Tag: RawRepresentable, Sendable, Hashable {
            package var rawValue: UInt16

            package init(rawValue: UInt16) { self.rawValue = rawValue }

        }

        /// Whole parameters, checked when read. Never empty: most messages have none, and nothing is counted for nil.
        private(set) var bytes: ByteBuffer?

        package init() {}

        package var isEmpty: Bool { bytes == nil }

        /// The first value under `tag`.
        package subscript(tag: Tag) -> ByteBuffer? {
            guard var rest = bytes else { return nil }
            while let (raw, length) = rest.readMultipleIntegers(as: (UInt16, UInt16).self) {
                if raw == tag.rawValue { return rest.readSlice(length: Int(length)) }
                guard rest.readSlice(length: Int(length)) != nil else { return nil }
            }
            return nil
        }

        /// The value under `tag` as an integer; nil where its size differs.
        package func integer<T: FixedWidthInteger & Sendable>(_ tag: Tag, as type: T.Type) -> T? {
            guard let value = self[tag], value.readableBytes == MemoryLayout<T>.size else { return nil }
            return value.getInteger(at: value.readerIndex)
        }

        /// The value under `tag` as a C-octet string. Some peers leave out the NUL.
        package func string(_ tag: Tag) -> String? {
            guard let value = self[tag] else { return nil }
            return String(decoding: value.readableBytesView.prefix { $0 != 0 }, as: UTF8.self)
        }

        package mutating func append<T: FixedWidthInteger & Sendable>(_ tag: Tag, integer: T) {
            write { bytes in
                bytes.writeMultipleIntegers(tag.rawValue, UInt16(MemoryLayout<T>.size))
                bytes.writeInteger(integer)
            }
        }

        package mutating func append(_ tag: Tag, string: String) throws(Fault) {
            try append(tag, bytes: Array(string.utf8) + [0])
        }

        package mutating func append(_ tag: Tag, bytes value: some Collection<UInt8>) throws(Fault) {
            guard let length = UInt16(exactly: value.count) else {
                throw Fault(.tooLong(field: "optional parameter", limit_bytes: Limit.tlv_bytes))
            }
            write { bytes in
                bytes.writeMultipleIntegers(tag.rawValue, length)
                bytes.writeBytes(value)
            }
        }

        package mutating func append(contentsOf other: TLVs) {
            guard let more = other.bytes else { return }
            write { bytes in bytes.writeImmutableBuffer(more) }
        }

        private mutating func write(_ body: (inout ByteBuffer) -> Void) {
            var written = bytes ?? ByteBuffer()
            // Not held twice while it is written, or every parameter would copy those before it.
            bytes = nil
            body(&written)
            bytes = written
        }

        /// All parameters in their order.
        package var all: [(tag: Tag, value: ByteBuffer)] {
            guard var rest = bytes else { return [] }
            var found: [(tag: Tag, value: ByteBuffer)] = []
            while let (raw, length) = rest.readMultipleIntegers(as: (UInt16, UInt16).self),
                let value = rest.readSlice(length: Int(length))
            {
                found.append((Tag(rawValue: raw), value))
            }
            return found
        }

        /// All that is left behind `place` of a body, whose `octets` stand in `buffer` from `index`.
        @inline(__always)
        init(_ octets: RawSpan, from place: Int, of buffer: ByteBuffer, at index: Int) throws(Fault) {
            guard place < octets.byteCount else { return }
            try Self.check(octets, from: place)
            bytes = buffer.getSlice(at: index + place, length: octets.byteCount - place)
        }

        @inline(never)
        private static func check(_ octets: RawSpan, from start: Int) throws(Fault) {
            var place = start
            while place < octets.byteCount {
                guard place + 4 <= octets.byteCount else { throw Fault(.malformedTLV) }
                place += 4 + Int(octets.integer(at: place + 2, as: UInt16.self))
            }
            guard place == octets.byteCount else { throw Fault(.malformedTLV) }
        }
    }
}
