/// What a transaction locks before it reads what others may change: see `SQLSession.lock`. Equal numbers of different
/// things (one chance in 2^56) cost a wait and nothing else.
package struct StoreLock: Sendable, Hashable, Comparable {
    package enum Mode: Sendable {
        case exclusive
        /// Held by any number of transactions at once, none of them exclusively.
        case shared
    }

    /// Kinds in the order in which they are taken.
    private enum Kind: UInt8 {
        case facts = 1, duty, route, lane, borrower, number, carrierID, log, keys
    }

    /// The kind in the top byte, a hash of the thing below it.
    package let number: Int64

    private init(_ kind: Kind, _ bytes: some Sequence<UInt8>) {
        // FNV-1a, folded: the same on every node and in every version.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let thing = (hash ^ hash >> 56) & 0x00FF_FFFF_FFFF_FFFF
        number = Int64(bitPattern: UInt64(kind.rawValue) << 56 | thing)
    }

    private init(_ kind: Kind, _ id: Int64) {
        number = Int64(bitPattern: UInt64(kind.rawValue) << 56 | UInt64(bitPattern: id) & 0x00FF_FFFF_FFFF_FFFF)
    }

    /// The facts of all portfolios: shared by whoever reads several of a borrower's tables and acts on them, exclusive at the
    /// end of a transaction that changes the facts of many. What is committed is so before or after every submission.
    package static let facts = StoreLock(.facts, 0)
    /// The end of the evidence log: from the append, which comes last, to the commit.
    package static let log = StoreLock(.log, 0)
    /// Work that one node does at a time.
    package static func duty(_ name: String) -> StoreLock { StoreLock(.duty, name.utf8) }
    /// What the nodes share of a carrier's account.
    package static func route(_ name: String) -> StoreLock { StoreLock(.route, name.utf8) }
    /// A lane, for the length of each of its turns, and for whoever gives it up.
    package static func lane(_ id: Int64) -> StoreLock { StoreLock(.lane, id) }
    /// Everything that is counted or known of one borrower, with each of the borrower's loans.
    package static func borrower(_ id: Int64) -> StoreLock { StoreLock(.borrower, id) }
    /// A number or address, by its keyed hash, whoever shares it: in every form in which another may lock it while hashes
    /// are rewritten.
    package static func numbers(lookup: KeyedHash) -> Set<StoreLock> {
        Set(lookup.forms.map { StoreLock(.number, $0) })
    }
    /// The lender's books: held by an import from its beginning on, and by whoever takes a borrower out of the book.
    package static let book = duty("book")
    /// Who writes with a generation of the master key; exclusive for the rotation that waits until nobody does.
    package static func keys(generation: UInt8) -> StoreLock { StoreLock(.keys, Int64(generation)) }
    /// A carrier's id of a segment: a receipt and the answer that brings the id may come to two nodes.
    package static func carrierID(_ id: String, route: String) -> StoreLock {
        StoreLock(.carrierID, Array(route.utf8) + [0] + Array(id.utf8))
    }

    package static func < (a: StoreLock, b: StoreLock) -> Bool { a.number < b.number }
}
