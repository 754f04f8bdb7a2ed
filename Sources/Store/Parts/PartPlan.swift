import CivilTime

/// What stands of some parted tables, and what has to be done next. Pure.
struct PartPlan: Sendable, Equatable {
    /// One part, of each of the tables.
    struct Part: Sendable, Equatable {
        /// Its place among the parts that were ever made, from 1.
        var number: Int64
        /// Nil for the first, which has no beginning.
        var from: Int64?
        /// Behind its last value.
        var below: Int64
        /// When the first row may have come; nil while it waits for its time.
        var inUseSince: Instant?
    }

    enum Step: Sendable, Equatable {
        /// The part of this place has come into its time.
        case note(Int64)
        /// A new part, empty, for values that have not come yet.
        case add(number: Int64, Range<Int64>)
        /// What stands under no part becomes one.
        case takeRest(number: Int64, Range<Int64>)
    }

    /// A part holds at least so many numbers: some hundred MB of rows.
    static let leastWidth: Int64 = 1_000_000
    /// How long a part should last.
    private static let span_ms = Double(30 * 86_400_000)
    /// From one part to the next the width changes by this factor at most.
    private static let steepest: Int64 = 4

    /// In ascending order.
    var parts: [Part]
    /// The first value that no row has yet: the next number, or this month.
    var next: Int64
    /// What stands under no part.
    var rest: ClosedRange<Int64>?
    var cut: PartedTables.Cut
    var now: Instant

    /// Nil when everything is ready: there is always one part whose time has not come.
    var step: Step? {
        guard let last = parts.last else { return nil }
        if let current = parts.last(where: { ($0.from ?? .min) <= next }), current.inUseSince == nil {
            return .note(current.number)
        }
        let (number, width) = (last.number + 1, width)
        if let rest, rest.lowerBound >= last.below {
            return .takeRest(number: number, last.below..<max(next, rest.upperBound + 1) + width)
        }
        guard last.from ?? .min <= next else { return nil }
        // Old values that somebody's detached part held stand in the way of nobody: the new part begins behind them.
        let from = rest.map { max(last.below, max(next, $0.upperBound + 1) + width) } ?? last.below
        return .add(number: number, from..<from + width)
    }

    /// As much as will be needed in a month, as the part before the current one went.
    private var width: Int64 {
        guard case .numbers = cut else { return 1 }
        guard parts.count > 1 else { return Self.leastWidth }
        let (before, current) = (parts[parts.count - 2], parts[parts.count - 1])
        let held = before.from.map { before.below - $0 } ?? Self.leastWidth
        guard let since = before.inUseSince, let until = current.inUseSince else { return held }
        let lasted_ms = Double(max(1, (until - since).milliseconds))
        let needed = min(Double(held) / lasted_ms * Self.span_ms, Double(held * Self.steepest))
        let width = max(Int64(needed), held / Self.steepest, Self.leastWidth)
        // Bounds that a person can read.
        return (width + Self.leastWidth - 1) / Self.leastWidth * Self.leastWidth
    }
}
