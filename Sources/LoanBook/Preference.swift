package import CivilTime

/// What a borrower has said of how often, about what and at which hours to be written to. It makes contact stricter than the
/// law does, never freer.
package struct Preference: Sendable, Hashable {
    /// `from ..< until` on every clock of the borrower.
    package struct Hours: Sendable, Hashable {
        package var from: TimeOfDay
        package var until: TimeOfDay

        /// Nil unless `until` is later on the same day.
        package init?(from: TimeOfDay, until: TimeOfDay) {
            guard from.seconds < until.seconds else { return nil }
            self.from = from
            self.until = until
        }

        /// `18:00-20:00`.
        package init?(text: some StringProtocol) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let from = TimeOfDay(text: parts[0]), let until = TimeOfDay(text: parts[1]) else {
                return nil
            }
            self.init(from: from, until: until)
        }

        package var description: String { "\(from)-\(until)" }
    }

    /// Messages in 7 days; nil: as many as the law allows.
    package var mostInWeek: Int?
    /// Classes of which nothing is wanted.
    package var unwanted: Set<MessageClass>
    package var hours: Hours?

    /// More a week is no wish for fewer.
    package static let greatestInWeek = 50

    package init(mostInWeek: Int? = nil, unwanted: Set<MessageClass> = [], hours: Hours? = nil) {
        self.mostInWeek = mostInWeek
        self.unwanted = unwanted
        self.hours = hours
    }

    package var isEmpty: Bool { mostInWeek == nil && unwanted.isEmpty && hours == nil }
}

extension MessageClass {
    /// As mappings, packs and commands have it.
    package var word: String { "\(self)" }

    package init?(word: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}
