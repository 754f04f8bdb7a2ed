package import CivilTime

/// How well a route does, judged by its answers and receipts, and against its own past. A value: samples in, a level out.
///
///     normal ◄──► lowered        worse than it used to be, and better again
///       │  ▲         │
///       ▼  └───┐     ▼
///      open ─► trying            the circuit: open, half open, and back either way
package struct RouteHealth: Sendable, Hashable {
    /// What was usual while it did well; moves a fifth of the way with each window.
    struct Past: Sendable, Hashable {
        var response_ms: Int64
        /// Of ten thousand receipts; nil before there were any to speak of.
        var delivered: Int64?
        var delay_ms: Int64?
    }

    package internal(set) var level = RouteLevel.normal
    package internal(set) var why = ""
    /// When the circuit is tried.
    package internal(set) var until: Instant?
    /// Messages that may try it from now on; nil where nothing was said about it since the last time.
    package internal(set) var trials: Int?
    /// The last moment at which any node had a link.
    package internal(set) var linkSeen: Instant?
    var since: Instant
    var window = RouteSample()
    var windowBegan: Instant
    var past: Past?
    /// Circuits opened since it last did well.
    var openings = 0
    /// Good answers while it is tried.
    var good = 0

    package init(at now: Instant) {
        since = now
        windowBegan = now
    }

    /// What a lane has heard. `isLinkUp`: nil for a lane that holds no bind. `began`: when the lane did, before which it knows
    /// of no link.
    package mutating func take(
        _ sample: RouteSample, isLinkUp: Bool?, began: Instant, at now: Instant, limits: Limits = Limits()
    ) {
        trials = nil
        linkSeen = max(linkSeen ?? began, isLinkUp == true ? now : began)
        window += sample
        let silence = now - (linkSeen ?? now)
        switch level {
        case .normal, .lowered:
            if isLinkUp == false, silence > limits.linkPatience {
                open("no link for \(silence.milliseconds / 1000) s", at: now, limits)
            } else if window.ended >= limits.opensFrom, window.bad * 100 >= limits.opensAtPercent * window.ended {
                open(badWords, at: now, limits)
            } else if now - windowBegan >= limits.window {
                judge(at: now, limits)
            }
        case .open:
            guard let until, now >= until, silence <= limits.linkPatience else { return }
            move(to: .trying, why, at: now)
            trials = limits.trials
        case .trying: tryOut(sample, isLinkUp == false ? silence : .seconds(0), at: now, limits)
        }
    }

    private mutating func tryOut(
        _ sample: RouteSample, _ silence: Span, at now: Instant, _ limits: Limits
    ) {
        good += sample.answered
        if silence > limits.linkPatience {
            open("no link for \(silence.milliseconds / 1000) s", at: now, limits)
        } else if window.bad > 0, window.bad * 100 >= limits.opensAtPercent * window.ended {
            open(badWords, at: now, limits)
        } else if good >= limits.trials {
            openings = 0
            move(to: .normal, "", at: now)
        } else if now - since >= limits.forgivesAfter {
            move(to: .normal, "", at: now)
        } else if now - windowBegan >= limits.trialPatience {
            startWindow(at: now)
            trials = limits.trials
        }
    }

    /// At the end of a window.
    private mutating func judge(at now: Instant, _ limits: Limits) {
        defer { startWindow(at: now) }
        guard window.ended >= limits.lowersFrom || window.receipts >= limits.receiptsFrom else {
            // Too little to judge: one that was lowered long ago gets another chance.
            if level == .lowered, now - since >= limits.forgivesAfter { move(to: .normal, "", at: now) }
            return
        }
        if let words = weakness(limits) {
            if level == .lowered { why = words } else { move(to: .lowered, words, at: now) }
            return
        }
        learn(limits)
        openings = 0
        if level == .lowered { move(to: .normal, "", at: now) }
    }

    /// What is worse than it may be, or than it used to be.
    private func weakness(_ limits: Limits) -> String? {
        if window.ended >= limits.lowersFrom {
            if window.bad * 100 >= limits.lowersAtPercent * window.ended { return badWords }
            let response = response_ms
            if let past, response > limits.slowFrom.milliseconds, response > past.response_ms * limits.slowTimes {
                return "answers take \(response) ms, they took \(past.response_ms) ms"
            }
        }
        guard window.receipts >= limits.receiptsFrom, let past else { return nil }
        if let before = past.delivered, Int(before / 100) - Int(delivered / 100) >= limits.deliveryFalls {
            return "\(delivered / 100) % are delivered, \(before / 100) % were"
        }
        if let before = past.delay_ms, let delay = delay_ms, delay > limits.lateFrom.milliseconds,
            delay > before * limits.slowTimes
        {
            return "receipts come after \(delay / 1000) s, they came after \(before / 1000) s"
        }
        return nil
    }

    private mutating func learn(_ limits: Limits) {
        func moved(_ before: Int64?, _ now: Int64) -> Int64 { before.map { $0 + (now - $0) / 5 } ?? now }
        var learned = past ?? Past(response_ms: response_ms, delivered: nil, delay_ms: nil)
        if window.ended >= limits.lowersFrom { learned.response_ms = moved(past?.response_ms, response_ms) }
        if window.receipts >= limits.receiptsFrom {
            learned.delivered = moved(past?.delivered, delivered)
            if let delay_ms { learned.delay_ms = moved(past?.delay_ms, delay_ms) }
        }
        past = learned
    }

    private var response_ms: Int64 { window.response_ms / Int64(max(1, window.answered + window.faults)) }
    private var delivered: Int64 { Int64(window.delivered * 10_000 / max(1, window.receipts)) }
    private var delay_ms: Int64? { window.delivered > 0 ? window.delay_ms / Int64(window.delivered) : nil }

    private var badWords: String {
        "of \(window.ended) segments \(window.faults) were refused for the route's fault, \(window.unanswered) had no answer"
    }

    private mutating func open(_ words: String, at now: Instant, _ limits: Limits) {
        let wait = min(limits.firstWait.milliseconds << Int64(min(openings, 20)), limits.longestWait.milliseconds)
        openings += 1
        move(to: .open, words, at: now)
        until = now + .milliseconds(wait)
    }

    private mutating func move(to level: RouteLevel, _ why: String, at now: Instant) {
        self.level = level
        self.why = why
        since = now
        until = nil
        good = 0
        startWindow(at: now)
    }

    private mutating func startWindow(at now: Instant) {
        window = RouteSample()
        windowBegan = now
    }
}
