/// A set of an enum's cases as bits of one word: asked many times in every decision.
package struct RawSet<Case: RawRepresentable<Int> & Sendable & Hashable>: Sendable, Hashable {
    private var bits: UInt64

    package init(_ cases: some Sequence<Case>) { bits = cases.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }

    @inline(__always)
    package func contains(_ one: Case) -> Bool { bits >> UInt64(one.rawValue) & 1 == 1 }
}
