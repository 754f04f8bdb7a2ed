internal import CivilTime
internal import Synchronization

/// The clocks of borrowers who share address zone, region and area code, worked out once.
final class ClockCache: Sendable {
    struct Key: Hashable {
        var region: String
        var zone: String
        var area: NumberArea
        /// Areas of the same person's other numbers, where they differ.
        var others: [NumberArea] = []
    }

    /// Zones times area codes of a large book stay well below; invented ones must not grow it without end.
    static let greatestCount = 50_000
    private let known = Mutex<[Key: BorrowerClocks.Answer]>([:])

    func clocks(_ key: Key, zones: Zones) -> BorrowerClocks.Answer {
        if let answer = known.withLock({ $0[key] }) { return answer }
        let answer = BorrowerClocks.of(key, zones: zones)
        known.withLock { if $0.count < ClockCache.greatestCount { $0[key] = answer } }
        return answer
    }
}
