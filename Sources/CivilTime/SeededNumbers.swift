/// A reproducible source of numbers (SplitMix64): the same seed gives the same run on every machine (promise P9).
package struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// A whole number from 0 up to, not including, `bound`.
    package mutating func below(_ bound: Int) -> Int { Int(next(upperBound: UInt64(max(1, bound)))) }

    /// One of `items`, which must not be empty.
    package mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
}
