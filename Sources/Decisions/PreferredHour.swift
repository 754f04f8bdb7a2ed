package import CivilTime
internal import LoanBook

/// At which hour a borrower hears a step, and who says so.
package struct StepHour: Sendable, Hashable {
    package enum Source: String, Sendable {
        /// The borrower named hours.
        case preference
        /// The borrower's own answers.
        case answers
        /// Neither: the strategy's hour.
        case strategy
    }

    package var at: TimeOfDay
    package var source: Source

    /// As leaves and explanations have it.
    package var words: String { "\(at) \(source.rawValue)" }
}

/// The hour of the day in which a borrower mostly answers.
package enum PreferredHour {
    /// So far back answers count.
    package static let reach = Span.days(180)
    /// Fewer are chance.
    static let fewest = 3

    /// The hour, 0 to 23, that holds most of the answers up to `now`; of several that hold as many, the one that was answered in
    /// last. Nil when there are too few.
    static func hour(of answers: [Instant], in zone: Zone, now: Instant) -> Int? {
        let recent = answers.filter { $0 <= now && now - $0 <= reach }
        guard recent.count >= fewest else { return nil }
        var counts = Array(repeating: (count: 0, last: Instant.distantPast), count: 24)
        for answer in recent {
            let hour = Int(zone.civil(at: answer).time.seconds) / 3600
            counts[hour] = (counts[hour].count + 1, max(counts[hour].last, answer))
        }
        return counts.indices.max { (counts[$0].count, counts[$0].last) < (counts[$1].count, counts[$1].last) }
    }
}

extension Judgement {
    /// Nil for a step that follows nobody's hours.
    func hour(of step: Step) -> StepHour? {
        guard let within = step.preferred, let zone else { return nil }
        if let wished = snapshot.preference?.hours {
            let isWished = step.at.seconds >= wished.from.seconds && step.at.seconds < wished.until.seconds
            return StepHour(at: isWished ? step.at : wished.from, source: .preference)
        }
        guard let hour = PreferredHour.hour(of: snapshot.answers, in: zone, now: now) else {
            return StepHour(at: step.at, source: .strategy)
        }
        // The last of them is a whole hour before the end, so that what is held for a moment still has time.
        let last = max(within.from.seconds, within.until.seconds - 3600)
        let seconds = min(max(Int32(hour) * 3600, within.from.seconds), last)
        return StepHour(at: TimeOfDay(seconds: seconds), source: .answers)
    }

    /// A step that the law holds beyond its day because of the hour of answers would be held day after day, until it is true no
    /// more: it goes out at the strategy's hour, `own`, where that is lawful.
    func atOwnHour(_ decision: Decision, instead own: TimeOfDay, begun: Instant) -> Decision {
        guard case .hold(var planned, let until, _, _) = decision, planned.hour?.source == .answers, let zone,
            zone.civil(at: until).date > zone.civil(at: planned.dueAt).date
        else { return decision }
        planned.step.at = own
        planned.hour = StepHour(at: own, source: .strategy)
        planned.dueAt = max(zone.instant(date, own), begun, now)
        let again = ask(planned)
        if case .send = again { return again }
        return decision
    }
}

extension Strategy {
    /// Whether it asks when borrowers answer.
    var asksForAnswers: Bool {
        steps.contains { $0.preferred != nil || $0.when.contains(where: \.readsAnswers) }
    }
}

extension Condition {
    /// Whether it asks when the borrower answers.
    package var readsAnswers: Bool { program.slots.contains(Fact.historyPreferredHour.rawValue) }
}
