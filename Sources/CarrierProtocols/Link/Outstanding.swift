/// Requests that wait for their answers, by sequence. `Token` is the owner's name for one of them.
struct Outstanding<Sequence: Hashable & Sendable, Token: Sendable>: Sendable {
    private struct Waiting: Sendable {
        var token: Token
        var since: Duration
        /// Sequences start anew; this does not.
        var order: UInt64
    }

    private var waiting: [Sequence: Waiting] = [:]
    private var sent: UInt64 = 0

    init(window: Int) { waiting.reserveCapacity(window) }

    var count: Int { waiting.count }

    mutating func insert(_ token: Token, _ sequence: Sequence, now: Duration) {
        sent += 1
        waiting[sequence] = Waiting(token: token, since: now, order: sent)
    }

    mutating func take(_ sequence: Sequence) -> Token? { waiting.removeValue(forKey: sequence)?.token }

    mutating func remove(where matches: (Sequence) -> Bool) {
        for sequence in waiting.keys where matches(sequence) { waiting[sequence] = nil }
    }

    /// All of them, in the order of sending.
    mutating func takeAll() -> [Token] {
        defer { waiting.removeAll() }
        return waiting.values.sorted { $0.order < $1.order }.map(\.token)
    }

    /// What has waited for as long as `limit`, in the order of sending. Nothing could be read before `readingSince`.
    mutating func takeLate(now: Duration, limit: Duration, readingSince: Duration) -> [Token] {
        let late = waiting.filter { now - max($0.value.since, readingSince) >= limit }
        guard !late.isEmpty else { return [] }
        for sequence in late.keys { waiting[sequence] = nil }
        return late.values.sorted { $0.order < $1.order }.map(\.token)
    }
}
