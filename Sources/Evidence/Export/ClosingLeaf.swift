import Crypto

/// The leaf that an export appends before it is written: it counts the borrower's leaves, itself included, and commits to
/// those before it. Whoever made another list of them for another reader would have to deny a leaf of the log.
///
/// Its record: `leaves`, its own number; `digest`, SHA-256 over the leaf hashes of the borrower's leaves before it, one
/// after another, in hexadecimal.
package struct ClosingLeaf: Sendable {
    private var hasher = SHA256()
    /// Leaves so far.
    private var count: Int64 = 0

    package init() {}

    /// The borrower's leaves in order of their numbers.
    package mutating func add(_ leaf: [UInt8]) {
        hasher.update(data: TreeHash.leaf(leaf).bytes)
        count += 1
    }

    /// The number that the closing leaf has.
    package var number: Int64 { count + 1 }

    package var record: [(String, LeafValue)] {
        [("digest", .text(Hexadecimal.encode(hasher.finalize().map { $0 }))), ("leaves", .integer(number))]
    }

    /// Whether a record says this of the leaves so far.
    func isRecord(_ record: LeafValue) -> Bool {
        self.record.allSatisfy { name, value in
            switch value {
            case .text(let text): record[name]?.text == text
            case .integer(let number): record[name]?.integer == number
            default: false
            }
        }
    }
}
