package import CivilTime

/// The turns of a broadcast at its rate: turn 0 at its beginning, and so many an hour from there on. Each is given to one
/// borrower, the first that is free from when the law lets the borrower be written to. Deterministic: the same borrowers in
/// the same order get the same turns.
package struct BroadcastSlots: Sendable, Equatable {
    /// Beyond so many runs of turns that are taken the two that are nearest become one: what lies between stays unused, so
    /// that the rate is never above the one that was set.
    static let mostRuns = 1_000
    private static let hour_ms: Int64 = 3_600_000
    package static let mostPerHour = 10_000_000

    private let from: Instant
    private let perHour: Int64
    /// Turns that are taken, ascending, with free ones between them.
    private(set) var runs: [ClosedRange<Int64>]

    /// `text`: of a `BroadcastSlots` that went before; empty for a new one. Nil when it cannot be read.
    package init?(from: Instant, perHour: Int, text: String = "") {
        self.from = from
        self.perHour = Int64(max(1, perHour))
        runs = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").compactMap { Int64($0) }
            guard ends.count == 2, ends[0] <= ends[1], runs.last.map({ $0.upperBound < ends[0] - 1 }) ?? true else {
                return nil
            }
            runs.append(ends[0]...ends[1])
        }
    }

    /// As the store keeps it.
    package var text: String { runs.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",") }

    /// The first free turn from `moment` on: its number and its instant.
    package func next(from moment: Instant) -> (turn: Int64, at: Instant) {
        let passed = max(0, (moment - from).milliseconds)
        // The first whose instant is not before the moment.
        var turn = passed / Self.hour_ms * perHour + ceiling(passed % Self.hour_ms * perHour, Self.hour_ms)
        if let run = runs.first(where: { $0.contains(turn) }) { turn = run.upperBound + 1 }
        return (turn, instant(of: turn))
    }

    package mutating func take(_ turn: Int64) {
        let index = runs.firstIndex { $0.upperBound >= turn } ?? runs.count
        if index < runs.count, runs[index].contains(turn) { return }
        var taken = turn...turn
        var place = index
        if place < runs.count, runs[place].lowerBound == turn + 1 { taken = turn...runs.remove(at: place).upperBound }
        if place > 0, runs[place - 1].upperBound == turn - 1 {
            place -= 1
            taken = runs.remove(at: place).lowerBound...taken.upperBound
        }
        runs.insert(taken, at: place)
        if runs.count > Self.mostRuns { joinNearest() }
    }

    private mutating func joinNearest() {
        let gaps = runs.indices.dropLast().map { runs[$0 + 1].lowerBound - runs[$0].upperBound }
        guard let smallest = gaps.indices.min(by: { gaps[$0] < gaps[$1] }) else { return }
        runs[smallest] = runs[smallest].lowerBound...runs.remove(at: smallest + 1).upperBound
    }

    private func instant(of turn: Int64) -> Instant {
        from + .milliseconds(turn / perHour * Self.hour_ms + ceiling(turn % perHour * Self.hour_ms, perHour))
    }

    private func ceiling(_ a: Int64, _ b: Int64) -> Int64 { (a + b - 1) / b }
}
