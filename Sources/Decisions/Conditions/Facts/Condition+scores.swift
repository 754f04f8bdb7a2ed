extension Strategy {
    /// Whether it asks for the lender's scores.
    var asksForScores: Bool { steps.contains { $0.when.contains(where: \.readsScores) } }
}

extension Condition {
    /// Whether it asks for the lender's scores.
    package var readsScores: Bool {
        program.slots.contains(Fact.score.rawValue) || program.slots.contains(Fact.scoreDate.rawValue)
    }
}
