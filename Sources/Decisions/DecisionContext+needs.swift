package import CivilTime
package import LoanBook

extension DecisionContext {
    /// What its strategies ask for beside what every decision looks at.
    package func needs(at now: Instant) -> SnapshotNeeds {
        SnapshotNeeds(
            undeliveredSince: strategies.compactMap(\.ladderReach).max().map { now - $0 },
            answersSince: strategies.contains(where: \.asksForAnswers) ? now - PreferredHour.reach : nil,
            scores: strategies.contains(where: \.asksForScores))
    }

    /// The same for planning by the book, which looks at no rung: see `Planner.climb`.
    package func needsOfBook(at now: Instant) -> SnapshotNeeds {
        var needs = needs(at: now)
        needs.undeliveredSince = nil
        return needs
    }

    /// The same for messages of these steps.
    package func needs(at now: Instant, of steps: some Sequence<String>) -> SnapshotNeeds {
        let ids = Set(steps)
        let asked = strategies.flatMap(\.steps).filter { ids.contains($0.id) }
        var needs = needs(at: now)
        if !asked.contains(where: \.anchor.isRung) { needs.undeliveredSince = nil }
        return needs
    }
}
