/// The offsets of one zone through time: transitions from its file, then its footer's yearly rule for ever.
final class ZoneTable: Sendable {
    /// A time during which the offset stands still: `from ..< until`, in seconds since the epoch.
    struct Stretch: Equatable {
        var from: Int64
        var until: Int64
        var offset_s: Int32
    }

    /// RFC 9636 §3.2 keeps offsets between -25 and +26 hours.
    static let greatestOffset_s: Int64 = 26 * 3600

    let id: String
    private let first: Int32
    private let transitions: [Int64]
    private let offsets: [Int32]
    private let rule: ZoneRule?

    /// - Parameters:
    ///   - first: the offset before the first transition.
    ///   - transitions: seconds since the epoch, strictly ascending.
    ///   - offsets: the offset from the transition of the same index on.
    ///   - rule: what holds after the last transition; without one the last offset stays.
    init(id: String, first: Int32, transitions: [Int64], offsets: [Int32], rule: ZoneRule?) {
        self.id = id
        self.first = first
        self.transitions = transitions
        self.offsets = offsets
        self.rule = rule
    }

    func stretch(at second: Int64) -> Stretch {
        guard let last = transitions.last, second < last else { return stretchAfterTable(second) }
        // The number of transitions at or before `second`.
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return Stretch(
            from: low == 0 ? .min : transitions[low - 1], until: transitions[low],
            offset_s: low == 0 ? first : offsets[low - 1])
    }

    private func stretchAfterTable(_ second: Int64) -> Stretch {
        let start = transitions.last ?? .min
        guard let rule else { return Stretch(from: start, until: .max, offset_s: offsets.last ?? first) }
        var stretch = rule.stretch(at: second)
        stretch.from = max(stretch.from, start)
        return stretch
    }
}
