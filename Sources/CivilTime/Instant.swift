/// A moment on the world's clock: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX).
package struct Instant: Sendable, Hashable, Comparable, Codable {
    package var milliseconds: Int64

    @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    @inlinable package init(seconds: Int64) { milliseconds = seconds * 1000 }

    /// Whole seconds since the epoch, rounded towards the past.
    @inlinable package var seconds: Int64 { (milliseconds - ((milliseconds % 1000 + 1000) % 1000)) / 1000 }

    @inlinable package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }
    @inlinable package static func + (a: Instant, b: Span) -> Instant {
        Instant(milliseconds: a.milliseconds + b.milliseconds)
    }
    @inlinable package static func - (a: Instant, b: Span) -> Instant {
        Instant(milliseconds: a.milliseconds - b.milliseconds)
    }
    @inlinable package static func - (a: Instant, b: Instant) -> Span {
        Span(milliseconds: a.milliseconds - b.milliseconds)
    }
    package static let distantPast = Instant(milliseconds: -62_135_596_800_000)
    package static let distantFuture = Instant(milliseconds: 253_402_300_799_999)
}

/// A length of time in milliseconds. (`Duration` is the monotonic clock's; law and storage count these.)
package struct Span: Sendable, Hashable, Comparable, Codable {
    package var milliseconds: Int64

    @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    @inlinable package static func milliseconds(_ n: Int64) -> Span { Span(milliseconds: n) }
    @inlinable package static func seconds(_ n: Int64) -> Span { Span(milliseconds: n * 1000) }
    @inlinable package static func minutes(_ n: Int64) -> Span { Span(milliseconds: n * 60_000) }
    @inlinable package static func hours(_ n: Int64) -> Span { Span(milliseconds: n * 3_600_000) }
    @inlinable package static func days(_ n: Int64) -> Span { Span(milliseconds: n * 86_400_000) }
    @inlinable package static func < (a: Span, b: Span) -> Bool { a.milliseconds < b.milliseconds }
}
