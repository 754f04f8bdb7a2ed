/// A set of numbers that the store gave out, of a range, one bit each: ten million take 1.25 MB.
struct NumberSet: Sendable {
    /// Numbers of a range that are looked at in one pass: 128 MiB.
    static let capacity: Int64 = 1 << 30

    private let range: Range<Int64>
    private var words: [UInt64] = []

    init(_ range: Range<Int64>) { self.range = range }

    /// Does nothing with a number outside the range.
    mutating func insert(_ number: Int64) {
        guard range.contains(number) else { return }
        let bit = number - range.lowerBound
        let word = Int(bit >> 6)
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        words[word] |= 1 << UInt64(bit & 63)
    }

    func contains(_ number: Int64) -> Bool {
        guard range.contains(number) else { return false }
        let bit = number - range.lowerBound
        guard bit >> 6 < Int64(words.count) else { return false }
        return words[Int(bit >> 6)] & 1 << UInt64(bit & 63) != 0
    }
}
