package import CivilTime

/// How long to wait before connecting again: doubling, with jitter so that a thousand clients don't come back at once.
package struct Backoff: Sendable {
    package struct Settings: Sendable, Hashable {
        package var first: Duration
        package var longest: Duration
        /// A link that lived this long starts the doubling anew; a carrier that accepts and hangs up does not.
        package var stableAfter: Duration

        package init(
            first: Duration = .milliseconds(500), longest: Duration = .seconds(60), stableAfter: Duration = .seconds(10)
        ) {
            self.first = first
            self.longest = longest
            self.stableAfter = stableAfter
        }
    }

    private let settings: Settings
    private var failures = 0

    package init(_ settings: Settings) { self.settings = settings }

    /// `lived`: how long the link was bound. `hopeless`: the carrier refused the credentials; asking often won't help, and
    /// many carriers lock an account that does.
    package mutating func next(lived: Duration, hopeless: Bool, random: inout SeededNumbers) -> Duration {
        if lived >= settings.stableAfter { failures = 0 }
        let doubled = settings.first * (1 << min(failures, 20))
        failures += 1
        let base = hopeless ? settings.longest : min(doubled, settings.longest)
        // Between half of it and the whole.
        return base / 2 + base / 2 * (Double(random.below(1_001)) / 1_000)
    }
}
