package import CivilTime

/// A stretch of the day in which a route takes messages, by the clock of its zone.
package struct RouteHours: Sendable, Hashable {
    /// Empty: every day.
    package var weekdays: Set<Weekday>
    package var from: TimeOfDay
    /// The first moment at which it takes nothing more.
    package var to: TimeOfDay

    package init(weekdays: Set<Weekday> = [], from: TimeOfDay, to: TimeOfDay) {
        self.weekdays = weekdays
        self.from = from
        self.to = to
    }

    func isOn(_ date: CivilDate) -> Bool { weekdays.isEmpty || weekdays.contains(date.weekday) }

    /// `Monday, Tuesday 08:00–20:00`.
    package var words: String {
        let days = weekdays.sorted { $0.rawValue < $1.rawValue }.map(\.name).joined(separator: ", ")
        return (days.isEmpty ? "" : days + " ") + "\(from)–\(to)"
    }
}
