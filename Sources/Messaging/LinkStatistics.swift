/// What a route's links did since the start, and how they stand now: counts and times, nothing of a person.
package struct LinkStatistics: Sendable, Hashable {
    /// Connections that are bound, and those that this node should have.
    package var linksUp = 0
    package var linksWanted = 0
    /// Connections that the carrier made to us and that are open.
    package var callers = 0
    /// Times that a connection was bound again after its end.
    package var reconnects = 0
    /// PDUs by the specification's name.
    package var received: [String: Int] = [:]
    package var sent: [String: Int] = [:]
    package var received_bytes = 0
    package var sent_bytes = 0
    /// Texts that wait for their answers, and how many may at once.
    package var outstanding = 0
    package var window = 0
    /// Texts that wait to be written; put-off parts that rest until their pause is over.
    package var waiting = 0
    package var resting = 0
    /// Answers that asked for less at once; parts that were kept and sent again because of it; texts without an answer.
    package var throttled = 0
    package var putOff = 0
    package var unanswered = 0
    package var receipts = 0
    package var replies = 0
    package var unreadable = 0
    package var responseTimes = DurationCounts()

    package init() {}
}

/// How often something took how long.
package struct DurationCounts: Sendable, Hashable {
    /// Upper bounds in seconds, ascending: from a loopback's to the end of the longest wait for an answer.
    package static let bounds_s = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    /// As many as `bounds_s`, and one more for what took longer than all.
    package private(set) var counts = [Int](repeating: 0, count: DurationCounts.bounds_s.count + 1)
    package private(set) var sum = Duration.zero

    package init() {}

    package mutating func add(_ duration: Duration) {
        counts[Self.bucket(duration)] += 1
        sum += duration
    }

    package var sum_s: Double { sum / .seconds(1) }

    private static let bounds = bounds_s.map { Duration.microseconds(Int64($0 * 1_000_000)) }

    private static func bucket(_ duration: Duration) -> Int {
        bounds.firstIndex { duration <= $0 } ?? bounds.count
    }
}
