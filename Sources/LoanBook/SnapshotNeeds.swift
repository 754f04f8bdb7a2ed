package import CivilTime

/// What a snapshot is to hold beside what every decision looks at: read only where a strategy asks for it.
package struct SnapshotNeeds: Sendable, Hashable {
    /// From when on messages that were not delivered are wanted; nil for none.
    package var undeliveredSince: Instant?
    /// From when on the moments of the borrower's answers are wanted; nil for none.
    package var answersSince: Instant?
    /// Whether the borrower's scores are wanted.
    package var scores: Bool

    package static let none = SnapshotNeeds()

    package init(undeliveredSince: Instant? = nil, answersSince: Instant? = nil, scores: Bool = false) {
        self.undeliveredSince = undeliveredSince
        self.answersSince = answersSince
        self.scores = scores
    }

    /// What either of both asks for.
    package mutating func formUnion(_ other: SnapshotNeeds) {
        undeliveredSince = [undeliveredSince, other.undeliveredSince].compactMap { $0 }.min()
        answersSince = [answersSince, other.answersSince].compactMap { $0 }.min()
        scores = scores || other.scores
    }
}
