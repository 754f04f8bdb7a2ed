internal import Crypto
internal import Evidence

/// A hash over rows in their order: each link is the SHA-256 of the one before it and the next row. It does not depend on
/// how the rows were read, and can be taken up again where it stood.
struct RowDigest: Sendable, Hashable {
    private(set) var rows: Int64 = 0
    private var link = [UInt8](repeating: 0, count: SHA256.byteCount)

    init() {}

    mutating func add(_ row: [SQLValue]) {
        var bytes = link
        for value in row {
            switch value {
            case .null: bytes.append(0)
            case .integer(let integer):
                bytes.append(1)
                Self.append(UInt64(bitPattern: integer), to: &bytes)
            case .text(let text):
                // PostgreSQL keeps no null character: its driver writes U+FFFD for it.
                let text = text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
                bytes.append(2)
                Self.append(UInt64(text.utf8.count), to: &bytes)
                bytes.append(contentsOf: text.utf8)
            case .blob(let blob):
                bytes.append(3)
                Self.append(UInt64(blob.count), to: &bytes)
                bytes.append(contentsOf: blob)
            // No column holds one.
            case .list: break
            }
        }
        link = Array(SHA256.hash(data: bytes))
        rows += 1
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

/// As it is kept beside what it counts: rows, a space, the link in hexadecimal.
extension RowDigest {
    var text: String { "\(rows) \(Hexadecimal.encode(link))" }

    /// Nil for what no digest wrote.
    init?(text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let rows = Int64(parts[0]), rows >= 0,
            let link = Hexadecimal.decode(parts[1]), link.count == SHA256.byteCount
        else { return nil }
        self.rows = rows
        self.link = link
    }
}
