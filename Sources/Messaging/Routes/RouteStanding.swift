package import CivilTime

/// How well a route does.
package enum RouteLevel: Int, Sendable, Hashable, CaseIterable {
    case normal = 1
    /// It works, worse than it used to: others go first.
    case lowered = 2
    /// The circuit is open: it gets nothing.
    case open = 3
    /// The circuit is half open: a few messages try it.
    case trying = 4

    package var word: String {
        switch self {
        case .normal: "normal"
        case .lowered: "lowered"
        case .open: "open"
        case .trying: "trying"
        }
    }
}

/// What of a route changes from moment to moment. All nodes share it.
package struct RouteStanding: Sendable, Hashable {
    package var level = RouteLevel.normal
    /// Why it stands so; empty for `normal`.
    package var why = ""
    /// When an open circuit is tried next.
    package var until: Instant?
    /// Messages that may still try it.
    package var trials = 0
    /// Who took it out of use, and when.
    package var drained: Drain?
    /// Segments given to it on this day of its zone.
    package var segmentsToday = 0

    package struct Drain: Sendable, Hashable {
        package var by: String
        package var at: Instant

        package init(by: String, at: Instant) {
            self.by = by
            self.at = at
        }
    }

    package init() {}

    /// For people, where it is not simply in use: `drained by Li Min`.
    package var words: String? {
        if let drained { return "drained by \(drained.by)" }
        return level == .normal ? nil : "\(level.word): \(why)"
    }

    /// Whether it may get anything at all now.
    package var isUsable: Bool { drained == nil && level != .open && (level != .trying || trials > 0) }
}
