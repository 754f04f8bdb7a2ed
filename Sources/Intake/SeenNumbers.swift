/// A set of store numbers: one bit each, in pages that are made when first needed. Numbers come from consecutive blocks,
/// so a million rows take about 125 kB.
struct SeenNumbers {
    private static let pageBits: Int64 = 1 << 16
    private var pages: [Int64: [UInt64]] = [:]

    /// False when the number is in the set already.
    mutating func insert(_ number: Int64) -> Bool {
        let page = number / Self.pageBits
        let bit = Int(number % Self.pageBits)
        return pages[page, default: [UInt64](repeating: 0, count: Int(Self.pageBits) / 64)].withBit(bit)
    }

    func contains(_ number: Int64) -> Bool {
        guard let page = pages[number / Self.pageBits] else { return false }
        let bit = Int(number % Self.pageBits)
        return page[bit / 64] & (1 << UInt64(bit % 64)) != 0
    }
}

extension [UInt64] {
    /// Sets a bit; false when it was set.
    fileprivate mutating func withBit(_ bit: Int) -> Bool {
        let mask: UInt64 = 1 << UInt64(bit % 64)
        let isNew = self[bit / 64] & mask == 0
        self[bit / 64] |= mask
        return isNew
    }
}
