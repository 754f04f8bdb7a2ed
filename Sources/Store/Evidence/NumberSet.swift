/// A set of numbers that the store gave out, one bit each: ten million take 1.25 MB.
struct NumberSet: Sendable {
    /// Above this a number is not one of the store's, but an attempt to use up memory.
    static let highest: Int64 = 1 << 33

    private var words: [UInt64] = []

    mutating func insert(_ number: Int64) {
        guard number >= 0, number < Self.highest else { return }
        let word = Int(number >> 6)
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: max(word + 1, words.count))) }
        words[word] |= 1 << UInt64(number & 63)
    }

    func contains(_ number: Int64) -> Bool {
        guard number >= 0, number >> 6 < Int64(words.count) else { return false }
        return words[Int(number >> 6)] & 1 << UInt64(number & 63) != 0
    }
}
