package import CivilTime
package import LoanBook

/// What a route serves, as `routes.yaml` says it. What it says nothing of it does not restrict.
package struct RouteCard: Sendable, Hashable {
    /// Of routes that say nothing.
    package static let usualPriority = 100

    package var name: String
    /// ISO 3166 countries of numbers.
    package var countries: Set<String> = []
    /// Beginnings of numbers in E.164, with `+`.
    package var prefixes: [String] = []
    package var carriers: Set<MobileCarrier> = []
    package var classes: Set<MessageClass> = []
    /// The smallest goes first.
    package var priority = RouteCard.usualPriority
    /// What a segment costs, in millionths of the currency's unit; nil where nobody says.
    package var cost: Cost?
    /// When it takes messages; empty: always.
    package var hours: [RouteHours] = []
    /// Segments that all nodes together may give it on a day of its zone.
    package var segmentsADay: Int?
    package var zone = Zone.utc

    package struct Cost: Sendable, Hashable {
        package var millionths: Int64
        package var currency: String

        package init(millionths: Int64, currency: String) {
            self.millionths = millionths
            self.currency = currency
        }
    }

    package init(name: String) { self.name = name }

    /// Whether anything that is known before may keep a message from it.
    package var isRestricted: Bool {
        !countries.isEmpty || !prefixes.isEmpty || !carriers.isEmpty || !classes.isEmpty || !hours.isEmpty
            || segmentsADay != nil
    }

    /// The day on which its segments are counted.
    package func day(at now: Instant) -> CivilDate { zone.civil(at: now).date }

    /// Nil while it takes messages; else when it does so next. `distantFuture` where no window ever opens.
    package func opens(after now: Instant) -> Instant? {
        guard !hours.isEmpty else { return nil }
        let (today, time) = zone.civil(at: now)
        if hours.contains(where: { $0.isOn(today) && $0.from <= time && time < $0.to }) { return nil }
        for days in 0...7 {
            let date = today + days
            let starts = hours.filter { $0.isOn(date) }.map { zone.instant(date, $0.from) }.filter { $0 > now }
            if let next = starts.min() { return next }
        }
        return .distantFuture
    }

    /// The midnight at which its count of segments begins anew.
    package func dayEnds(after now: Instant) -> Instant { zone.instant(day(at: now) + 1, .midnight) }
}
