/// Segments a second: a token bucket, halved when the carrier asks to slow down and growing back by a quarter each second.
///
/// `now` is monotonic time since any fixed origin; the bucket reads no clock.
package struct Pace: Sendable {
    /// nil: as fast as the window allows.
    private var full: Double?
    private let whole: Double?
    /// Segments a second now; nil while nothing limits.
    package private(set) var rate: Double?
    private var tokens = 1.0
    private var refilled: Duration = .zero
    private var changed: Duration?
    /// Where growth ends on a route without a pace of its own.
    private var ceiling = 0.0
    /// Taken since `countedFrom`, to know how fast we were when an unpaced route is told to slow down.
    private var taken = 0
    private var countedFrom: Duration = .zero

    /// One slow-down counts once, though a whole window of answers may carry it.
    static let slowDownPause = Duration.milliseconds(250)
    static let growthPause = Duration.seconds(1)

    package init(segmentsPerSecond: Double?) {
        full = segmentsPerSecond
        whole = segmentsPerSecond
        rate = segmentsPerSecond
        tokens = Self.burst(segmentsPerSecond ?? 0)
    }

    /// A tenth of a second's worth may go at once.
    private static func burst(_ rate: Double) -> Double { max(1, rate / 10) }

    /// Takes a place for one segment; false when it is not its time yet.
    package mutating func take(now: Duration) -> Bool {
        refill(now)
        if now - countedFrom >= .seconds(1) {
            taken = 0
            countedFrom = now
        }
        guard rate != nil else {
            taken += 1
            return true
        }
        guard tokens >= 1 else { return false }
        tokens -= 1
        taken += 1
        return true
    }

    /// How long until `take` may say yes.
    package var wait: Duration {
        guard let rate, rate > 0, tokens < 1 else { return .zero }
        return .milliseconds(max(1, Int64(((1 - tokens) / rate * 1_000).rounded(.up))))
    }

    /// Segments that may wait for their time: a second's worth, and never less than a long text has parts.
    package var waitingLimit: Int { rate.map { max(10, Int($0.rounded(.up))) } ?? .max }

    /// This node may use so much of the route's pace from now on, from 0 to 1.
    package mutating func share(_ fraction: Double, now: Duration) {
        guard let whole, let before = full, let rate else { return }
        refill(now)
        let after = whole * fraction
        full = after
        self.rate = before > 0 ? rate * after / before : after
        tokens = min(tokens, Self.burst(after))
    }

    /// The carrier said it is too much.
    package mutating func slowDown(now: Duration) {
        if let changed, now - changed < Self.slowDownPause { return }
        refill(now)
        let current = rate ?? measured(now)
        if full == nil { ceiling = max(ceiling, current * 2) }
        rate = max(1, current / 2)
        tokens = min(tokens, 0)
        changed = now
    }

    private func measured(_ now: Duration) -> Double {
        Double(taken) / max(0.1, (now - countedFrom) / Duration.seconds(1))
    }

    private mutating func refill(_ now: Duration) {
        defer { refilled = now }
        guard var rate else { return }
        tokens = min(Self.burst(rate), tokens + rate * ((now - refilled) / Duration.seconds(1)))
        guard let changed, now - changed >= Self.growthPause else { return }
        rate *= 1.25
        self.changed = now
        if let full, rate >= full {
            (self.rate, self.changed) = (full, nil)
        } else if full == nil, rate >= ceiling {
            (self.rate, self.changed, ceiling) = (nil, nil, 0)
        } else {
            self.rate = rate
        }
    }
}
