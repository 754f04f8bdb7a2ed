package import CivilTime

/// What one lane has heard of its route since it last told. Counts segments.
package struct RouteSample: Sendable, Hashable {
    /// Taken, or refused for the number's or the text's own fault: the route did its work.
    package var answered = 0
    /// Refused for the route's fault. A carrier that asks to slow down is not at fault.
    package var faults = 0
    /// No answer came.
    package var unanswered = 0
    /// From the attempt to its answer, over all that were answered.
    package var response_ms: Int64 = 0
    package var delivered = 0
    package var undelivered = 0
    /// From the attempt to the receipt, over all that were delivered.
    package var delay_ms: Int64 = 0

    package init() {}

    package var isEmpty: Bool { self == RouteSample() }

    /// Everything that has an end: an answer, or none.
    var ended: Int { answered + faults + unanswered }
    var bad: Int { faults + unanswered }
    var receipts: Int { delivered + undelivered }

    package static func += (a: inout RouteSample, b: RouteSample) {
        a.answered += b.answered
        a.faults += b.faults
        a.unanswered += b.unanswered
        a.response_ms += b.response_ms
        a.delivered += b.delivered
        a.undelivered += b.undelivered
        a.delay_ms += b.delay_ms
    }

    /// What was told is not told again.
    package mutating func takeAway(_ told: RouteSample) {
        answered -= told.answered
        faults -= told.faults
        unanswered -= told.unanswered
        response_ms -= told.response_ms
        delivered -= told.delivered
        undelivered -= told.undelivered
        delay_ms -= told.delay_ms
    }

    package mutating func answer(isFault: Bool, after wait: Span) {
        if isFault { faults += 1 } else { answered += 1 }
        response_ms += max(0, wait.milliseconds)
    }

    package mutating func receipt(isDelivered: Bool, after wait: Span) {
        guard isDelivered else { return undelivered += 1 }
        delivered += 1
        delay_ms += max(0, wait.milliseconds)
    }
}
