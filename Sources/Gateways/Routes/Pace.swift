/// Segments a second: a token bucket, slowed down where the carrier puts off more than a few in a hundred.
///
/// Carriers throttle for two reasons. Too much in all is answered by a share of refusals, and then what the carrier took is
/// the pace to go on with; single refusals at random mean nothing, and slowing down for each would end at a crawl. So only a
/// share above `tolerated` counts, once for everything written before it was noticed, and the pace grows back slowly.
///
/// `now` is monotonic time since any fixed origin; the bucket reads no clock.
package struct Pace: Sendable {
    /// The whole route's; nil: as fast as the window allows.
    private let whole: Double?
    /// This node's part of it.
    private var full: Double?
    /// Segments a second now; nil while nothing limits.
    package private(set) var rate: Double?
    private var tokens = 1.0
    private var refilled: Duration = .zero
    private var lastSecond = LastSecond()
    /// Where growth ends on a route without a pace of its own.
    private var ceiling = 0.0
    /// When the pace was last slowed down; nil while it is whole.
    private var slowedAt: Duration?
    private var answers = 0
    private var putOff = 0

    /// One part in so many may be put off before it counts; and so many more, or a few answers would decide.
    static let tolerated = 32
    static let slack = 4
    /// Answers after which counting begins anew, so that what was long ago decides nothing.
    static let memory = 512
    /// Growth begins so long after a slow-down. In a second it is this part of the whole pace, and less where the pace is low.
    static let pause = Duration.seconds(1)
    static let growthOfWhole = 1.0 / 20
    static let growthOfRate = 1.0 / 8

    package init(segmentsPerSecond: Double?) {
        whole = segmentsPerSecond
        full = segmentsPerSecond
        rate = segmentsPerSecond
    }

    /// A tenth of a second's worth may go at once.
    private static func burst(_ rate: Double) -> Double { max(1, rate / 10) }

    /// Takes a place for one segment; false when it is not its time yet. In no second more go than the pace says, whatever
    /// the bucket has gathered: carriers count by seconds.
    package mutating func take(now: Duration) -> Bool {
        refill(now)
        lastSecond.advance(now)
        guard rate != nil else {
            lastSecond.count += 1
            return true
        }
        guard tokens >= 1, lastSecond.total < secondLimit else { return false }
        tokens -= 1
        lastSecond.count += 1
        return true
    }

    private var secondLimit: Int { full.map { Int(max(1, $0.rounded(.up))) } ?? .max }

    /// How long until `take` may say yes.
    package var wait: Duration {
        guard let rate, rate > 0 else { return .zero }
        if tokens < 1 { return .milliseconds(max(1, Int64(((1 - tokens) / rate * 1_000).rounded(.up)))) }
        return lastSecond.total < secondLimit ? .zero : lastSecond.wait
    }

    /// Segments that may wait for their time: a second's worth, and never less than a long text has parts.
    package var waitingLimit: Int { rate.map { max(10, Int($0.rounded(.up))) } ?? .max }

    /// This node may use so much of the route's pace from now on, from 0 to 1. What it gains was another node's a moment ago,
    /// who may have used it: nothing of it is there at once.
    package mutating func share(_ fraction: Double, now: Duration) {
        guard let whole, let before = full, let rate else { return }
        refill(now)
        let after = whole * fraction
        full = after
        self.rate = before > 0 ? rate * after / before : after
        tokens = min(tokens, after > before ? 0 : Self.burst(after))
    }

    /// The carrier answered what was written at `writtenAt`.
    package mutating func answered(putOff isPutOff: Bool, writtenAt: Duration, now: Duration) {
        // It speaks of a pace that is no longer ours.
        if let slowedAt, writtenAt < slowedAt { return }
        answers += 1
        if isPutOff { putOff += 1 }
        if isPutOff, putOff > answers / Self.tolerated + Self.slack {
            slowDown(by: Double(putOff) / Double(answers), now: now)
        } else if answers >= Self.memory {
            (answers, putOff) = (0, 0)
        }
    }

    private mutating func slowDown(by share: Double, now: Duration) {
        refill(now)
        lastSecond.advance(now)
        // What was not written cannot have been too much.
        let written = max(1, lastSecond.rate)
        if full == nil { ceiling = max(ceiling, written * 2) }
        rate = max(min(1, full ?? 1), min(rate ?? written, written) * max(0.5, 1 - share))
        tokens = min(tokens, 0)
        slowedAt = now
        (answers, putOff) = (0, 0)
    }

    private mutating func refill(_ now: Duration) {
        defer { refilled = max(refilled, now) }
        guard let rate, now > refilled else { return }
        tokens = min(Self.burst(rate), tokens + rate * ((now - refilled) / .seconds(1)))
        guard let slowedAt else { return }
        let since = max(refilled, slowedAt + Self.pause)
        guard now > since else { return }
        let limit = full ?? ceiling
        let grown = rate + min(limit * Self.growthOfWhole, rate * Self.growthOfRate) * ((now - since) / .seconds(1))
        if grown < limit {
            self.rate = grown
        } else {
            self.rate = full
            (self.slowedAt, ceiling) = (nil, 0)
        }
    }
}

/// How much was taken in the second that ends now, to the millisecond.
private struct LastSecond {
    private var slots = [Int32](repeating: 0, count: 1_000)
    /// Milliseconds since the origin; its slot is the newest.
    private var newest: Int64 = 0
    private(set) var total = 0

    /// Of the newest millisecond.
    var count: Int {
        get { Int(slots[place(newest)]) }
        set {
            total += newValue - count
            slots[place(newest)] = Int32(clamping: newValue)
        }
    }

    private func place(_ millisecond: Int64) -> Int { Int(millisecond % 1_000) }

    mutating func advance(_ now: Duration) {
        let target = Int64(now / .milliseconds(1))
        guard target > newest else { return }
        if target - newest >= 1_000 {
            if total > 0 { slots = [Int32](repeating: 0, count: 1_000) }
            (newest, total) = (target, 0)
        }
        while newest < target {
            newest += 1
            total -= count
            slots[place(newest)] = 0
        }
    }

    /// Milliseconds since the oldest of it; nil when there is nothing.
    private var age: Int64? {
        stride(from: Int64(999), through: 0, by: -1).first { newest >= $0 && slots[place(newest - $0)] > 0 }
    }

    /// Until the oldest of it is a second ago.
    var wait: Duration { age.map { .milliseconds(1_000 - $0) } ?? .zero }

    /// A second, from its oldest on; a burst counts as spread over a tenth.
    var rate: Double { Double(total) * 1_000 / Double(max(100, age ?? 1_000)) }
}
