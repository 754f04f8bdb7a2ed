/// A number that Dunlin's store gave to one thing, typed by what it names, so that a borrower's cannot be passed for a
/// loan's. The lender's own names for things are `Reference`s.
package struct Identifier<Of>: Sendable, Hashable, Comparable, Codable {
    package let number: Int64

    @inlinable package init(_ number: Int64) { self.number = number }
    @inlinable package static func < (a: Identifier, b: Identifier) -> Bool { a.number < b.number }
}

/// A name that the lender gave to one thing (its borrower id, loan id, payment id), exactly as the export wrote it.
package typealias Reference = String
