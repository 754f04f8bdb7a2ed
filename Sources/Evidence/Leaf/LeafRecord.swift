import Crypto

/// A leaf of the log, as it is hashed.
///
/// Outside the seal stands only what tells of nobody: a random id, kind, time, and a commitment to the sealed plain text
/// (see `LeafContent`). Layout, numbers big-endian:
///
///     version 1 byte (1) ‖ id 16 ‖ time 8 (signed milliseconds since 1970) ‖ commitment 32 ‖
///     length of kind 1 ‖ kind (ASCII) ‖ box (the rest)
package struct LeafRecord: Sendable, Equatable {
    package static let version: UInt8 = 1
    package static let idLength = 16
    package static let commitmentLength = 32
    /// Bytes of a whole leaf: what an entry bundle can hold.
    package static let longest_bytes = EntryBundle.longestEntry

    package let id: [UInt8]
    package let at_ms: Int64
    package let commitment: [UInt8]
    package let kind: LeafKind
    /// The sealed plain text; opened with a key that the log does not hold.
    package let box: [UInt8]

    package init(id: [UInt8], at_ms: Int64, commitment: [UInt8], kind: LeafKind, box: [UInt8]) {
        self.id = id
        self.at_ms = at_ms
        self.commitment = commitment
        self.kind = kind
        self.box = box
    }

    private static let fixedLength = 1 + idLength + 8 + commitmentLength + 1

    package func encode() throws(LeafFault) -> [UInt8] {
        try Self.encode(id: id[...], at_ms: at_ms, kind: kind, box: box) { $0.append(contentsOf: commitment) }
    }

    /// A leaf that commits to `plainText`, the opened box, without the value.
    package static func encode(
        id: ArraySlice<UInt8>, at_ms: Int64, plainText: [UInt8], kind: LeafKind, box: [UInt8]
    ) throws(LeafFault) -> [UInt8] {
        try encode(id: id, at_ms: at_ms, kind: kind, box: box) {
            $0.append(contentsOf: SHA256.hash(data: plainText))
        }
    }

    private static func encode(
        id: ArraySlice<UInt8>, at_ms: Int64, kind: LeafKind, box: [UInt8], commitment: (inout [UInt8]) -> Void
    ) throws(LeafFault) -> [UInt8] {
        let count = fixedLength + kind.rawValue.utf8.count + box.count
        guard count <= longest_bytes else { throw .tooLong(bytes: count, limit: longest_bytes) }
        var bytes = [UInt8]()
        bytes.reserveCapacity(count)
        bytes.append(version)
        bytes.append(contentsOf: id)
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: at_ms >> shift)) }
        commitment(&bytes)
        bytes.append(UInt8(kind.rawValue.utf8.count))
        bytes.append(contentsOf: kind.rawValue.utf8)
        bytes.append(contentsOf: box)
        return bytes
    }

    package init(decoding bytes: [UInt8]) throws(LeafFault) {
        guard bytes.count <= Self.longest_bytes else { throw .tooLong(bytes: bytes.count, limit: Self.longest_bytes) }
        guard bytes.count >= Self.fixedLength else { throw .cutShort(bytes: bytes.count) }
        guard bytes[0] == Self.version else { throw .version(bytes[0]) }
        let kindLength = Int(bytes[Self.fixedLength - 1])
        guard bytes.count >= Self.fixedLength + kindLength else { throw .cutShort(bytes: bytes.count) }
        let kindEnd = Self.fixedLength + kindLength
        guard let word = String(validating: bytes[Self.fixedLength..<kindEnd], as: UTF8.self),
            let kind = LeafKind(rawValue: word)
        else { throw .kind }
        self.init(
            id: Array(bytes[1..<17]), at_ms: bytes[17..<25].reduce(0) { $0 << 8 | Int64($1) },
            commitment: Array(bytes[25..<57]), kind: kind, box: Array(bytes[kindEnd...]))
    }
}
