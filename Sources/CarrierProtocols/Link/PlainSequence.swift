/// Sequences of CMPP and SMGP: ascending by one, and anew behind the last (CMPP §8.3, SMGP §6.1.3). 0 is left to what has none.
struct PlainSequence: Sendable {
    private var next: UInt32 = 1

    mutating func take() -> UInt32 {
        defer { next = next == .max ? 1 : next + 1 }
        return next
    }
}
