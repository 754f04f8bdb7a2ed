package import Messaging

/// What was planned, taken and delivered under one price. Counts; money follows from them.
package struct CostCounts: Sendable, Hashable {
    /// Messages that were planned, and the segments that they were thought to need.
    package var planned: Int64 = 0
    package var plannedSegments: Int64 = 0
    /// Attempts of which the carrier took the first segment.
    package var messages: Int64 = 0
    /// Those of them that were delivered whole.
    package var delivered: Int64 = 0
    /// Segments that the carrier took, and what it said of some later.
    package var taken: Int64 = 0
    /// Of those taken: not delivered, for good.
    package var failed: Int64 = 0
    /// Segments whose answer was lost: they may have been taken.
    package var unknown: Int64 = 0

    package init() {}

    static let columns = [
        "planned", "planned_segments", "messages", "delivered", "taken", "failed", "unknown",
    ]

    /// From the columns of that order, the first at `start`.
    init(row: any SQLRow, from start: Int) {
        planned = row.integer(start)
        plannedSegments = row.integer(start + 1)
        messages = row.integer(start + 2)
        delivered = row.integer(start + 3)
        taken = row.integer(start + 4)
        failed = row.integer(start + 5)
        unknown = row.integer(start + 6)
    }

    var values: [SQLValue] {
        [planned, plannedSegments, messages, delivered, taken, failed, unknown].map { .integer($0) }
    }

    package static func + (a: CostCounts, b: CostCounts) -> CostCounts {
        var sum = a
        sum.planned += b.planned
        sum.plannedSegments += b.plannedSegments
        sum.messages += b.messages
        sum.delivered += b.delivered
        sum.taken += b.taken
        sum.failed += b.failed
        sum.unknown += b.unknown
        return sum
    }
}

/// Money of one currency, in millionths of its main unit.
package struct CostAmounts: Sendable, Hashable {
    package var estimated: Int64 = 0
    /// What the carrier took, at its price.
    package var incurred: Int64 = 0
    /// What its receipts change of that, where it bills what it delivers: never above 0.
    package var correction: Int64 = 0

    /// What stands.
    package var cost: Int64 { incurred + correction }

    package init() {}

    package init(_ counts: CostCounts, at cost: SegmentCost) {
        estimated = cost.millionths(of: counts.plannedSegments)
        incurred = cost.millionths(of: counts.taken)
        correction = cost.billedOn == .delivery ? -cost.millionths(of: counts.failed) : 0
    }

    package static func + (a: CostAmounts, b: CostAmounts) -> CostAmounts {
        var sum = a
        sum.estimated += b.estimated
        sum.incurred += b.incurred
        sum.correction += b.correction
        return sum
    }
}
